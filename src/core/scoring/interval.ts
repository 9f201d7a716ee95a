export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Percentile interval of bootstrap totals; quantiles by linear interpolation (Hyndman and Fan's type 7, numpy's default). */
export function percentileInterval(totals: Float64Array, level = 0.95): Interval {
  const ordered = Float64Array.from(totals).sort();
  return { lower: quantile(ordered, (1 - level) / 2), upper: quantile(ordered, (1 + level) / 2) };
}

/** Quantile of ascending values, type 7. */
export function quantile(ordered: ArrayLike<number>, share: number): number {
  const at = share * (ordered.length - 1);
  const low = Math.floor(at);
  const first = ordered[low] ?? NaN;
  const next = ordered[Math.min(low + 1, ordered.length - 1)] ?? NaN;
  return first + (next - first) * (at - low);
}
