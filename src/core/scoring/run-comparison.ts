import type { ChallengeDefinition } from '../definition/definition.ts';
import type { Reference } from '../labels/reference.ts';
import { auc } from './auc.ts';
import { delong, delongTest, extremePermutations, holm, wilcoxon } from './comparison.ts';
import { memberRows, type Member } from './members.ts';
import { placements } from './placement.ts';
import type { Predictions } from './prediction.ts';
import type { Report } from './report.ts';
import { totalOf } from './score.ts';

/** Two runs on one reference. Differences are the other run minus the first. */
export interface RunComparison {
  readonly difference: number | null;
  /**
   * Two-sided P value. Null when there is no difference to test. Undefined until the permutations
   * are counted.
   */
  readonly test: 'permutation' | 'wilcoxon';
  readonly p: number | null;
  readonly terms: readonly ComparedTerm[];
  /** Cases that changed, largest change first. */
  readonly changes: readonly CaseChange[];
}

export interface ComparedTerm {
  readonly name: string;
  readonly one: number | null;
  readonly other: number | null;
  readonly difference: number | null;
  /** DeLong's P value, for AUCs. */
  readonly p: number | null;
  /** P value after Holm's adjustment over the terms. */
  readonly adjusted: number | null;
}

/**
 * For tables: the weighted share of pairs in which the case is ranked correctly, over all terms.
 * For masks: its Dice.
 */
export interface CaseChange {
  readonly id: string;
  readonly one: number;
  readonly other: number;
}

const CHANGES = 100;
/** Number of permutations for the P value of two totals. */
export const PERMUTATIONS = 1000;
const SEED = 'runs';

/**
 * The comparison of two tables, except for the P value of the totals, which `tablePermutations`
 * counts.
 */
export function compareTables(
  definition: ChallengeDefinition,
  reference: Reference,
  one: { readonly predictions: Predictions; readonly report: Report },
  other: { readonly predictions: Predictions; readonly report: Report },
): RunComparison {
  const members = membersOf(definition);
  const p = members.map((member) => {
    const a = memberRows(member, reference, one.predictions);
    const b = memberRows(member, reference, other.predictions);
    const both = delong(a.truth, [a.scores, b.scores]);
    return both && delongTest(both);
  });
  const adjusted = holm(p.flatMap((value) => value ?? []));
  let next = 0;
  const terms = one.report.terms.map((term, index): ComparedTerm => {
    const value = other.report.terms[index]?.value ?? null;
    const tested = p[index] ?? null;
    return {
      name: term.name,
      one: term.value,
      other: value,
      difference: minus(value, term.value),
      p: tested,
      adjusted: tested === null ? null : (adjusted[next++] ?? null),
    };
  });
  const [first, second] = [one, other].map(({ predictions, report }) =>
    caseValues(members, reference, predictions, report),
  );
  const changes = reference.rows.map(({ id }, row) => ({
    id,
    one: first?.[row] ?? 0,
    other: second?.[row] ?? 0,
  }));
  return {
    difference: minus(other.report.total, one.report.total),
    test: 'permutation',
    p: null,
    terms,
    changes: mostChanged(changes),
  };
}

/**
 * Number of permutations from `from` to `to - 1` that are at least as extreme as the observed
 * difference. Null when the totals are undefined.
 */
export function tablePermutations(
  definition: ChallengeDefinition,
  reference: Reference,
  one: { readonly predictions: Predictions; readonly report: Report },
  other: Predictions,
  groups: ArrayLike<number> | null,
  from: number,
  to: number,
): number | null {
  if (totalOf(one.report.terms) === null) return null;
  const rows = reference.rows.length;
  const groupOf = (row: number) => groups?.[row] ?? row;
  const count = groups ? new Set(Array.from(groups)).size : rows;
  const terms = membersOf(definition).map((member, index) => ({
    weight: one.report.terms[index]?.weight ?? 0,
    a: memberRows(member, reference, one.predictions),
    b: memberRows(member, reference, other),
  }));
  const counted = terms.filter(({ weight }) => weight !== 0);
  const difference = (swapped: Uint8Array): number | null => {
    let sum = 0;
    for (const { weight, a, b } of counted) {
      const first = Float64Array.from(a.scores);
      const second = Float64Array.from(b.scores);
      a.rows.forEach((row, at) => {
        if (swapped[groupOf(row)] === 0) return;
        first[at] = b.scores[at] ?? NaN;
        second[at] = a.scores[at] ?? NaN;
      });
      const [left, right] = [auc(a.truth, first), auc(a.truth, second)];
      if (!left.ok || !right.ok || left.value.value === null || right.value.value === null) return null;
      sum += weight * (right.value.value - left.value.value);
    }
    return sum;
  };
  return extremePermutations(count, difference, SEED, from, to);
}

/**
 * The comparison of two runs of masks: Wilcoxon's signed-rank test over the images. Images missing
 * in one run are left out.
 */
export function compareMaskReports(one: Report, other: Report): RunComparison {
  const dice = new Map(other.masks?.cases.map((found) => [found.id, found.dice]));
  const changes = (one.masks?.cases ?? []).flatMap((found) => {
    const value = dice.get(found.id);
    return value === undefined ? [] : [{ id: found.id, one: found.dice, other: value }];
  });
  const p = changes.length === 0 ? null : wilcoxon(changes.map((change) => change.other - change.one));
  return {
    difference: minus(other.total, one.total),
    test: 'wilcoxon',
    p,
    terms: one.terms.map((term, index) => {
      const value = other.terms[index]?.value ?? null;
      return {
        name: term.name,
        one: term.value,
        other: value,
        difference: minus(value, term.value),
        p,
        adjusted: null,
      };
    }),
    changes: mostChanged(changes),
  };
}

const membersOf = ({ score }: ChallengeDefinition): readonly Member[] =>
  score.terms.flatMap((term): readonly Member[] =>
    term.kind === 'mean' ? term.of : term.kind === 'auc' ? [term] : [],
  );

/**
 * For each row, the weighted share of pairs in which it is ranked correctly, divided by the weight
 * of the terms that count it.
 */
function caseValues(
  members: readonly Member[],
  reference: Reference,
  predictions: Predictions,
  report: Report,
): Float64Array {
  const sums = new Float64Array(reference.rows.length);
  const weights = new Float64Array(reference.rows.length);
  members.forEach((member, index) => {
    const weight = report.terms[index]?.weight ?? 0;
    const { rows, truth, scores } = memberRows(member, reference, predictions);
    placements(truth, scores).forEach((share, at) => {
      if (Number.isNaN(share)) return;
      const row = rows[at] ?? 0;
      sums[row] = (sums[row] ?? 0) + weight * share;
      weights[row] = (weights[row] ?? 0) + weight;
    });
  });
  return sums.map((sum, row) => (weights[row] ? sum / (weights[row] ?? 1) : 0));
}

const minus = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a - b;

const mostChanged = (changes: readonly CaseChange[]): readonly CaseChange[] =>
  changes
    .filter(({ one, other }) => one !== other)
    .sort((a, b) => Math.abs(b.other - b.one) - Math.abs(a.other - a.one))
    .slice(0, CHANGES);
