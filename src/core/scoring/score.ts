import type { ChallengeDefinition, RuleSet, Term } from '../definition/definition.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { columnsOf } from '../labels/condition.ts';
import type { Reference } from '../labels/reference.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { auc } from './auc.ts';
import { memberRows, type Member } from './members.ts';
import type { Predictions } from './prediction.ts';
import { readPredictions } from './prediction.ts';
import type { Report, ReportTerm, TermNote } from './report.ts';

/** DESIGN section 7: an AUC below this is reported as possibly inverted. It is never flipped. */
const POSSIBLY_INVERTED = 0.35;

/**
 * Reads a prediction CSV and scores it: everything that a contestant or the round does with one
 * file.
 */
export function scorePredictionFile(
  bytes: Uint8Array,
  definition: ChallengeDefinition,
  reference: Reference,
  ruleSet: RuleSet,
  file?: string,
): Result<Report, readonly Failure[]> {
  const predictions = readPredictions(bytes, definition, reference, ruleSet, file);
  return predictions.ok ? scoreTable(definition, reference, predictions.value) : predictions;
}

/**
 * The score of predictions against a reference: the weighted sum of the definition's AUC terms. The
 * rule set is the one that the predictions were read under; the terms are the same for both rule
 * sets. Fails on terms that name missing columns, on a Dice term, and on a sum of columns that
 * overflows. All faults are reported together.
 */
export function scoreTable(
  definition: ChallengeDefinition,
  reference: Reference,
  predictions: Predictions,
): Result<Report, readonly Failure[]> {
  const { terms } = definition.score;
  const failures = terms.flatMap((term) => termFailures(term, definition));
  if (reference.rows.length === 0) failures.push(failure('scoring/no-cases', {}));
  if (predictions.lines.length !== reference.rows.length) {
    const details = { expected: reference.rows.length, got: predictions.lines.length };
    failures.push(failure('scoring/other-reference', details));
  }
  if (failures.length > 0) return failed(failures);

  const warnings: Failure[] = [];
  const scored: ReportTerm[] = [];
  for (const term of terms) {
    const members = membersOf(term).map((member) =>
      scoreMember(member, reference, predictions, failures, warnings),
    );
    scored.push(
      ...(term.kind === 'mean'
        ? averaged(term, members, warnings)
        : members.map((m) => ({ ...m, weight: term.weight }))),
    );
  }
  if (failures.length > 0) return failed(failures);
  return success({
    total: totalOf(scored),
    ruleSet: predictions.ruleSet,
    terms: scored,
    touched: predictions.touched,
    warnings: [...predictions.warnings, ...warnings],
    repairs: predictions.repairs,
  });
}

/** Σ weight · value in the order of the terms. Null when a term that counts is undefined. */
export function totalOf(terms: readonly ReportTerm[]): number | null {
  let total = 0;
  for (const { weight, value, notes } of terms) {
    if (notes.includes('left-out')) continue;
    if (value === null) return null;
    total += weight * value;
  }
  return total;
}

const membersOf = (term: Term): readonly Member[] =>
  term.kind === 'auc' ? [term] : term.kind === 'mean' ? term.of : [];

/**
 * Gives the members of a mean their effective weights, so that the report only needs a weighted
 * sum.
 */
function averaged(
  term: Extract<Term, { kind: 'mean' }>,
  members: readonly ReportTerm[],
  warnings: Failure[],
): ReportTerm[] {
  const defined = members.filter(({ value }) => value !== null).length;
  // If no member is left, there is no mean, and no member can be left out of it.
  const leaveOut = term.undefinedMember === 'left-out' && defined > 0;
  const weight = term.weight / (leaveOut ? defined : members.length);
  return members.map((member) => {
    if (member.value !== null || !leaveOut) return { ...member, group: term.name, weight };
    warnings.push(failure('scoring/left-out', { term: member.name, group: term.name }));
    return { ...member, group: term.name, weight: 0, notes: [...member.notes, 'left-out'] };
  });
}

function scoreMember(
  member: Member,
  reference: Reference,
  predictions: Predictions,
  failures: Failure[],
  warnings: Failure[],
): ReportTerm {
  const { name } = member;
  const { rows: used, truth, scores } = memberRows(member, reference, predictions);
  used.forEach((index, at) => {
    if (Number.isFinite(scores[at])) return;
    const line = predictions.lines[index] || null;
    const id = reference.rows[index]?.id ?? '';
    const { prediction } = member;
    const columns = 'sum' in prediction ? prediction.sum : [prediction.column];
    failures.push(failure('scoring/sum-not-finite', { line, id, term: name, columns }));
  });
  const result = auc(truth, scores);
  const { value, positives, negatives } = result.ok
    ? result.value
    : { value: null, positives: 0, negatives: 0 };

  const notes: TermNote[] = [];
  const note = (name: TermNote, warning: Failure) => {
    notes.push(name);
    warnings.push(warning);
  };
  const distinct = upToThree(scores);
  const [first = 0, second = 0] = distinct;
  if (value === null) note('one-class', failure('scoring/one-class', { term: name, positives, negatives }));
  else if (distinct.length === 1) note('constant', failure('scoring/constant', { term: name, value: first }));
  else if (distinct.length === 2) {
    note('looks-thresholded', failure('scoring/looks-thresholded', { term: name, values: [first, second] }));
  }
  if (value !== null && value < POSSIBLY_INVERTED) {
    note('possibly-inverted', failure('scoring/possibly-inverted', { term: name, auc: value }));
  }
  return { name, group: null, weight: 0, value, positives, negatives, notes };
}

/** The distinct values, ascending. The search stops after three. */
function upToThree(values: Float64Array): number[] {
  const found = new Set<number>();
  for (const value of values) {
    found.add(value);
    if (found.size === 3) break;
  }
  return [...found].sort((a, b) => a - b);
}

function termFailures(term: Term, definition: ChallengeDefinition): Failure[] {
  if (term.kind === 'dice') return [failure('scoring/term-kind', { term: term.name, kind: term.kind })];
  const truth = new Set(definition.labels.reference.map(({ name }) => name));
  const predicted = new Set(definition.labels.prediction.map(({ name }) => name));
  return membersOf(term).flatMap((member) => {
    const read = [...columnsOf(member.truth), ...(member.rows ? columnsOf(member.rows) : [])];
    const summed = 'sum' in member.prediction ? member.prediction.sum : [member.prediction.column];
    const absent = [
      ...read.filter((name) => !truth.has(name)),
      ...summed.filter((name) => !predicted.has(name)),
    ];
    return absent.map((column) => failure('scoring/term-column', { term: member.name, column }));
  });
}
