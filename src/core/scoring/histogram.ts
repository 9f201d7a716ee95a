/** Distribution of the scores of each class. */
export interface Histogram {
  /**
   * Ascending bin edges, one more than there are bins. A bin includes its lower edge; the last bin
   * includes both edges.
   */
  readonly edges: readonly number[];
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
}

/**
 * Bins of equal width over a given range, or over the range of the scores, with the edges of
 * numpy's `histogram`. Null without a score.
 */
export function histogram(
  truth: ArrayLike<number>,
  scores: ArrayLike<number>,
  bins = 20,
  range?: readonly [low: number, high: number],
): Histogram | null {
  if (scores.length === 0) return null;
  let [low, high] = range ?? [Infinity, -Infinity];
  if (!range) {
    for (let i = 0; i < scores.length; i++) {
      low = Math.min(low, scores[i] ?? NaN);
      high = Math.max(high, scores[i] ?? NaN);
    }
    if (low === high) [low, high] = [low - 0.5, high + 0.5];
  }
  const step = (high - low) / bins;
  const edges = Array.from({ length: bins + 1 }, (_, bin) =>
    // The range of very large scores overflows, so both ends are weighted separately.
    Number.isFinite(step) ? bin * step + low : low * ((bins - bin) / bins) + high * (bin / bins),
  );
  edges[0] = low;
  edges[bins] = high;
  const counts = [new Array<number>(bins).fill(0), new Array<number>(bins).fill(0)] as const;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? NaN;
    if (!(score >= low && score <= high)) continue;
    let bin = 0;
    while (bin < bins - 1 && score >= (edges[bin + 1] ?? Infinity)) bin++;
    const row = counts[truth[i] ? 1 : 0];
    row[bin] = (row[bin] ?? 0) + 1;
  }
  return { edges, positives: counts[1], negatives: counts[0] };
}
