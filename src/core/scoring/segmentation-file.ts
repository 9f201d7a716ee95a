import { readNiftiVoxels } from '../image/nifti-voxels.ts';
import { isPng, pngMaskValues, readPng } from '../image/png.ts';
import { success, type Result } from '../result.ts';
import type { Segmentation } from './dice.ts';

/**
 * Reads a mask, or the image whose grid a mask must have: NIfTI (.nii, .nii.gz) or PNG. The format
 * is detected from the bytes, because file names can be wrong. In a PNG, white counts as 1, and
 * there is no spacing in mm. Failures: those of `readNiftiVoxels` and `readPng`.
 */
export function readSegmentation(bytes: Uint8Array): Result<Segmentation> {
  if (isPng(bytes)) {
    const png = readPng(bytes);
    return png.ok ? success({ size: png.value.size, data: pngMaskValues(png.value) }) : png;
  }
  const nifti = readNiftiVoxels(bytes);
  if (!nifti.ok) return nifti;
  const { size, data, affine, spacing } = nifti.value;
  return success({ size, data, spacing, ...(affine && { affine }) });
}
