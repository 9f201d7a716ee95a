import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import { UNKNOWN_AS_ONE } from '../measure.ts';
import { directionOf, type Geometry, type Matrix } from './geometry.ts';
import { gzip } from '../bytes/gzip.ts';
import type { Image, Mask, PixelArray } from '../dicom/image.ts';
import { RGB24 } from './nifti-header.ts';
import { niftiPixels } from './nifti.ts';

const HEADER = 348;
/** The header and four bytes that declare that no extension follows. */
const VOXELS = 352;
const MILLIMETRES_AND_SECONDS = 10;
const SCANNER = 1;

/**
 * A NIfTI-1 file (.nii.gz) of one slice, [columns, rows, 1]. Unknown spacing is written as 1. Grey is `int16` where lossless, colour
 * RGB24. The same image gives the same bytes on every machine. Failure: `image/wrong-pixel-count`.
 */
export function writeNifti(image: Image): Result<Uint8Array<ArrayBuffer>> {
  return packed(image, image.components, niftiPixels(image));
}

/** A mask as NIfTI-1 (.nii.gz), uint8, on the grid of an image. */
export function writeMaskNifti(mask: Mask, grid: Omit<Geometry, 'size'>): Result<Uint8Array<ArrayBuffer>> {
  return packed({ ...grid, size: mask.size }, 1, niftiPixels(mask));
}

function packed(geometry: Geometry, components: 1 | 3, pixels: PixelArray): Result<Uint8Array<ArrayBuffer>> {
  const expected = geometry.size[0] * geometry.size[1] * components;
  if (pixels.length !== expected) {
    return failed(failure('image/wrong-pixel-count', { expected, got: pixels.length }));
  }
  const width = components === 3 ? 3 : (pixels.BYTES_PER_ELEMENT as 1 | 2 | 4);
  return success(gzip(niftiFile(geometry, components, pixels), width));
}

/**
 * The file before compression. It equals the output of ITK 5.4 byte for byte; ITK sets qform and
 * sform to the same geometry.
 *
 * @param pixels in one of the types of `niftiPixels`
 */
export function niftiFile(
  geometry: Geometry,
  components: 1 | 3,
  pixels: PixelArray,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(VOXELS + pixels.byteLength);
  const view = new DataView(bytes.buffer);
  const short = (at: number, ...values: readonly number[]): void =>
    values.forEach((value, i) => view.setInt16(at + 2 * i, value, true));
  const real = (at: number, ...values: readonly number[]): void =>
    values.forEach((value, i) => view.setFloat32(at + 4 * i, value, true));
  const { size, origin, thickness } = geometry;
  const spacing = [...(geometry.spacing ?? UNKNOWN_AS_ONE), thickness];
  const [datatype, bits] = components === 3 ? [RGB24, 24] : typeOf(pixels);
  const axes = axesOf(geometry);
  const { quaternion, handedness } = rotationOf(axes);
  // LPS to RAS.
  const corner = [-origin[0], -origin[1], origin[2]];
  view.setInt32(0, HEADER, true);
  bytes[38] = 'r'.charCodeAt(0);
  short(40, 3, size[0], size[1], 1, 1, 1, 1, 1);
  short(70, datatype, bits);
  real(76, handedness, ...spacing);
  real(108, VOXELS, 1, 0);
  bytes[123] = MILLIMETRES_AND_SECONDS;
  short(252, SCANNER, SCANNER);
  real(256, ...quaternion, ...corner);
  axes.forEach((row, axis) => {
    const steps = row.map((cosine, along) => f(spacing[along] ?? 1) * cosine);
    real(280 + 16 * axis, ...steps, corner[axis] ?? 0);
  });
  bytes.set([0x6e, 0x2b, 0x31], 344);
  bytes.set(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength), VOXELS);
  return bytes;
}

/** Datatype and bits of a voxel. */
function typeOf(pixels: PixelArray): readonly [datatype: number, bits: number] {
  if (pixels instanceof Uint8Array) return [2, 8];
  if (pixels instanceof Int16Array) return [4, 16];
  if (pixels instanceof Int32Array) return [8, 32];
  return [16, 32];
}

/*
 * The rest follows nifti1_io.c (public domain), as ITK's writer uses it in single precision, so
 * that the header is identical bit for bit. `f` rounds where the C code stores a float.
 */

const f = Math.fround;

type Rows = readonly (readonly [number, number, number])[];

/**
 * Unit vectors of columns, rows and slices in RAS, row by row, made orthogonal
 * (nifti_make_orthog_mat44, transposed).
 */
function axesOf({ orientation }: Geometry): Rows {
  const direction: Matrix = directionOf(orientation);
  const column = (along: 0 | 1 | 2) =>
    unit([f(-direction[0][along]), f(-direction[1][along]), f(direction[2][along])]);
  return transposed(orthogonal([column(0), column(1), column(2)]));
}

function unit([x, y, z]: readonly [number, number, number]): [number, number, number] {
  const squares = f(f(f(x * x) + f(y * y)) + f(z * z));
  const scale = f(1 / Math.sqrt(squares));
  return [f(x * scale), f(y * scale), f(z * scale)];
}

