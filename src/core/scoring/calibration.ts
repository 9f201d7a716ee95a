/** Predicted probabilities of one bin and the observed outcome. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly positives: number;
  /** Mean predicted probability. */
  readonly predicted: number;
  /** Share of positives. */
  readonly observed: number;
}

export interface Calibration {
  /** Bins with at least one case, from the lowest. */
  readonly bins: readonly CalibrationBin[];
  /**
   * Mean distance between predicted and observed values, weighted by the number of cases in each
   * bin.
   */
  readonly expectedError: number;
}

/**
 * Reliability of probabilities in bins of equal width. A value on an edge belongs to the lower bin.
 * Null when there is no case or a score is not a probability. Sources: Niculescu-Mizil and Caruana,
 * ICML 2005:625-632 (the bins are those of scikit-learn's `calibration_curve`); expected
 * calibration error: Naeini et al., AAAI 2015:2901-2907.
 */
export function calibration(
  truth: ArrayLike<number>,
  scores: ArrayLike<number>,
  bins = 10,
): Calibration | null {
  const n = scores.length;
  if (n === 0) return null;
  const counts = new Float64Array(bins);
  const positives = new Float64Array(bins);
  const sums = new Float64Array(bins);
  for (let i = 0; i < n; i++) {
    const score = scores[i] ?? NaN;
    if (!(score >= 0 && score <= 1)) return null;
    let bin = 0;
    while (bin < bins - 1 && score > (bin + 1) / bins) bin++;
    counts[bin] = (counts[bin] ?? 0) + 1;
    positives[bin] = (positives[bin] ?? 0) + (truth[i] ? 1 : 0);
    sums[bin] = (sums[bin] ?? 0) + score;
  }
  const filled: CalibrationBin[] = [];
  counts.forEach((count, bin) => {
    if (count === 0) return;
    const hits = positives[bin] ?? 0;
    filled.push({
      from: bin / bins,
      to: (bin + 1) / bins,
      count,
      positives: hits,
      predicted: (sums[bin] ?? 0) / count,
      observed: hits / count,
    });
  });
  const distance = filled.reduce(
    (sum, { count, predicted, observed }) => sum + count * Math.abs(predicted - observed),
    0,
  );
  return { bins: filled, expectedError: distance / n };
}
