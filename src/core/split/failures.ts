/** Failure codes of `core/split`, each with the details for its message. */
export interface SplitFailures {
  'split/no-images': object;
  /** Ratios are three finite percentages, none negative, that sum to 100. */
  'split/invalid-ratios': { readonly ratios: readonly number[] };
  'split/repeated-key': { readonly key: string };
  /**
   * There are fewer groups (patients or exams) than parts with a share, so some part would be
   * empty.
   */
  'split/too-few-groups': { readonly groups: number; readonly parts: number };
}
