import { failure } from '../failure.ts';
import { ORIGIN, UNKNOWN_AS_ONE, type Millimetres, type Pixels } from '../measure.ts';
import { failed, success, type Result } from '../result.ts';
import type { Image, Mask, PixelArray } from '../dicom/image.ts';

/** An image as stored in a NIfTI file. */
export interface NiftiImage {
  /** Pixels, [columns, rows] or [columns, rows, 1]. */
  readonly size: readonly Pixels[];
  readonly components: number;
  readonly componentType: string;
  readonly data: PixelArray;
  readonly spacing: readonly Millimetres[];
  /** LPS. */
  readonly origin: readonly Millimetres[];
  /** Row by row (LPS): a square matrix with as many rows as `size` has entries. */
  readonly direction: readonly number[];
}

export interface NiftiHeader {
  readonly size: readonly Pixels[];
  readonly datatype: number;
  readonly littleEndian: boolean;
  /** Offset of the first voxel in bytes. */
  readonly offset: number;
  /** Number of bytes of all voxels. */
  readonly voxelBytes: number;
  /** Minimum number of bytes of the uncompressed file. */
  readonly bytes: number;
}

/** Codes of NIfTI-1 datatypes that need special treatment. */
export const RGB24 = 128;
export const INT64 = 1024;
export const UINT64 = 1280;

/** Bytes per voxel of the supported NIfTI-1 datatypes. */
const VOXEL_BYTES = new Map([
  [2, 1],
  [4, 2],
  [8, 4],
  [16, 4],
  [64, 8],
  [RGB24, 3],
  [256, 1],
  [512, 2],
  [768, 4],
  [INT64, 8],
  [UINT64, 8],
]);

/**
 * Reads the header of an uncompressed single-file NIfTI-1 (NIfTI-1.1 standard, nifti1.h) and checks
 * that it describes one 2D image. ITK's result is later compared with it. Failures:
 * `image/nifti-not-read`, `-unsupported`, `-not-2d`, `-truncated`.
 */
export function readNiftiHeader(bytes: Uint8Array): Result<NiftiHeader> {
  if (bytes.length < 348)
    return failed(failure('image/nifti-truncated', { expected: 352, got: bytes.length }));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = view.getInt32(0, true) < 0x10000;
  const headerSize = view.getInt32(0, littleEndian);
  if (headerSize === 540) return failed(failure('image/nifti-unsupported', { what: 'NIfTI-2' }));
  const magic = String.fromCharCode(...bytes.subarray(344, 347));
  if (headerSize === 348 && magic === 'ni1') {
    return failed(failure('image/nifti-unsupported', { what: '.hdr/.img' }));
  }
  if (headerSize !== 348 || magic !== 'n+1')
    return failed(failure('image/nifti-not-read', { cause: 'not NIfTI' }));
  const dimension = view.getInt16(40, littleEndian);
  if (dimension < 1 || dimension > 7) {
    return failed(failure('image/nifti-not-read', { cause: `dim[0] = ${dimension}` }));
  }
  const size = Array.from({ length: dimension }, (_, axis) => view.getInt16(42 + 2 * axis, littleEndian));
  if (size.some((length) => length < 1)) {
    return failed(failure('image/nifti-not-read', { cause: `dim = ${size.join(' × ')}` }));
  }
  if (dimension < 2 || size.slice(2).some((length) => length !== 1)) {
    return failed(failure('image/nifti-not-2d', { size }));
  }
  const datatype = view.getInt16(70, littleEndian);
  const perVoxel = VOXEL_BYTES.get(datatype);
  if (perVoxel === undefined)
    return failed(failure('image/nifti-unsupported', { what: `datatype ${datatype}` }));
  if (view.getInt16(72, littleEndian) !== perVoxel * 8) {
    return failed(failure('image/nifti-not-read', { cause: 'bitpix does not fit datatype' }));
  }
  const offset = view.getFloat32(108, littleEndian);
  if (!(offset >= 348 && offset < 2 ** 31)) {
    return failed(failure('image/nifti-not-read', { cause: `vox_offset = ${offset}` }));
  }
  const voxelBytes = size.reduce((product, length) => product * length, 1) * perVoxel;
  const expected = Math.ceil(offset) + voxelBytes;
  if (bytes.length < expected)
    return failed(failure('image/nifti-truncated', { expected, got: bytes.length }));
  return success({ size, datatype, littleEndian, offset: Math.floor(offset), voxelBytes, bytes: expected });
}

/**
 * Converts a NIfTI image to an image for display or processing. Failure: `image/nifti-unsupported`
 * for two or four components.
 */
export function imageFromNifti(nifti: NiftiImage): Result<Image> {
  const { size, components, data, spacing, origin, direction } = nifti;
  if (components !== 1 && components !== 3) {
    return failed(failure('image/nifti-unsupported', { what: `${components} components` }));
  }
  const width = size.length;
  // A 2D file has no third axis: its direction has two entries per row.
  const cosine = (axis: number, along: number) => (axis < width ? (direction[axis * width + along] ?? 0) : 0);
  return success({
    size: [size[0] ?? 0, size[1] ?? 0],
    components,
    data,
    spacing: [spacing[0] ?? UNKNOWN_AS_ONE[0], spacing[1] ?? UNKNOWN_AS_ONE[1]],
    origin: [origin[0] ?? ORIGIN[0], origin[1] ?? ORIGIN[1], origin[2] ?? ORIGIN[2]],
    orientation: [cosine(0, 0), cosine(1, 0), cosine(2, 0), cosine(0, 1), cosine(1, 1), cosine(2, 1)],
    thickness: spacing[2] ?? UNKNOWN_AS_ONE[0],
  });
}

/**
 * Pixels in the type used in the NIfTI files of packages: `uint8` for masks and colour; for grey
 * `int16` where that is lossless, else `int32` for whole numbers and `float32` for the rest.
 * `int16` pixels are not copied: they are the image's own array.
 */
export function niftiPixels(image: Image | Mask): PixelArray {
  const { data } = image;
  if (!('components' in image) || image.components === 3) return new Uint8Array(data);
  if (data instanceof Int16Array) return data;
  const isFloating = data instanceof Float32Array || data instanceof Float64Array;
  let whole = true;
  let low = 0;
  let high = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at] ?? 0;
    if (isFloating && !Number.isInteger(value)) whole = false;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (whole && low >= -32768 && high <= 32767) return new Int16Array(data);
  if (whole && low >= -(2 ** 31) && high < 2 ** 31) return new Int32Array(data);
  return new Float32Array(data);
}
