/** One image to assign to a part. */
export interface SplitImage {
  /** Unique. */
  readonly key: string;
  /** Images of one group (a centre's patient, or an exam) stay together. */
  readonly group: string;
  /** Labels whose prevalence each part preserves; see `strata`. */
  readonly labels: readonly string[];
}
