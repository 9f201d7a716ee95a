import type { Image } from '../core/dicom/image.ts';
import { imageFromNifti } from '../core/image/nifti.ts';
import { type Result } from '../core/result.ts';
import { type ImageTools } from './decoding.ts';

/** A NIfTI image of a dataset, to be looked at. */
export async function nifti(tools: ImageTools, file: Uint8Array, name: string): Promise<Result<Image>> {
  const read = await tools.readNifti(file, name);
  if (!read.ok) return read;
  return imageFromNifti(read.value);
}
