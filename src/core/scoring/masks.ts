import type { ChallengeDefinition, RuleSet } from '../definition/definition.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { normaliseId } from '../labels/ids.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import type { MaskComparison, MaskFacts } from './dice.ts';
import { dice, sameShape, swappedAxes } from './dice.ts';
import type { MaskMeasures } from './mask-measures.ts';
import type { Report, ReportTerm } from './report.ts';
import type { Touched, TouchedRule } from './touched.ts';
import { totalOf } from './score.ts';

/** DESIGN section 7: affines that differ by more than this are reported. */
const AFFINE_TOLERANCE = 1e-3;

/**
 * What made a mask score 0 in 2018: nobody could read it. A file that only we do not read is refused
 * under both rule sets.
 */
const DAMAGED: ReadonlySet<Failure['code']> = new Set([
  'image/nifti-not-read',
  'image/nifti-truncated',
  'image/nifti-not-2d',
  'image/png-not-read',
  'package/unreadable-entry',
] as const);

/** One image of a segmentation challenge, with its masks already counted. */
export interface MaskCase {
  readonly id: string;
  readonly comparison: MaskComparison;
  /** Name of the prediction file that the user knows. */
  readonly file?: string;
  /** Copied into the report. Null when the masks can't be measured against each other. */
  readonly measures?: MaskMeasures | null;
  /** Why an existing mask could not be read. Its side of the comparison is null. */
  readonly unread?: { readonly reference: Failure | null; readonly prediction: Failure | null };
}

/**
 * The mean Dice over the images of the reference. Cases are summed in the order of their ids
 * (UTF-16 units), so the sum does not depend on the reading order of the files.
 *
 * `strict` reports all faults together and refuses: a missing, unreadable or extra mask, another
 * shape, a value other than 0 and the foreground. `jfr-2018` gives 0 for a missing or unreadable
 * mask, for another number of elements and for other values; it ignores extra masks; masks of
 * another shape with the same number of elements are compared element by element and reported. Both
 * refuse a faulty reference, a duplicate case and a mask in a form that we do not read. `strict`
 * refuses a mask that lies elsewhere by its own geometry; `jfr-2018` compares it element by element.
 */
