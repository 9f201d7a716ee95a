import { failure } from '../failure.ts';
import { millimetres, type Millimetres } from '../measure.ts';
import { failed, success, type Result } from '../result.ts';

export interface NiftiHeader {
  readonly size: readonly number[];
  readonly datatype: number;
  readonly littleEndian: boolean;
  /** Offset of the first voxel in bytes. */
  readonly offset: number;
  /** Number of bytes of all voxels. */
  readonly voxelBytes: number;
  /** Minimum number of bytes of the uncompressed file. */
  readonly bytes: number;
  /** value = stored * slope + intercept. Identity where the file scales nothing. */
  readonly slope: number;
  readonly intercept: number;
  /** Along each axis of `size`. */
  readonly spacing: readonly Millimetres[];
  /** Voxel to world (RAS), the upper three rows, row-major, in mm. Null when the file states none. */
  readonly affine: readonly number[] | null;
  /** 2: NIfTI-2, which only our own reader takes. */
  readonly version: 1 | 2;
}

/** Codes of NIfTI datatypes that need special treatment. */
export const RGB24 = 128;
export const INT64 = 1024;
export const UINT64 = 1280;

/** Bytes per voxel of the supported datatypes. */
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

/** Names of the other datatypes of nifti1.h, for the failure. */
const OTHER_TYPES: Readonly<Record<number, string>> = {
  1: 'single bits',
  32: 'complex numbers',
  1536: 'floats of 128 bits',
  1792: 'complex numbers',
  2048: 'complex numbers',
  2304: 'RGBA colour',
};

/** Bytes of the longest header, with the four that announce extensions. */
export const LONGEST_HEADER = 544;

/** Where the fields stand, and how wide they are: nifti1.h and nifti2.h. */
interface Layout {
  readonly version: 1 | 2;
  readonly header: number;
  readonly magic: number;
  readonly dim: number;
  readonly datatype: number;
  readonly pixdim: number;
  readonly offset: number;
  readonly slope: number;
  /** qform_code, sform_code. */
  readonly forms: readonly number[];
  readonly quaternion: number;
  readonly rows: number;
  readonly units: number;
}

const ONE: Layout = {
  ...{ version: 1, header: 348, magic: 344, dim: 40, datatype: 70, pixdim: 76, offset: 108, slope: 112 },
  ...{ forms: [252, 254], quaternion: 256, rows: 280, units: 123 },
};
const TWO: Layout = {
  ...{ version: 2, header: 540, magic: 4, dim: 16, datatype: 12, pixdim: 104, offset: 168, slope: 176 },
  ...{ forms: [344, 348], quaternion: 352, rows: 400, units: 500 },
};

const notRead = (cause: string): Result<never> => failed(failure('image/nifti-not-read', { cause }));

/**
 * Reads the header of an uncompressed NIfTI-1 or NIfTI-2 file (nifti1.h, nifti2.h) and checks that it
 * describes one 2D image: at most two of the three axes of space have more than one voxel. The head
 * of the file suffices; `bytes` tells how long the file must be.
 *
 * @param apart the voxels stand in another file (`.hdr` with `.img`)
 *
 * Failures: `image/nifti-not-read`, `-unsupported`, `-not-2d`, `-truncated`.
 */
