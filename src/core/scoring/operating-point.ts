import type { Interval } from './interval.ts';
import { thresholdCounts } from './precision.ts';

/**
 * Counts at each distinct score used as a threshold (a case is called positive when its score is at
 * or above it), from the highest threshold down.
 */
export interface ThresholdCounts {
  readonly thresholds: Float64Array<ArrayBuffer>;
  readonly truePositives: Uint32Array<ArrayBuffer>;
  readonly falsePositives: Uint32Array<ArrayBuffer>;
  readonly positives: number;
  readonly negatives: number;
}

/** Results at one threshold. Shares are null when their denominator is 0. */
export interface OperatingPoint {
  /** Infinity: no case is called positive. */
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  readonly sensitivity: number | null;
  readonly specificity: number | null;
  /** Positive and negative predictive value. */
  readonly ppv: number | null;
  readonly npv: number | null;
}

export function countsOf(truth: ArrayLike<number>, scores: ArrayLike<number>): ThresholdCounts {
  const points = thresholdCounts(truth, scores);
  const last = points.at(-1);
  return {
    thresholds: Float64Array.from(points, ({ threshold }) => threshold),
    truePositives: Uint32Array.from(points, ({ truePositives }) => truePositives),
    falsePositives: Uint32Array.from(points, ({ falsePositives }) => falsePositives),
    positives: last?.truePositives ?? 0,
    negatives: last?.falsePositives ?? 0,
  };
}

/** Sensitivity and specificity when scores at or above `threshold` are called positive. Source: Altman and Bland, BMJ 1994;308:1552. */
export function atThreshold(counts: ThresholdCounts, threshold: number): OperatingPoint {
  let low = 0;
  let high = counts.thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((counts.thresholds[middle] ?? 0) >= threshold) low = middle + 1;
    else high = middle;
  }
  return { ...pointAt(counts, low - 1), threshold };
}

/**
 * The point with the highest sensitivity whose specificity is at least `target`; among equals the
 * one with the highest specificity.
 */
export function atSpecificity(counts: ThresholdCounts, target: number): OperatingPoint {
  const { negatives, falsePositives, truePositives } = counts;
  let at = -1;
  falsePositives.forEach((count, index) => {
    if ((negatives - count) / negatives >= target) at = index;
  });
  const reached = at < 0 ? 0 : truePositives[at];
  while (at >= 0 && (at === 0 ? 0 : truePositives[at - 1]) === reached) at--;
  return pointAt(counts, at);
}

/** The point with the highest specificity whose sensitivity is at least `target`. */
export function atSensitivity(counts: ThresholdCounts, target: number): OperatingPoint {
  const { positives, truePositives } = counts;
  const at = target <= 0 ? -1 : truePositives.findIndex((count) => count / positives >= target);
  return pointAt(counts, at);
}

/**
 * The point with the highest sensitivity + specificity; among equals the highest threshold. Source:
 * Youden, Cancer 1950;3:32-35.
 */
export function youden(counts: ThresholdCounts): OperatingPoint {
  const { positives, negatives, truePositives, falsePositives } = counts;
  let at = -1;
  let best = 0;
  truePositives.forEach((count, index) => {
    // Multiplied by both counts, so that equal values compare as equal.
    const value = count * negatives - (falsePositives[index] ?? 0) * positives;
    if (value > best) [best, at] = [value, index];
  });
  return pointAt(counts, at);
}

function pointAt(counts: ThresholdCounts, index: number): OperatingPoint {
  const { positives, negatives, thresholds } = counts;
  const truePositives = index < 0 ? 0 : (counts.truePositives[index] ?? 0);
  const falsePositives = index < 0 ? 0 : (counts.falsePositives[index] ?? 0);
  const trueNegatives = negatives - falsePositives;
  const falseNegatives = positives - truePositives;
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    threshold: index < 0 ? Infinity : (thresholds[index] ?? NaN),
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
    sensitivity: share(truePositives, positives),
    specificity: share(trueNegatives, negatives),
    ppv: share(truePositives, truePositives + falsePositives),
    npv: share(trueNegatives, trueNegatives + falseNegatives),
  };
}

/** 97.5th percentile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * 95 % interval of the share `part` / `whole`. Null when `whole` is 0. Source: Wilson, J Am Stat
 * Assoc 1927;22:209-212.
 */
export function wilson(part: number, whole: number): Interval | null {
  if (whole === 0) return null;
  const share = part / whole;
  const squared = Z * Z;
  const centre = (share + squared / (2 * whole)) / (1 + squared / whole);
  const reach =
    (Z / (1 + squared / whole)) * Math.sqrt((share * (1 - share)) / whole + squared / (4 * whole * whole));
  return { lower: Math.max(0, centre - reach), upper: Math.min(1, centre + reach) };
}