export function scoreMasks(
  definition: ChallengeDefinition,
  cases: readonly MaskCase[],
  ruleSet: RuleSet,
): Result<Report, readonly Failure[]> {
  const failures: Failure[] = [];
  const warnings: Failure[] = [];
  const touched: Touched[] = [];
  for (const { kind, name } of definition.score.terms) {
    if (kind !== 'dice') failures.push(failure('scoring/term-kind', { term: name, kind }));
  }

  const ordered = cases
    .map((one) => ({ ...one, id: normaliseId(one.id) }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const scored: { id: string; dice: number; empty: boolean; measures?: MaskMeasures | null }[] = [];
  let references = 0;
  ordered.forEach(({ id, comparison, file, unread, measures }, index) => {
    if (ordered[index - 1]?.id === id) failures.push(failure('scoring/duplicate-case', { id }, file));
    const touch = (rule: TouchedRule) => touched.push({ rule, id, line: null });
    const { reference, prediction } = comparison;
    if (unread?.prediction) {
      const isZero = ruleSet === 'jfr-2018' && DAMAGED.has(unread.prediction.code);
      (isZero ? warnings : failures).push(unread.prediction);
    }
    if (unread?.reference || reference) references++;
    if (unread?.reference) {
      failures.push(unread.reference);
      return;
    }
    if (reference === null) {
      const extra = failure('scoring/extra-mask', { id }, file);
      if (ruleSet === 'strict') failures.push(extra);
      else {
        touch('extra-mask-ignored');
        warnings.push(extra);
      }
      return;
    }
    if (reference.strange) {
      const details = { id, ...reference.strange, foreground: comparison.foreground };
      failures.push(failure('scoring/reference-mask-values', details));
    }
    const expected = reference.size.reduce((product, length) => product * length, 1);
    if (reference.elements !== expected) {
      failures.push(failure('scoring/reference-mask-truncated', { id, expected, got: reference.elements }));
    }
    // An unreadable mask is reported only as unreadable, not also as missing.
    const faults = unread?.prediction ? [] : predictionFaults(id, reference, prediction, comparison, file);
    if (ruleSet === 'strict') failures.push(...faults);
    const zero = ruleSet === 'jfr-2018' ? zeroRule(reference, prediction) : null;
    if (zero) {
      touch(zero);
      warnings.push(...faults);
    } else if (prediction) {
      if (reference.foreground === 0 && prediction.foreground === 0) touch('both-empty-one');
      else if (reference.foreground === 0 || prediction.foreground === 0) touch('one-empty-zero');
      if (!sameShape(reference.size, prediction.size)) {
        warnings.push(failure('scoring/mask-shape-ignored', shapes(id, reference, prediction), file));
      }
    }
    const { affineDifference: difference, geometry } = comparison;
    if (geometry === 'reordered') warnings.push(failure('scoring/mask-reordered', { id }, file));
    else if (geometry) {
      const elsewhere = failure('scoring/mask-elsewhere', { id, ...geometry }, file);
      (ruleSet === 'strict' ? failures : warnings).push(elsewhere);
    } else if (difference !== null && difference > AFFINE_TOLERANCE) {
      warnings.push(failure('scoring/mask-affine', { id, difference }, file));
    }
    const value =
      zero || !prediction
        ? 0
        : dice(reference.foreground, prediction.foreground, comparison.intersection ?? 0);
    scored.push({
      id,
      dice: value,
      empty: reference.foreground === 0,
      ...(measures !== undefined && { measures }),
    });
  });
  if (references === 0) failures.push(failure('scoring/no-cases', {}));
  if (failures.length > 0) return failed(failures);

  const nonEmpty = scored.filter(({ empty }) => !empty);
  const terms: ReportTerm[] = definition.score.terms.map(({ name, weight }) => ({
    name,
    group: null,
    weight,
    value: meanDice(scored),
    positives: nonEmpty.length,
    negatives: scored.length - nonEmpty.length,
    notes: [],
  }));
  return success({
    total: totalOf(terms),
    ruleSet,
    terms,
    touched,
    warnings,
    repairs: [],
    masks: {
      cases: scored.map(({ id, dice, measures }) => ({
        id,
        dice,
        ...(measures !== undefined && { measures }),
      })),
      meanNonEmpty: meanDice(nonEmpty),
      emptyReferences: scored.length - nonEmpty.length,
    },
  });
}

function meanDice(cases: readonly { readonly dice: number }[]): number | null {
  return cases.length === 0 ? null : cases.reduce((sum, { dice }) => sum + dice, 0) / cases.length;
}

/** In the order of CHALLENGES.md, so that each image is reported under one rule. */
function zeroRule(reference: MaskFacts, prediction: MaskFacts | null): TouchedRule | null {
  if (!prediction) return 'missing-mask-zero';
  if (prediction.elements !== reference.elements) return 'element-count-zero';
  return prediction.strange ? 'mask-values-zero' : null;
}

function predictionFaults(
  id: string,
  reference: MaskFacts,
  prediction: MaskFacts | null,
  { foreground }: MaskComparison,
  file?: string,
): Failure[] {
  if (!prediction) return [failure('scoring/missing-mask', { id }, file)];
  const faults: Failure[] = [];
  const expected = prediction.size.reduce((product, length) => product * length, 1);
  if (!sameShape(reference.size, prediction.size)) {
    faults.push(failure('scoring/mask-shape', shapes(id, reference, prediction), file));
  } else if (prediction.elements !== expected) {
    faults.push(failure('scoring/mask-truncated', { id, expected, got: prediction.elements }, file));
  }
  if (prediction.strange) {
    faults.push(failure('scoring/mask-values', { id, ...prediction.strange, foreground }, file));
  }
  return faults;
}

function shapes(id: string, { size: expected }: MaskFacts, { size: got }: MaskFacts) {
  return { id, expected, got, swapped: swappedAxes(expected, got) };
}
