import { niftiReadImage } from '@itk-wasm/image-io';
import type { Image as ItkImage } from 'itk-wasm';
import { failure } from '../src/core/failure.ts';
import type { PixelArray } from '../src/core/dicom/image.ts';
import { gunzip, isGzip } from '../src/core/bytes/gzip.ts';
import type { NiftiImage } from '../src/core/image/nifti.ts';
import { INT64, readNiftiHeader, UINT64 } from '../src/core/image/nifti-header.ts';
import { niftiImageOf, readNiftiVoxels } from '../src/core/image/nifti-voxels.ts';
import { millimetres } from '../src/core/measure.ts';
import { failed, success, type Result } from '../src/core/result.ts';

/*
 * Reads imported NIfTI files with ITK, or with our own reader what ITK's wasm does not read. The worker's entry sets the address of the pipelines (`setPipelinesBaseUrl`) before the first call.
 * An input array must fill its buffer, because ITK reads all of it. Output arrays are copied: they can be a SharedArrayBuffer.
 */

const HERE = { webWorker: false } as const;

/** Reads one 2D image from a NIfTI-1 or NIfTI-2 file. Gzip is recognised by the first bytes. `name` is used in failures only. */
export async function readNifti(bytes: Uint8Array, name: string): Promise<Result<NiftiImage>> {
  const plain = isGzip(bytes) ? gunzip(bytes) : success(Uint8Array.from(bytes));
  if (!plain.ok) return failed({ ...plain.failure, file: name });
  const header = readNiftiHeader(plain.value);
  if (!header.ok) return failed({ ...header.failure, file: name });
  const { size: stated, bytes: expected, datatype, version } = header.value;
  // Only the first two axes can be longer than 1.
  if (stated.slice(2).some((length) => length !== 1))
    return failed(failure('image/nifti-not-2d', { size: stated }, name));
  if (plain.value.length < expected)
    return failed(failure('image/nifti-truncated', { expected, got: plain.value.length }, name));
  // ITK's wasm does not return 64-bit integers, the default integers of numpy. NIfTI-2 is read by our own reader too.
  if (datatype === INT64 || datatype === UINT64 || version === 2) {
    const voxels = readNiftiVoxels(plain.value);
    return voxels.ok ? success(niftiImageOf(voxels.value)) : failed({ ...voxels.failure, file: name });
  }
  const refused = (cause: string) => failed(failure('image/nifti-not-read', { cause }, name));
  try {
    const { couldRead, image } = await niftiReadImage({ path: 'image.nii', data: plain.value }, HERE);
    if (!couldRead) return refused('refused by ITK');
    const data = copyOf(image);
    const { components, componentType } = image.imageType;
    const [columns = 0, rows = 0, ...further] = image.size;
    const [expectedColumns, expectedRows] = stated;
    if (columns !== expectedColumns || rows !== expectedRows || further.some((length) => length !== 1)) {
      return refused(`${image.size.join(' × ')} pixels, not ${stated.join(' × ')}`);
    }
    if (data.length !== columns * rows * components) return refused(`${data.length} values`);
    return success({
      size: image.size,
      components,
      componentType: String(componentType),
      data,
      spacing: image.spacing.map(millimetres),
      origin: image.origin.map(millimetres),
      direction: Array.from(image.direction, Number),
    });
  } catch (error) {
    return refused(messageOf(error));
  }
}

function copyOf({ data }: ItkImage): PixelArray {
  if (data === null || data instanceof BigInt64Array || data instanceof BigUint64Array) {
    throw new Error('64-bit integers');
  }
  return (data as PixelArray).slice();
}

/** Emscripten throws C++ exceptions as numbers. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `ITK exception ${String(error)}`;
}
