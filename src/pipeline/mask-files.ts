import { readPart10 } from '../core/dicom/read.ts';
import {
  isSegmentation,
  segmentedUids,
  segmentsOf,
  type SegmentedImage,
  type SegmentMask,
} from '../core/dicom/segmentation.ts';
import { uidMap } from '../core/deidentify/pseudonym.ts';
import { binaryMask } from '../core/image/mask.ts';
import { isPng, pngMaskValues, readPng } from '../core/image/png.ts';
import { failed, success, type Result } from '../core/result.ts';
import { type ImageTools } from './decoding.ts';

/** The masks that a file (NIfTI, PNG or DICOM segmentation) holds of an image, one a segment, checked against its grid. */
export async function masks(
  tools: ImageTools,
  file: Blob,
  name: string,
  image: SegmentedImage,
  key: CryptoKey,
): Promise<Result<readonly SegmentMask[]>> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const part10 = readPart10(bytes, name);
  if (part10.ok) {
    // The image's own UID is new: those that the segmentation names are mapped likewise.
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
  const nifti = await tools.readNifti(bytes, name);
  if (!nifti.ok) return nifti;
  const mask = binaryMask(nifti.value, image.size, name);
  return mask.ok ? success([{ segment: 1, mask: mask.value }]) : mask;
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
