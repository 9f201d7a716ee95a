import type { CropFacts } from '../../core/package/crops.ts';
import { type Sealed } from './vault.ts';

/** A cropped image that was made, kept so that a batch that was cancelled, or a page that was closed, goes on where it stopped. */
export interface CropRow {
  /** Digest of the recipe, the choice and the cleared file: of what its bytes follow from. */
  readonly id: string;
  readonly challengeId: string;
  readonly imageId: string;
  readonly facts: CropFacts;
  /** .nii.gz, encrypted. */
  readonly image: Sealed;
  readonly mask: Sealed | null;
}
