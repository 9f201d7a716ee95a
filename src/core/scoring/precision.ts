export interface CurvePoint {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

/**
 * Counts at each distinct score used as a threshold (predicted positive: score at or above it),
 * from the highest down.
 */
export function thresholdCounts(truth: ArrayLike<number>, scores: ArrayLike<number>): readonly CurvePoint[] {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0),
  );
  const points: CurvePoint[] = [];
  let truePositives = 0;
  let falsePositives = 0;
  order.forEach((at, i) => {
    if (truth[at]) truePositives++;
    else falsePositives++;
    const threshold = scores[at] ?? NaN;
    if (i + 1 === order.length || scores[order[i + 1] ?? -1] !== threshold)
      points.push({ threshold, truePositives, falsePositives });
  });
  return points;
}

/**
 * Average precision: the sum over thresholds of the increase in recall times the precision at the
 * threshold. Ties form one threshold; no interpolation. Null without a positive. Source:
 * scikit-learn's `average_precision_score`.
 */
export function averagePrecision(truth: ArrayLike<number>, scores: ArrayLike<number>): number | null {
  const points = thresholdCounts(truth, scores);
  const positives = points.at(-1)?.truePositives ?? 0;
  if (positives === 0) return null;
  let sum = 0;
  let before = 0;
  for (const { truePositives, falsePositives } of points) {
    sum += ((truePositives - before) / positives) * (truePositives / (truePositives + falsePositives));
    before = truePositives;
  }
  return sum;
}

/** Mean squared difference of a probability and the truth. Source: Brier, Monthly Weather Review 1950;78:1-3. */
export function brier(truth: ArrayLike<number>, scores: ArrayLike<number>): number | null {
  if (scores.length === 0) return null;
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += ((scores[i] ?? NaN) - (truth[i] ? 1 : 0)) ** 2;
  return sum / scores.length;
}
