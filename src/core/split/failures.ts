/** Failure codes of `core/split`, each with the details its sentence needs. */
export interface SplitFailures {
  'split/no-images': object;
  /** Ratios are three finite percentages, none negative, that sum to 100. */
  'split/invalid-ratios': { readonly ratios: readonly number[] };
  'split/repeated-key': { readonly key: string };
  /** Fewer groups (patients or exams) than parts with a share: some part would be empty. */
  'split/too-few-groups': { readonly groups: number; readonly parts: number };
}
