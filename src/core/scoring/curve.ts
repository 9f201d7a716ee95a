import type { ThresholdCounts } from './operating-point.ts';

/** A place in a plot; both coordinates from 0 to 1. */
export type PlotPlace = readonly [across: number, up: number];

/** Approximate maximum number of points of a drawn curve. No screen shows more. */
const DRAWN = 600;

/**
 * 1 − specificity and sensitivity of each threshold, from (0, 0) to (1, 1), thinned for drawing.
 * Empty when a class is absent.
 */
export function rocPoints({
  truePositives,
  falsePositives,
  positives,
  negatives,
}: ThresholdCounts): readonly PlotPlace[] {
  if (positives === 0 || negatives === 0) return [];
  const points: PlotPlace[] = [[0, 0]];
  truePositives.forEach((count, index) =>
    points.push([(falsePositives[index] ?? 0) / negatives, count / positives]),
  );
  return thinned(points);
}

/**
 * Recall and precision as steps, thinned for drawing. The precision of a threshold applies back to
 * the previous recall, so the area below is the average precision. Empty without a positive.
 */
export function precisionRecallPoints({
  truePositives,
  falsePositives,
  positives,
}: ThresholdCounts): readonly PlotPlace[] {
  if (positives === 0) return [];
  const points: PlotPlace[] = [];
  let before = 0;
  truePositives.forEach((count, index) => {
    const precision = count / (count + (falsePositives[index] ?? 0));
    if (count / positives > before) points.push([before, precision], [count / positives, precision]);
    before = count / positives;
  });
  return thinned(points);
}

/**
 * Removes points inside straight runs along an axis, then points that a screen can't distinguish.
 */
function thinned(points: readonly PlotPlace[]): readonly PlotPlace[] {
  const corners = points.filter(([x, y], index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (!before || !after) return true;
    const along = (axis: 0 | 1, value: number) => before[axis] === value && after[axis] === value;
    return !along(0, x) && !along(1, y);
  });
  if (corners.length <= DRAWN) return corners;
  let kept: PlotPlace = [-1, -1];
  return corners.filter((point, index) => {
    const far = Math.max(Math.abs(point[0] - kept[0]), Math.abs(point[1] - kept[1])) >= 2 / DRAWN;
    if (!far && index < corners.length - 1) return false;
    kept = point;
    return true;
  });
}
