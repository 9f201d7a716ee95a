import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { sortDoubles } from './sort.ts';

export interface Auc {
  /** From 0 to 1. Null when one class is absent. */
  readonly value: number | null;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Area under the ROC curve as the Mann–Whitney statistic with midranks: the share of (positive,
 * negative) pairs in which the positive has the higher score; ties count one half. `truth` is
 * non-zero for a positive. Any finite score is allowed. Pairs are counted in halves, which is exact
 * up to 2^53, and the count is divided once. Fails on a score that is NaN or infinite. Source:
 * Hanley and McNeil, Radiology 1982;143:29-36.
 */
export function auc(truth: ArrayLike<number>, scores: Float64Array): Result<Auc> {
  const n = scores.length;
  let positives = 0;
  for (let index = 0; index < n; index++) {
    const score = scores[index] as number;
    if (!Number.isFinite(score)) return failed(failure('scoring/score-not-finite', { index, value: score }));
    if (truth[index]) positives++;
  }
  const negatives = n - positives;
  if (positives === 0 || negatives === 0) return success({ value: null, positives, negatives });

  const positive = new Float64Array(positives);
  const negative = new Float64Array(negatives);
  let p = 0;
  let q = 0;
  for (let index = 0; index < n; index++) {
    if (truth[index]) positive[p++] = scores[index] as number;
    else negative[q++] = scores[index] as number;
  }
  sortDoubles(positive);
  sortDoubles(negative);

  let halves = 0;
  let below = 0;
  let notAbove = 0;
  for (let index = 0; index < positives; index++) {
    const score = positive[index] as number;
    while (below < negatives && (negative[below] as number) < score) below++;
    while (notAbove < negatives && (negative[notAbove] as number) <= score) notAbove++;
    halves += below + notAbove;
  }
  return success({ value: halves / (2 * positives * negatives), positives, negatives });
}
