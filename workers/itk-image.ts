import { niftiReadImage } from '@itk-wasm/image-io';
import type { Image as ItkImage } from 'itk-wasm';
import { failure } from '../src/core/failure.ts';
import type { PixelArray } from '../src/core/dicom/image.ts';
import { INT64, readNiftiHeader, UINT64, type NiftiImage } from '../src/core/image/nifti.ts';
import { niftiImageOf, readNiftiVoxels } from '../src/core/image/nifti-voxels.ts';
import { millimetres } from '../src/core/measure.ts';
import { failed, success, type Result } from '../src/core/result.ts';

/*
 * Reads imported NIfTI files with ITK. The worker's entry sets the address of the pipelines (`setPipelinesBaseUrl`) before the first call.
 * An input array must fill its buffer, because ITK reads all of it. Output arrays are copied: they can be a SharedArrayBuffer.
 */

const HERE = { webWorker: false } as const;

/** One 2D image from a NIfTI-1 file (.nii or .nii.gz; the bytes show the compression). `name` is used in failures only. */
export async function readNifti(bytes: Uint8Array, name: string): Promise<Result<NiftiImage>> {
  const plain = await unpacked(bytes);
  if (!plain.ok) return failed({ ...plain.failure, file: name });
  const header = readNiftiHeader(plain.value);
  if (!header.ok) return failed({ ...header.failure, file: name });
  // ITK's wasm does not return 64-bit integers, which numpy often writes.
  if (header.value.datatype === INT64 || header.value.datatype === UINT64) {
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
    const [expectedColumns, expectedRows] = header.value.size;
    if (columns !== expectedColumns || rows !== expectedRows || further.some((length) => length !== 1)) {
      return refused(`${image.size.join(' × ')} pixels, not ${header.value.size.join(' × ')}`);
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

/** Unpacks bytes that are gzip. The platform verifies checksum and length. */
async function unpacked(bytes: Uint8Array): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const own = Uint8Array.from(bytes);
  if (own[0] !== 0x1f || own[1] !== 0x8b) return success(own);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    const stream = new Blob([own]).stream().pipeThrough(new DecompressionStream('gzip'));
    for await (const chunk of stream) {
      chunks.push(chunk);
      length += chunk.length;
      // The size of one image. More bytes are a bomb or a volume; both are refused.
      if (length > LARGEST) return failed(failure('image/nifti-unsupported', { what: `> ${LARGEST} bytes` }));
    }
  } catch (error) {
    return failed(failure('image/nifti-not-read', { cause: messageOf(error) }));
  }
  const plain = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    plain.set(chunk, at);
    at += chunk.length;
  }
  return success(plain);
}

const LARGEST = 2 ** 29;

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
