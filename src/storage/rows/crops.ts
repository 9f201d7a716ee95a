import type { CropFacts } from '../../core/package/crops.ts';
import { type Sealed } from './vault.ts';

/** A finished cropped image. It is kept so that a batch continues where it stopped, after a cancel or after the page was closed. */
export interface CropRow {
  /** Digest of the recipe, the choice and the cleared file: the bytes depend on nothing else. */
  readonly id: string;
  readonly challengeId: string;
  readonly imageId: string;
  readonly facts: CropFacts;
  /** .nii.gz, encrypted. */
  readonly image: Sealed;
  readonly mask: Sealed | null;
}
