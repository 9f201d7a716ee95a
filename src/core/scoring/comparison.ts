import { seededRandom } from '../random.ts';

/** Standard normal distribution: probability of a value beyond ±|z|. */
export function twoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}

/** Complementary error function for x ≥ 0: Maclaurin series below 2.5, Lentz's continued fraction above; relative error about 1e-14. */
function erfc(x: number): number {
  if (x < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum) && n < 200; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = x;
  for (let n = 120; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (fraction * Math.sqrt(Math.PI));
}

export interface DeLong {
  readonly aucs: readonly number[];
  /** Covariance of the AUCs, row-major. */
  readonly covariance: readonly (readonly number[])[];
}

/**
 * AUCs of several classifiers on the same cases with their covariance. Null with fewer than two cases of a class. Sources: DeLong et al., Biometrics
 * 1988;44:837-845; midranks after Sun and Xu, IEEE Signal Processing Letters 2014;21:1389-1393.
 */
export function delong(truth: ArrayLike<number>, scores: readonly ArrayLike<number>[]): DeLong | null {
  const indices = Array.from({ length: truth.length }, (_, i) => i);
  const positives = indices.filter((i) => truth[i]);
  const negatives = indices.filter((i) => !truth[i]);
  const [m, n] = [positives.length, negatives.length];
  if (m < 2 || n < 2) return null;
  const components = scores.map((values) => {
    const pick = (chosen: readonly number[]) => chosen.map((i) => values[i] ?? NaN);
    const [x, y] = [pick(positives), pick(negatives)];
    const all = midranks([...x, ...y]);
    const [ranksX, ranksY] = [midranks(x), midranks(y)];
    return {
      v10: x.map((_, i) => ((all[i] ?? 0) - (ranksX[i] ?? 0)) / n),
      v01: y.map((_, j) => 1 - ((all[m + j] ?? 0) - (ranksY[j] ?? 0)) / m),
    };
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const covarianceOf = (a: readonly number[], b: readonly number[]) => {
    const [ma, mb] = [mean(a), mean(b)];
    return a.reduce((sum, value, i) => sum + (value - ma) * ((b[i] ?? 0) - mb), 0) / (a.length - 1);
  };
  return {
    aucs: components.map(({ v10 }) => mean(v10)),
    covariance: components.map((a) =>
      components.map((b) => covarianceOf(a.v10, b.v10) / m + covarianceOf(a.v01, b.v01) / n),
    ),
  };
}

/**
 * Two-sided P of the difference of two AUCs on the same cases. 1 when the difference is 0; 0 when
 * only its variance is 0.
 */
export function delongTest({ aucs, covariance }: DeLong): number {
  const difference = (aucs[0] ?? NaN) - (aucs[1] ?? NaN);
  const variance =
    (covariance[0]?.[0] ?? NaN) + (covariance[1]?.[1] ?? NaN) - 2 * (covariance[0]?.[1] ?? NaN);
  if (difference === 0) return 1;
  return variance <= 0 ? 0 : twoSided(difference / Math.sqrt(variance));
}

/** Ranks from 1. Ties get their mean rank. */
export function midranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end++;
    for (let i = start; i < end; i++) ranks[order[i] ?? 0] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

/** Up to this many differences, without ties and zeros, the null distribution is enumerated. */
const EXACT = 50;

/**
 * Wilcoxon signed-rank test of paired differences, two-sided. Zeros are left out. Exact for at most
 * 50 differences without ties and zeros; otherwise the normal approximation with a correction for ties and no
 * continuity correction. 1 when all differences are zero. Source: Wilcoxon, Biometrics Bulletin
 * 1945;1:80-83; the choices are those of scipy's `wilcoxon`.
 */
export function wilcoxon(differences: readonly number[]): number {
  const values = differences.filter((value) => value !== 0);
  const n = values.length;
  if (n === 0) return 1;
  const ranks = midranks(values.map(Math.abs));
  const plus = values.reduce((sum, value, i) => sum + (value > 0 ? (ranks[i] ?? 0) : 0), 0);
  const sum = (n * (n + 1)) / 2;
  const hasTies = new Set(ranks).size < n;
  if (n <= EXACT && !hasTies && n === differences.length) {
    const counts = new Float64Array(sum + 1);
    counts[0] = 1;
    for (let rank = 1; rank <= n; rank++) {
      for (let at = sum; at >= rank; at--) counts[at] = (counts[at] ?? 0) + (counts[at - rank] ?? 0);
    }
    const least = Math.min(plus, sum - plus);
    let tail = 0;
    for (let at = 0; at <= least; at++) tail += counts[at] ?? 0;
    return Math.min(1, (2 * tail) / 2 ** n);
  }
  const ties = new Map<number, number>();
  for (const rank of ranks) ties.set(rank, (ties.get(rank) ?? 0) + 1);
  const correction = [...ties.values()].reduce((total, t) => total + t ** 3 - t, 0) / 48;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - correction;
  return twoSided((plus - sum / 2) / Math.sqrt(variance));
}

/** Holm's step-down adjustment, in the order of the input. Source: Holm, Scandinavian Journal of Statistics 1979;6:65-70. */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => (p[a] ?? 0) - (p[b] ?? 0));
  const adjusted = new Array<number>(p.length).fill(1);
  let largest = 0;
  order.forEach((at, i) => {
    largest = Math.max(largest, Math.min(1, (p.length - i) * (p[at] ?? 1)));
    adjusted[at] = largest;
  });
  return adjusted;
}

/**
 * Kendall's tau-b. Null when all values of either ranking are tied. Source: Kendall, Biometrika
 * 1945;33:239-251.
 */
export function kendall(one: readonly number[], other: readonly number[]): number | null {
  let difference = 0;
  let [inOne, inOther] = [0, 0];
  for (let i = 0; i < one.length; i++) {
    for (let j = 0; j < i; j++) {
      const a = Math.sign((one[i] ?? 0) - (one[j] ?? 0));
      const b = Math.sign((other[i] ?? 0) - (other[j] ?? 0));
      difference += a * b;
      inOne += a * a;
      inOther += b * b;
    }
  }
  return inOne === 0 || inOther === 0 ? null : difference / Math.sqrt(inOne * inOther);
}

/**
 * Paired permutation test, two-sided. Each permutation exchanges the two teams' predictions of each
 * patient with probability 1/2. The P value includes the observed arrangement, so it is never 0.
 *
 * @param difference the difference of the two totals, where `swapped[group]` is 1 for the exchanged
 * patients; null when undefined
 */
export function pairedPermutation(
  groups: number,
  difference: (swapped: Uint8Array) => number | null,
  seed: string,
  permutations: number,
): number | null {
  const extreme = extremePermutations(groups, difference, seed, 0, permutations);
  return extreme === null ? null : (extreme + 1) / (permutations + 1);
}

/**
 * Number of permutations from `from` to `to - 1` that are at least as extreme as the observed
 * difference. Permutation k depends only on the seed and k, so any number of workers gives the same
 * count. A permutation whose difference is undefined counts as extreme. Null when the observed difference is undefined.
 */
export function extremePermutations(
  groups: number,
  difference: (swapped: Uint8Array) => number | null,
  seed: string,
  from: number,
  to: number,
): number | null {
  const observed = difference(new Uint8Array(groups));
  if (observed === null) return null;
  let extreme = 0;
  for (let k = from; k < to; k++) {
    const random = seededRandom(`${seed} permutation ${k}`);
    const value = difference(Uint8Array.from({ length: groups }, () => (random() < 0.5 ? 1 : 0)));
    // Equal differences can differ in the last digits, because of the order of summation.
    if (value === null || Math.abs(value) >= Math.abs(observed) - 1e-12) extreme++;
  }
  return extreme;
}