export function readNiftiHeader(bytes: Uint8Array, apart = false): Result<NiftiHeader> {
  const short = failed(failure('image/nifti-truncated', { expected: 352, got: bytes.length }));
  if (bytes.length < ONE.header) return short;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = view.getInt32(0, true) < 0x10000;
  const length = view.getInt32(0, littleEndian);
  const layout = length === ONE.header ? ONE : length === TWO.header ? TWO : null;
  if (!layout) return notRead('not NIfTI');
  if (bytes.length < layout.header) return short;
  const { version } = layout;
  const magic = String.fromCharCode(...bytes.subarray(layout.magic, layout.magic + 3));
  const isPair = magic === `ni${version}`;
  if (!isPair && magic !== `n+${version}`)
    return magic === '\0\0\0' && version === 1
      ? failed(failure('image/nifti-unsupported', { what: 'Analyze 7.5' }))
      : notRead('not NIfTI');
  if (isPair !== apart) return failed(failure('image/nifti-unsupported', { what: '.hdr/.img' }));
  const whole = (at: number) =>
    version === 1 ? view.getInt16(at, littleEndian) : Number(view.getBigInt64(at, littleEndian));
  const width = version === 1 ? 2 : 8;
  const real = realOf(view, layout, littleEndian);
  const dimension = whole(layout.dim);
  if (dimension < 1 || dimension > 7) return notRead(`dim[0] = ${dimension}`);
  const size = Array.from({ length: dimension }, (_, axis) => whole(layout.dim + width * (axis + 1)));
  if (size.some((length) => length < 1)) return notRead(`dim = ${size.join(' × ')}`);
  const isFlat = size.filter((length) => length > 1).length <= 2 && size.slice(3).every((n) => n === 1);
  if (dimension < 2 || !isFlat) return failed(failure('image/nifti-not-2d', { size }));
  const datatype = view.getInt16(layout.datatype, littleEndian);
  const perVoxel = VOXEL_BYTES.get(datatype);
  if (perVoxel === undefined) {
    const other = OTHER_TYPES[datatype];
    if (other === undefined) return notRead(`datatype ${datatype}`);
    return failed(failure('image/nifti-unsupported', { what: other }));
  }
  // bitpix says the same once more. Other readers go by the datatype, and so do we.
  // Some writers leave the offset at 0: the voxels then follow the header.
  const stated = version === 1 ? real(layout.offset) : Number(view.getBigInt64(layout.offset, littleEndian));
  const offset = stated === 0 && !apart ? layout.header + 4 : stated;
  if (!(offset >= (apart ? 0 : layout.header) && offset < 2 ** 31)) return notRead(`vox_offset = ${stated}`);
  const voxelBytes = size.reduce((product, length) => product * length, 1) * perVoxel;
  const [slope = 0, intercept = 0] = [0, 1].map((n) => finite(real(layout.slope + n * real.width)));
  const isScaled = datatype !== RGB24 && slope !== 0;
  return success({
    size,
    datatype,
    littleEndian,
    offset: Math.floor(offset),
    voxelBytes,
    bytes: Math.ceil(offset) + voxelBytes,
    slope: isScaled ? slope : 1,
    intercept: isScaled ? intercept : 0,
    spacing: size.map((_, axis) =>
      millimetres(Math.abs(finite(real(layout.pixdim + real.width * (axis + 1)))) || 1),
    ),
    affine: affineOf(view, layout, littleEndian),
    version,
  });
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

type Real = ((at: number) => number) & { readonly width: 4 | 8 };

function realOf(view: DataView, { version }: Layout, littleEndian: boolean): Real {
  return version === 1
    ? Object.assign((at: number) => view.getFloat32(at, littleEndian), { width: 4 } as const)
    : Object.assign((at: number) => view.getFloat64(at, littleEndian), { width: 8 } as const);
}

/** mm per unit of length: codes of xyzt_units. An unknown unit is taken as mm, as everywhere. */
const UNITS: Readonly<Record<number, number>> = { 1: 1000, 3: 0.001 };

/**
 * Method 3 (sform), else method 2 (qform) of nifti1.h. A form of which no grid can be made (not
 * finite, or flat) counts as not stated.
 */
function affineOf(view: DataView, layout: Layout, littleEndian: boolean): readonly number[] | null {
  const real = realOf(view, layout, littleEndian);
  const code = (at: number) =>
    layout.version === 1 ? view.getInt16(at, littleEndian) : view.getInt32(at, littleEndian);
  const [qform = 0, sform = 0] = layout.forms.map(code);
  const unit = UNITS[view.getUint8(layout.version === 1 || littleEndian ? layout.units : 503) & 7] ?? 1;
  const inMillimetres = (affine: readonly number[]) =>
    isGrid(affine) ? affine.map((entry) => entry * unit) : null;
  if (sform > 0) {
    const found = inMillimetres(Array.from({ length: 12 }, (_, i) => real(layout.rows + real.width * i)));
    if (found) return found;
  }
  if (qform <= 0) return null;
  const at = (n: number) => real(layout.quaternion + real.width * n);
  const [b, c, d] = [at(0), at(1), at(2)];
  const a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
  const rotation = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - c * c - b * b],
  ];
  const pixdim = (n: number) => real(layout.pixdim + real.width * n);
  const steps = [pixdim(1), pixdim(2), pixdim(3) * (pixdim(0) < 0 ? -1 : 1)];
  return inMillimetres(
    rotation.flatMap((row, axis) => [
      ...row.map((cosine, along) => cosine * (steps[along] ?? 1)),
      at(3 + axis),
    ]),
  );
}

/** True for finite entries whose first two axes have a length and are not parallel. */
function isGrid(affine: readonly number[]): boolean {
  const [x, y] = [0, 1].map((along) => [0, 1, 2].map((axis) => affine[4 * axis + along] ?? 0));
  const length = (vector: readonly number[] = []) => Math.hypot(...vector);
  const dot = (x ?? []).reduce((sum, value, axis) => sum + value * (y?.[axis] ?? 0), 0);
  return affine.every(Number.isFinite) && Math.abs(dot) < 0.99 * length(x) * length(y);
}
