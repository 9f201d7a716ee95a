import { binaryValues, readNiftiVoxels } from '../image/nifti-voxels.ts';
import { isPng, pngMaskValues, readPng } from '../image/png.ts';
import { success, type Result } from '../result.ts';
import type { Segmentation } from './dice.ts';

/**
 * Reads a mask, or the image whose grid a mask must have: NIfTI (.nii, .nii.gz) or PNG. The format
 * is detected from the bytes, because file names can be wrong. In a PNG, white counts as 1, and
 * there is no spacing in mm. With `pair`, `bytes` is a NIfTI header and `pair` its voxels. Failures: those of `readNiftiVoxels` and `readPng`.
 */
export function readSegmentation(bytes: Uint8Array, pair: Uint8Array | null = null): Result<Segmentation> {
  if (pair === null && isPng(bytes)) {
    const png = readPng(bytes);
    return png.ok ? success({ size: png.value.size, data: pngMaskValues(png.value) }) : png;
  }
  const nifti = readNiftiVoxels(bytes, pair);
  if (!nifti.ok) return nifti;
  const { size, affine, spacing } = nifti.value;
  return success({ size, data: binaryValues(nifti.value), spacing, ...(affine && { affine }) });
}
