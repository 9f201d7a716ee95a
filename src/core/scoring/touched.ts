/** A rule of the rule set that decided a row, a cell or an image, as listed in the report. */
export type TouchedRule =
  /** jfr-2018: a blank or NaN probability counts as 0.5. */
  | 'missing-probability-half'
  /** jfr-2018: each column of a reference id missing in the prediction counts as 0.5. */
  | 'missing-case-half'
  /** jfr-2018: an id that is not in the reference is not scored. */
  | 'extra-id-ignored'
  /** jfr-2018: the image scores 0. */
  | 'missing-mask-zero'
  | 'element-count-zero'
  | 'mask-values-zero'
  | 'extra-mask-ignored'
  /** Both rule sets. */
  | 'both-empty-one'
  | 'one-empty-zero';

export interface Touched {
  readonly rule: TouchedRule;
  readonly id: string;
  /** 1-based line of the file. Null when the file has no such row. */
  readonly line: number | null;
  readonly column?: string;
}
