import { withRescale, type PendingRescale } from './apply.ts';
import { UNKNOWN_AS_ONE, type Point } from '../measure.ts';
import { directionOf, type Geometry } from './geometry.ts';
import type { Grid } from './grid.ts';
import { isFloating, type Image, type Mask, type PixelArray } from '../dicom/image.ts';
import { eachRow, isInside, type Lattice } from './scan.ts';

/**
 * Linear resampling of the crop only. It repeats the scanline arithmetic of
 * `itk::ResampleImageFilter` with `itk::LinearInterpolateImageFunction` (ITK 5.4) operation by
 * operation, so that values are identical bit for bit. Integers are truncated toward zero; samples
 * within half a pixel of the border repeat the border; samples beyond are padding.
 *
 * @param pending the rescale still to be applied to the pixels of `image` (see `imageToCrop`); the
 * result is that of the rescaled image
 */
export function resample(image: Image, grid: Grid, pending: PendingRescale | null = null): Image {
  const [columns, rows] = grid.size;
  const { components } = image;
  const length = columns * rows * components;
  const data = pending === null ? emptyLike(image.data, length) : new Int16Array(length);
  const padding = clampToType(data, grid.padding);
  const result: Image = { ...geometryOf(grid), components, data };
  if (!grid.resampled) {
    copyBox(withRescale(image, pending), grid.offset, result, padding);
    return result;
  }
  const [width, height] = image.size;
  const isPlain = components === 1 && !isFloating(image.data);
  let rescaled: PixelArray | null = null;
  let places: Places | null = null;
  eachRow(latticeOf(image), latticeOf(geometryOf(grid)), (row, xs, ys, _, sameX) => {
    if (!sameX) places = null;
    // When the grid is parallel to the source's axes, which is usual, the values needed per column
    // are the same in all rows.
    if (isPlain && ys[0] === ys[columns - 1]) {
      places ??= placesOf(xs, width);
      interpolateRow(image, places, ys[0] ?? NaN, padding, pending, data, row * columns);
      return;
    }
    rescaled ??= withRescale(image, pending).data;
    const source = rescaled;
    for (let i = 0; i < columns; i++) {
      const x = xs[i] ?? NaN;
      const y = ys[i] ?? NaN;
      const to = (row * columns + i) * components;
      if (!isInside(x, width) || !isInside(y, height)) {
        for (let c = 0; c < components; c++) data[to + c] = padding;
        continue;
      }
      const left = Math.max(0, Math.floor(x));
      const top = Math.max(0, Math.floor(y));
      const dx = x - left;
      const dy = y - top;
      const right = dx > 0 && left + 1 < width ? components : 0;
      const below = dy > 0 && top + 1 < height ? components * width : 0;
      const from = (top * width + left) * components;
      for (let c = 0; c < components; c++) {
        const at = from + c;
        const v00 = source[at] ?? 0;
        let value = right ? v00 + ((source[at + right] ?? 0) - v00) * dx : v00;
        if (below) {
          const v01 = source[at + below] ?? 0;
          const lower = right ? v01 + ((source[at + right + below] ?? 0) - v01) * dx : v01;
          value = value + (lower - value) * dy;
        }
        data[to + c] = value;
      }
    }
  });
  return result;
}

/** Position of a row's points between the columns of the source. */
interface Places {
  /** Column to the left; -1 outside. */
  readonly left: Int32Array;
  /** 1, or 0 when the value of the left column is used alone. */
  readonly step: Uint8Array;
  /** Weight of the column to the right. */
  readonly share: Float64Array;
}

function placesOf(xs: Float64Array, width: number): Places {
  const { length } = xs;
  const places = {
    left: new Int32Array(length).fill(-1),
    step: new Uint8Array(length),
    share: new Float64Array(length),
  };
  for (let i = 0; i < length; i++) {
    const x = xs[i] ?? NaN;
    if (!isInside(x, width)) continue;
    const left = Math.max(0, Math.floor(x));
    places.left[i] = left;
    places.share[i] = x - left;
    places.step[i] = x - left > 0 && left + 1 < width ? 1 : 0;
  }
  return places;
}