function transposed(rows: Rows): Rows {
  return map3((i, j) => at(rows, j, i));
}

const at = (rows: Rows, i: number, j: number): number => rows[i]?.[j] ?? 0;

function map3(value: (i: number, j: number) => number): Rows {
  return [0, 1, 2].map((i) => [value(i, 0), value(i, 1), value(i, 2)] as const);
}

/** The closest orthogonal matrix, by Newton's iteration (nifti_mat33_polar). */
function orthogonal(rows: Rows): Rows {
  let x = rows;
  let distance = 1;
  for (let step = 0; ; step++) {
    const inverse = inverseOf(x);
    const isFar = distance > 0.3;
    const grows = isFar ? f(Math.sqrt(f(normOf(inverse) / normOf(x)))) : 1;
    const shrinks = f(1 / grows);
    const from = x;
    const next = map3((i, j) => f(0.5 * f(f(grows * at(from, i, j)) + f(shrinks * at(inverse, j, i)))));
    distance = f(
      [0, 1, 2]
        .flatMap((i) => [0, 1, 2].map((j) => Math.abs(f(at(next, i, j) - at(from, i, j)))))
        .reduce((sum, each) => sum + each, 0),
    );
    if (step >= 100 || distance < 3e-6) return next;
    x = next;
  }
}

/** Geometric mean of the largest row sum and the largest column sum. */
function normOf(rows: Rows): number {
  const largest = (of: Rows): number =>
    Math.max(...of.map(([a, b, c]) => f(Math.abs(a) + Math.abs(b) + Math.abs(c))));
  return f(Math.sqrt(f(largest(rows) * largest(transposed(rows)))));
}

function inverseOf(rows: Rows): Rows {
  const minor = (i: number, j: number): number => {
    const [a, b] = [(i + 1) % 3, (i + 2) % 3];
    const [c, d] = [(j + 1) % 3, (j + 2) % 3];
    return at(rows, a, c) * at(rows, b, d) - at(rows, a, d) * at(rows, b, c);
  };
  const determinant = [0, 1, 2].reduce((sum, j) => sum + at(rows, 0, j) * minor(0, j), 0);
  return map3((i, j) => f((1 / determinant) * minor(j, i)));
}

/**
 * As in nifti_mat44_to_quatern: b, c and d of the unit quaternion, and 1 for a right-handed grid,
 * -1 for a left-handed one.
 */
function rotationOf(axes: Rows): { readonly quaternion: readonly number[]; readonly handedness: 1 | -1 } {
  const columns = transposed(axes).map(([x, y, z]) => {
    const length = Math.sqrt(x * x + y * y + z * z);
    return [f(x / length), f(y / length), f(z / length)] as const;
  });
  const rows = orthogonal(transposed(columns));
  const [r11, r12, r13] = rows[0] ?? [1, 0, 0];
  const [r21, r22, r23] = rows[1] ?? [0, 1, 0];
  const [r31, r32, r33] = rows[2] ?? [0, 0, 1];
  const determinant =
    r11 * r22 * r33 - r11 * r32 * r23 - r21 * r12 * r33 + r21 * r32 * r13 + r31 * r12 * r23 - r31 * r22 * r13;
  const handedness = determinant > 0 ? 1 : -1;
  const quaternion = quaternionOf(
    r11,
    r12,
    r13 * handedness,
    r21,
    r22,
    r23 * handedness,
    r31,
    r32,
    r33 * handedness,
  );
  return { quaternion, handedness };
}

function quaternionOf(
  r11: number,
  r12: number,
  r13: number,
  r21: number,
  r22: number,
  r23: number,
  r31: number,
  r32: number,
  r33: number,
): readonly number[] {
  const trace = r11 + r22 + r33 + 1;
  if (trace > 0.5) {
    const a = 0.5 * Math.sqrt(trace);
    return [(0.25 * (r32 - r23)) / a, (0.25 * (r13 - r31)) / a, (0.25 * (r21 - r12)) / a];
  }
  const x = 1 + r11 - (r22 + r33);
  const y = 1 + r22 - (r11 + r33);
  const z = 1 + r33 - (r11 + r22);
  const [a, b, c, d] = (() => {
    if (x > 1) {
      const b = 0.5 * Math.sqrt(x);
      return [(0.25 * (r32 - r23)) / b, b, (0.25 * (r12 + r21)) / b, (0.25 * (r13 + r31)) / b];
    }
    if (y > 1) {
      const c = 0.5 * Math.sqrt(y);
      return [(0.25 * (r13 - r31)) / c, (0.25 * (r12 + r21)) / c, c, (0.25 * (r23 + r32)) / c];
    }
    const d = 0.5 * Math.sqrt(z);
    return [(0.25 * (r21 - r12)) / d, (0.25 * (r13 + r31)) / d, (0.25 * (r23 + r32)) / d, d];
  })() as [number, number, number, number];
  return a < 0 ? [-b, -c, -d] : [b, c, d];
}
