import type { ChallengeDefinition } from '../definition/definition.ts';
import { PARTS, type Part } from '../split/part.ts';
import type { MergedImage } from './merge.ts';

/** One image of a dataset to be written. */
export interface DatasetImage {
  /** The id reveals neither centre nor label nor part. */
  readonly id: string;
  readonly part: Part;
  readonly source: MergedImage;
}

/** The pixels of one image, produced by the recipe. */
export interface DatasetPixels {
  /** .nii.gz */
  readonly image: Uint8Array;
  readonly mask: Uint8Array | null;
  readonly resampled: boolean;
}

export interface DatasetPlan {
  readonly definition: ChallengeDefinition;
  readonly images: readonly DatasetImage[];
  readonly ratios: readonly [number, number, number];
  readonly seed: string;
  readonly version: string;
  /**
   * The time is that of the last contribution, not of the clock: the same contributions and seed
   * give the same bytes.
   */
  readonly createdAt: string;
  /** Images of the contributions that were withdrawn. */
  readonly withdrawn?: number;
}

/** A package of the dataset version: a part, or the answer key of the test part. */
export type DatasetPackage = Part | 'answer-key';
export const DATASET_PACKAGES: readonly DatasetPackage[] = [...PARTS, 'answer-key'];
