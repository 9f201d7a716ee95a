import { millimetres, type Millimetres, type Pixels } from '../measure.ts';
import { failed, success, type Result } from '../result.ts';
import { gunzip, isGzip } from '../bytes/gzip.ts';
import type { PixelArray } from '../dicom/image.ts';
import { INT64, readNiftiHeader, RGB24, UINT64, type NiftiHeader, type NiftiImage } from './nifti.ts';

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

/**
 * Reads a NIfTI-1 file (.nii or .nii.gz, detected from the bytes) of one 2D image, without ITK. It
 * also reads 64-bit integers, which numpy often writes, as the nearest double. Values are scaled by
 * the header (nifti1.h, `scl_slope`). Failures: those of {@link readNiftiHeader};
 * `image/nifti-not-read` for damaged gzip.
 */
export function readNiftiVoxels(bytes: Uint8Array): Result<NiftiVoxels> {
  const plain = isGzip(bytes) ? gunzip(bytes) : success(bytes);
  if (!plain.ok) return plain;
  const header = readNiftiHeader(plain.value);
  if (!header.ok) return failed(header.failure);
  const view = new DataView(plain.value.buffer, plain.value.byteOffset, plain.value.byteLength);
  const { size, datatype, littleEndian } = header.value;
  const real = (at: number) => view.getFloat32(at, littleEndian);
  const stored = storedValues(plain.value, header.value);
  const [slope, intercept] = [finite(real(112)), finite(real(116))];
  const isScaled = datatype !== RGB24 && slope !== 0 && (slope !== 1 || intercept !== 0);
  return success({
    size,
    data: isScaled ? Float64Array.from(stored, (value) => slope * value + intercept) : stored,
    components: datatype === RGB24 ? 3 : 1,
    spacing: size.map((_, axis) => millimetres(Math.abs(finite(real(80 + 4 * axis))) || 1)),
    affine: affineOf(view, littleEndian),
  });
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

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

/** Method 3 (sform), else method 2 (qform) of nifti1.h; row-major 3 × 4. */
function affineOf(view: DataView, littleEndian: boolean): readonly number[] | null {
  const real = (at: number) => view.getFloat32(at, littleEndian);
  if (view.getInt16(254, littleEndian) > 0) return Array.from({ length: 12 }, (_, i) => real(280 + 4 * i));
  if (view.getInt16(252, littleEndian) <= 0) return null;
  const [b, c, d] = [real(256), real(260), real(264)];
  const a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
  const rotation = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - c * c - b * b],
  ];
  const steps = [real(80), real(84), real(88) * (real(76) < 0 ? -1 : 1)];
  return rotation.flatMap((row, axis) => [
    ...row.map((cosine, along) => cosine * (steps[along] ?? 1)),
    real(268 + 4 * axis),
  ]);
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
