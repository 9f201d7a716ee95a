/** A rule of the rule set that decided a row, a cell or an image, as the report lists it. */
export type TouchedRule =
  /** jfr-2018: a blank or NaN probability counts 0.5. */
  | 'missing-probability-half'
  /** jfr-2018: each column of a reference id that the prediction lacks counts 0.5. */
  | 'missing-case-half'
  /** jfr-2018: an id that the reference lacks is not scored. */
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
  /** 1-based line of the file; null where the file has no such row. */
  readonly line: number | null;
  readonly column?: string;
}
