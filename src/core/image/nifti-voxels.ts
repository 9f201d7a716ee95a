import { millimetres, type Millimetres, type Pixels } from '../measure.ts';
import { failed, success, type Result } from '../result.ts';
import { failure } from '../failure.ts';
import { gunzip, gunzipHead, isGzip, LARGEST_IMAGE } from '../bytes/gzip.ts';
import { isFloating, type PixelArray } from '../dicom/image.ts';
import { INT64, LONGEST_HEADER, readNiftiHeader, RGB24, UINT64, type NiftiHeader } from './nifti-header.ts';
import type { NiftiImage } from './nifti.ts';

/** The voxels of a NIfTI file with 2D content, in world coordinates. */
export interface NiftiVoxels {
  /** Pixels, [columns, rows] or [columns, rows, 1]. */
  readonly size: readonly Pixels[];
  /** First axis fastest. With three components: red, green and blue of each voxel. */
  readonly data: PixelArray;
  readonly components: 1 | 3;
  /** Along each axis of `size`. */
  readonly spacing: readonly Millimetres[];
  /** Voxel to world (RAS), the upper three rows, in mm. Null when the file does not define it. */
  readonly affine: readonly number[] | null;
  /** A value this near to 0 or 1 is 0 or 1: the header's numbers are rounded. */
  readonly precision: number;
}

const ARRAYS = {
  2: Uint8Array,
  4: Int16Array,
  8: Int32Array,
  16: Float32Array,
  64: Float64Array,
  [RGB24]: Uint8Array,
  256: Int8Array,
  512: Uint16Array,
  768: Uint32Array,
  [INT64]: BigInt64Array,
  [UINT64]: BigUint64Array,
} as const;

/** Bytes that may follow the voxels. More belongs to another file, or to a bomb. */
const MOST_AFTER = 2 ** 20;

/**
 * Reads a NIfTI file (.nii or .nii.gz, detected from the bytes) of one 2D image, without ITK: NIfTI-1
 * and NIfTI-2, of either byte order, and 64-bit integers, which numpy often writes, as the nearest
 * double. Values are scaled by the header (nifti1.h, `scl_slope`).
 *
 * @param pair the voxels (`.img`) where `bytes` is only a header (`.hdr`)
 *
 * Failures: those of {@link readNiftiHeader}; `image/nifti-not-read` for damaged gzip.
 */
export function readNiftiVoxels(bytes: Uint8Array, pair: Uint8Array | null = null): Result<NiftiVoxels> {
  const head = isGzip(bytes) ? gunzipHead(bytes, LONGEST_HEADER) : bytes;
  if (isGzip(bytes) && head.length === 0) return failed(failure('image/nifti-not-read', { cause: 'gzip' }));
  const header = readNiftiHeader(head, pair !== null);
  if (!header.ok) return header;
  const { size, datatype, slope, intercept, spacing, affine, bytes: expected } = header.value;
  if (expected > LARGEST_IMAGE)
    return failed(failure('image/nifti-unsupported', { what: `> ${LARGEST_IMAGE} bytes` }));
  const packed = pair ?? bytes;
  const plain = isGzip(packed) ? gunzip(packed, expected + MOST_AFTER) : success(packed);
  if (!plain.ok) return plain;
  if (plain.value.length < expected)
    return failed(failure('image/nifti-truncated', { expected, got: plain.value.length }));
  const stored = storedValues(plain.value, header.value);
  const isScaled = slope !== 1 || intercept !== 0;
  return success({
    size,
    data: isScaled ? Float64Array.from(stored, (value) => slope * value + intercept) : stored,
    components: datatype === RGB24 ? 3 : 1,
    spacing,
    affine,
    precision: ROUNDING * (1 + 2 * Math.abs(intercept)),
  });
}

/**
 * Four times the rounding error of a float32. The header states slope and intercept as such, and a
 * mask of floats is often written as integers with them.
 */
const ROUNDING = 2 ** -22;

/**
 * The values with those that are 0 or 1 within the precision of the file made exactly so: 255 steps of
 * a slope of 1/255 are 1.0000000591 in the float32 of the header.
 */
export function binaryValues({ data, precision }: Pick<NiftiVoxels, 'data' | 'precision'>): PixelArray {
  if (!isFloating(data)) return data;
  return data.map((value) =>
    Math.abs(value) <= precision ? 0 : Math.abs(value - 1) <= precision ? 1 : value,
  );
}

function storedValues(
  plain: Uint8Array,
  { datatype, offset, voxelBytes, littleEndian }: NiftiHeader,
): PixelArray {
  const Values = ARRAYS[datatype as keyof typeof ARRAYS];
  const own = plain.slice(offset, offset + voxelBytes);
  if (!littleEndian) swapBytes(own, Values.BYTES_PER_ELEMENT);
  const values = new Values(own.buffer);
  return values instanceof BigInt64Array || values instanceof BigUint64Array
    ? Float64Array.from(values, Number)
    : values;
}

function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** Voxels in double precision in ITK's convention: origin and direction in LPS. */
export function niftiImageOf({ size, data, components, spacing, affine }: NiftiVoxels): NiftiImage {
  const rows = [0, 1, 2].slice(0, size.length);
  const sign = (axis: number) => (axis < 2 ? -1 : 1);
  const entry = (axis: number, along: number) =>
    affine ? sign(axis) * (affine[4 * axis + along] ?? 0) : axis === along ? (spacing[along] ?? 1) : 0;
  return {
    size,
    components,
    componentType: 'float64',
    data,
    spacing,
    origin: rows.map((axis) => millimetres(affine ? entry(axis, 3) : 0)),
    direction: rows.flatMap((axis) => rows.map((along) => entry(axis, along) / (spacing[along] ?? 1))),
  };
}
