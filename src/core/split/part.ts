/** Parts of a dataset, in the order of a definition's ratios. */
export const PARTS = ['train', 'validation', 'test'] as const;
export type Part = (typeof PARTS)[number];
