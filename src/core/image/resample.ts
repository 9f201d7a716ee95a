import { directionOf, type Geometry, type Matrix, type Vector } from './geometry.ts';
import type { Grid } from './grid.ts';
import type { Image, Mask, PixelArray } from './image.ts';

/**
 * Linear resampling of the crop alone, for the live preview. Follows the scanline arithmetic of `itk::ResampleImageFilter` with
 * `itk::LinearInterpolateImageFunction` (ITK 5.4) operation by operation, so that integer images come out the same bit for bit:
 * integers are truncated toward zero, samples within half a pixel of the border repeat it, those beyond are padding.
 */
export function resample(image: Image, grid: Grid): Image {
  const [columns, rows] = grid.size;
  const { components } = image;
  const data = emptyLike(image.data, columns * rows * components);
  const padding = clampToType(image.data, grid.padding);
  const result: Image = { ...geometryOf(grid), components, data };
  const source = image.data;
  const [width, height] = image.size;
  if (!grid.resampled) {
    copyBox(image, grid.offset, result, padding);
    return result;
  }
  eachSample(image, grid, (at, x, y) => {
    const to = at * components;
    if (!isInside(x, width) || !isInside(y, height)) {
      for (let c = 0; c < components; c++) data[to + c] = padding;
      return;
    }
    const left = Math.max(0, Math.floor(x));
    const top = Math.max(0, Math.floor(y));
    const dx = x - left;
    const dy = y - top;
    const right = dx > 0 && left + 1 < width ? components : 0;
    const below = dy > 0 && top + 1 < height ? components * width : 0;
    const from = (top * width + left) * components;
    for (let c = from; c < from + components; c++) {
      const v00 = source[c] ?? 0;
      let value = right ? v00 + ((source[c + right] ?? 0) - v00) * dx : v00;
      if (below) {
        const v01 = source[c + below] ?? 0;
        const lower = right ? v01 + ((source[c + right + below] ?? 0) - v01) * dx : v01;
        value = value + (lower - value) * dy;
      }
      data[to + c - from] = value;
    }
  });
  return result;
}

/** Nearest neighbour resampling of a mask from its image's grid; outside is 0. As `itk::NearestNeighborInterpolateImageFunction`. */
export function resampleMask(mask: Mask, source: Geometry, grid: Grid): Mask {
  const [columns, rows] = grid.size;
  const [width, height] = mask.size;
  const data = new Uint8Array(columns * rows);
  const result: Mask = { size: grid.size, data };
  if (!grid.resampled) {
    copyBox({ ...mask, components: 1 }, grid.offset, { ...result, components: 1 }, 0);
    return result;
  }
  eachSample({ ...source, size: mask.size }, grid, (at, x, y) => {
    if (!isInside(x, width) || !isInside(y, height)) return;
    data[at] = mask.data[Math.floor(y + 0.5) * width + Math.floor(x + 0.5)] ?? 0;
  });
  return result;
}

/** The grid as the geometry of an image. */
export function geometryOf({ size, spacing, origin, orientation, thickness }: Grid): Geometry {
  return { size, spacing, origin, orientation, thickness };
}

/** Nearest value that the array can hold: ITK casts the padding value to the pixel type. */
export function clampToType(data: PixelArray, value: number): number {
  if (data instanceof Float32Array || data instanceof Float64Array) return value;
  const bits = data.BYTES_PER_ELEMENT * 8;
  const signed = data instanceof Int8Array || data instanceof Int16Array || data instanceof Int32Array;
  const low = signed ? -(2 ** (bits - 1)) : 0;
  return Math.min(low + 2 ** bits - 1, Math.max(low, Math.trunc(value)));
}

/** NaN is outside, as in ITK. */
const isInside = (position: number, length: number) => position >= -0.5 && position < length - 0.5;

function emptyLike(data: PixelArray, length: number): PixelArray {
  return new (data.constructor as new (length: number) => PixelArray)(length);
}

type Pixels = Pick<Image, 'size' | 'components' | 'data'>;

function copyBox(source: Pixels, [x0, y0]: readonly [number, number], target: Pixels, padding: number): void {
  const [columns, rows] = target.size;
  const [width, height] = source.size;
  const n = source.components;
  target.data.fill(padding);
  const left = Math.max(0, -x0);
  const right = Math.min(columns, width - x0);
  if (left >= right) return;
  for (let y = Math.max(0, -y0); y < Math.min(rows, height - y0); y++) {
    const from = (y + y0) * width + x0;
    target.data.set(source.data.subarray((from + left) * n, (from + right) * n), (y * columns + left) * n);
  }
}

/** Calls with the continuous source position of each output pixel, in ITK's order of operations. */
function eachSample(
  source: Geometry,
  grid: Grid & { readonly resampled: true },
  sample: (at: number, x: number, y: number) => void,
): void {
  const [columns, rows] = grid.size;
  const toPoint = scaled(directionOf(grid.orientation), [...grid.spacing, grid.thickness]);
  const toIndex = inverse(directionOf(source.orientation), [...(source.spacing ?? [1, 1]), source.thickness]);
  const position = (i: number, j: number) => {
    const offset = [0, 1, 2].map((axis) => {
      const row = toPoint[axis as 0 | 1 | 2];
      return grid.origin[axis as 0 | 1 | 2] + row[0] * i + row[1] * j - source.origin[axis as 0 | 1 | 2];
    }) as unknown as Vector;
    return [dot(toIndex[0], offset), dot(toIndex[1], offset)] as const;
  };
  for (let j = 0; j < rows; j++) {
    const start = position(0, j);
    const end = position(columns, j);
    for (let i = 0; i < columns; i++) {
      const alpha = i / columns;
      sample(j * columns + i, start[0] + alpha * (end[0] - start[0]), start[1] + alpha * (end[1] - start[1]));
    }
  }
}

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function scaled(direction: Matrix, [x, y, z]: Vector): Matrix {
  const row = (r: Vector): Vector => [r[0] * x, r[1] * y, r[2] * z];
  return [row(direction[0]), row(direction[1]), row(direction[2])];
}

/** Inverse of direction × spacing; directions are orthonormal to the digits that DICOM gives, so the adjugate is stable. */
function inverse(direction: Matrix, [x, y, z]: Vector): Matrix {
  const [[a, b, c], [d, e, f], [g, h, i]] = direction;
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const row = (p: number, q: number, r: number, spacing: number): Vector => {
    const scale = 1 / spacing;
    return [(p / determinant) * scale, (q / determinant) * scale, (r / determinant) * scale];
  };
  return [
    row(e * i - f * h, c * h - b * i, b * f - c * e, x),
    row(f * g - d * i, a * i - c * g, c * d - a * f, y),
    row(d * h - e * g, b * g - a * h, a * e - b * d, z),
  ];
}
