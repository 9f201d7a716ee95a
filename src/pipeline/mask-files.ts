import type { Plane } from '../core/dicom/mask-grid.ts';
import { factsOf } from '../core/dicom/read-facts.ts';
import { readPart10 } from '../core/dicom/read.ts';
import {
  isSegmentation,
  segmentedUids,
  segmentsOf,
  type SegmentedImage,
  type SegmentMask,
} from '../core/dicom/segmentation.ts';
import { uidMap } from '../core/deidentify/pseudonym.ts';
import { planeOfFacts } from '../core/image/plane.ts';
import { binaryMask, maskOnImage } from '../core/image/mask.ts';
import { readNiftiVoxels } from '../core/image/nifti-voxels.ts';
import { isPng, pngMaskValues, readPng } from '../core/image/png.ts';
import { failed, success, type Result } from '../core/result.ts';
import { type ImageTools } from './decoding.ts';
import type { Picture } from './picture.ts';

/** The masks that a file (NIfTI, PNG or DICOM segmentation) holds of an image, one a segment, put on its pixels. */
export async function masks(
  tools: Pick<ImageTools, 'codec'>,
  file: Blob,
  name: string,
  image: SegmentedImage,
  key: CryptoKey,
): Promise<Result<readonly SegmentMask[]>> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const part10 = readPart10(bytes, name);
  if (part10.ok) {
    // The stored image has a new UID. The UIDs in the segmentation are mapped in the same way.
    const uids = await uidMap(key, segmentedUids(part10.value));
    return segmentsOf(part10.value, image, uids, tools.codec, name);
  }
  if (isPng(bytes)) {
    const png = readPng(bytes);
    if (!png.ok) return failed({ ...png.failure, file: name });
    const { size } = png.value;
    const mask = binaryMask({ size, data: pngMaskValues(png.value), components: 1 }, image.size, name);
    return mask.ok ? success([{ segment: 1, mask: mask.value }]) : mask;
  }
  const nifti = readNiftiVoxels(bytes);
  if (!nifti.ok) return failed({ ...nifti.failure, file: name });
  const mask = maskOnImage(nifti.value, image, name);
  return mask.ok ? success([{ segment: 1, mask: mask.value }]) : mask;
}

/** The plane of a frame (counted from 0), as far as the file states it. */
export function planeOf({ part10 }: Pick<Picture, 'part10'>, frame: number): Result<Plane> {
  const facts = factsOf(part10, undefined, frame);
  return facts.ok ? success(planeOfFacts(facts.value)) : facts;
}

/** New UIDs of the images that a DICOM segmentation is of; null: the file is none. */
export async function segmented(
  file: Blob,
  name: string,
  key: CryptoKey,
): Promise<Result<readonly string[] | null>> {
  const part10 = readPart10(new Uint8Array(await file.arrayBuffer()), name);
  if (!part10.ok || !isSegmentation(part10.value)) return success(null);
  return success([...(await uidMap(key, segmentedUids(part10.value))).values()]);
}
