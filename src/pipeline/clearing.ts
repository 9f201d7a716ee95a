import type { ChallengeDefinition, Preprocessing } from '../core/definition/definition.ts';
import { clearImage } from '../core/deidentify/clear.ts';
import { reopen } from '../core/deidentify/header.ts';
import type {
  ClearedImage,
  Clearing,
  DeidentificationRecord,
  DeidentifiedFile,
} from '../core/deidentify/images.ts';
import { withMeasured } from '../core/image/calibration.ts';
import type { Image, Mask } from '../core/dicom/image.ts';
import { polygonMask } from '../core/image/mask.ts';
import { resample, resampleMask } from '../core/image/resample.ts';
import { success, type Result } from '../core/result.ts';
import { decoded, type Decoded, type ImageTools } from './decoding.ts';
import type { ClearingChoice } from './pixel-choice.ts';
import { gridOf, maskFile, maskOf, product, type Product } from './product.ts';

export interface Leaving {
  /** The frame as it will leave, on the pixels of the source. */
  readonly image: Image;
  /** The frame after the dataset's crop and resampling. */
  readonly product: Image;
  readonly productMask: Mask | null;
  readonly digest: string;
  readonly pixelDigest: string;
}

/** The dataset's image of a choice, and the digest of the cleared file that it was made from. */
export interface Cropped {
  readonly digest: string;
  readonly product: Product;
}

async function cleared(
  tools: ImageTools,
  stored: DeidentifiedFile,
  choice: ClearingChoice,
  acceptance: { at: string; by: string },
  key: CryptoKey,
): Promise<Result<{ cleared: ClearedImage; source: Decoded }>> {
  const reopened = reopen(stored.dicom, stored);
  if (!reopened.ok) return reopened;
  const image = reopened.value;
  const source = await decoded(tools, image.dicom, choice.frame);
  if (!source.ok) return source;
  const sector = choice.sector === null ? null : polygonMask(choice.sector, source.value.image.size);
  const result = await clearImage(
    image,
    { frame: choice.frame, mask: sector, text: choice.text },
    acceptance,
    source.value.stored,
    key,
  );
  return result.ok ? success({ cleared: result.value, source: source.value }) : result;
}

/** The image exactly as it will leave, for the person who accepts it. Failures: those of decoding and of the clearing. */
export async function leaving(
  tools: ImageTools,
  stored: DeidentifiedFile,
  choice: ClearingChoice,
  definition: ChallengeDefinition,
  key: CryptoKey,
): Promise<Result<Leaving>> {
  const result = await cleared(tools, stored, choice, { at: '', by: '' }, key);
  if (!result.ok) return result;
  const shown = await decoded(tools, result.value.cleared.dicom, 0);
  if (!shown.ok) return shown;
  const frame = withMeasured(shown.value.image, choice.measured);
  const mask = maskOf(frame, choice.mask);
  const grid = gridOf(frame, definition.preprocessing, choice.center, mask);
  const { digest, pixelDigest } = result.value.cleared.clearing;
  return success({
    image: frame,
    product: resample(frame, grid),
    productMask: mask && resampleMask(mask, frame, grid),
    digest,
    pixelDigest,
  });
}

export async function clear(
  tools: ImageTools,
  stored: DeidentifiedFile,
  choice: ClearingChoice,
  acceptance: { at: string; by: string },
  key: CryptoKey,
): Promise<Result<ClearedImage>> {
  const result = await cleared(tools, stored, choice, acceptance, key);
  return result.ok ? success(result.value.cleared) : result;
}

/** Clears the image again and returns the record, the digest and the answers about text, without the file. */
export async function clearingRecord(
  tools: ImageTools,
  stored: DeidentifiedFile,
  choice: ClearingChoice,
  acceptance: { at: string; by: string },
  key: CryptoKey,
): Promise<Result<{ readonly record: DeidentificationRecord; readonly clearing: Clearing }>> {
  const result = await cleared(tools, stored, choice, acceptance, key);
  if (!result.ok) return result;
  const { deidentification, clearing } = result.value.cleared;
  return success({ record: deidentification, clearing });
}

/** The dataset's image of a choice, made at the centre: the image is cleared again, then `product` makes it from the cleared file. */
export async function cropped(
  tools: ImageTools,
  stored: DeidentifiedFile,
  choice: ClearingChoice,
  acceptance: { at: string; by: string },
  preprocessing: Preprocessing,
  key: CryptoKey,
): Promise<Result<Cropped>> {
  const result = await cleared(tools, stored, choice, acceptance, key);
  if (!result.ok) return result;
  const { dicom, clearing } = result.value.cleared;
  const mask = choice.mask === null ? success(null) : await maskFile(tools, dicom, choice.mask);
  if (!mask.ok) return mask;
  const made = await product(tools, dicom, mask.value, choice.center, preprocessing, choice.measured);
  return made.ok ? success({ digest: clearing.digest, product: made.value }) : made;
}
