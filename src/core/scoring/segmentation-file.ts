import { readNiftiVoxels } from '../image/nifti-voxels.ts';
import { isPng, pngMaskValues, readPng } from '../image/png.ts';
import { success, type Result } from '../result.ts';
import type { Segmentation } from './dice.ts';

/**
 * Reads a mask, or an image on whose grid a mask must be: NIfTI (.nii, .nii.gz) or PNG, told from the bytes, since names lie. White counts
 * as 1 in a PNG, which knows no millimetres. Failures: those of `readNiftiVoxels` and `readPng`.
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