/**
 * One row of a grey image of whole numbers. A step of 0 adds a zero difference, which changes no
 * finite value. The other operations are those of {@link resample}.
 */
function interpolateRow(
  { data: source, size: [width, height] }: Image,
  { left, step, share }: Places,
  y: number,
  padding: number,
  pending: PendingRescale | null,
  data: PixelArray,
  to: number,
): void {
  const { length } = left;
  const { slope, intercept } = pending ?? UNCHANGED;
  if (!isInside(y, height)) {
    data.fill(padding, to, to + length);
    return;
  }
  const top = Math.max(0, Math.floor(y));
  const dy = y - top;
  const below = dy > 0 && top + 1 < height ? width : 0;
  const start = top * width;
  for (let i = 0; i < length; i++) {
    const column = left[i] ?? -1;
    if (column < 0) {
      data[to + i] = padding;
      continue;
    }
    const at = start + column;
    const right = at + (step[i] ?? 0);
    const dx = share[i] ?? 0;
    const v00 = (source[at] ?? 0) * slope + intercept;
    const v10 = (source[right] ?? 0) * slope + intercept;
    const v01 = (source[at + below] ?? 0) * slope + intercept;
    const v11 = (source[right + below] ?? 0) * slope + intercept;
    const upper = v00 + (v10 - v00) * dx;
    const lower = v01 + (v11 - v01) * dx;
    data[to + i] = upper + (lower - upper) * dy;
  }
}

const UNCHANGED: PendingRescale = { slope: 1, intercept: 0 };

/**
 * Nearest neighbour resampling of a mask from its image's grid. Outside is 0. As
 * `itk::NearestNeighborInterpolateImageFunction`.
 */
export function resampleMask(mask: Mask, source: Geometry, grid: Grid): Mask {
  const [columns, rows] = grid.size;
  const [width, height] = mask.size;
  const data = new Uint8Array(columns * rows);
  const result: Mask = { size: grid.size, data };
  if (!grid.resampled) {
    copyBox({ ...mask, components: 1 }, grid.offset, { ...result, components: 1 }, 0);
    return result;
  }
  eachRow(latticeOf({ ...source, size: mask.size }), latticeOf(geometryOf(grid)), (row, xs, ys) => {
    for (let i = 0; i < columns; i++) {
      const x = xs[i] ?? NaN;
      const y = ys[i] ?? NaN;
      if (!isInside(x, width) || !isInside(y, height)) continue;
      data[row * columns + i] = mask.data[Math.floor(y + 0.5) * width + Math.floor(x + 0.5)] ?? 0;
    }
  });
  return result;
}

/** The geometry of an image, from its grid. */
export function geometryOf({ size, spacing, origin, orientation, thickness }: Grid): Geometry {
  return { size, spacing, origin, orientation, thickness };
}

/** One slice in space; unknown spacing counts as 1. */
function latticeOf({ size, spacing, origin, orientation, thickness }: Geometry): Lattice {
  const [sx, sy] = spacing ?? UNKNOWN_AS_ONE;
  return {
    size: [...size, 1],
    spacing: [sx, sy, thickness],
    origin,
    direction: directionOf(orientation),
  };
}

/** The nearest value that the array can hold: ITK casts the padding value to the pixel type. */
export function clampToType(data: PixelArray, value: number): number {
  if (isFloating(data)) return value;
  const bits = data.BYTES_PER_ELEMENT * 8;
  const signed = data instanceof Int8Array || data instanceof Int16Array || data instanceof Int32Array;
  const low = signed ? -(2 ** (bits - 1)) : 0;
  return Math.min(low + 2 ** bits - 1, Math.max(low, Math.trunc(value)));
}

/** An array of the same type. */
export function emptyLike(data: PixelArray, length: number): PixelArray {
  return new (data.constructor as new (length: number) => PixelArray)(length);
}

type Samples = Pick<Image, 'size' | 'components' | 'data'>;

function copyBox(source: Samples, [x0, y0]: Point, target: Samples, padding: number): void {
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
