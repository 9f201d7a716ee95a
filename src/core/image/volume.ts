import type { PhysicalPoint } from '../measure.ts';
import type { Matrix, Vector } from './geometry.ts';
import type { PixelArray } from '../dicom/image.ts';
import { clampToType, emptyLike } from './resample.ts';
import { eachRow, isInside, type Lattice } from './scan.ts';

/** Slices, or frames of one geometry, in memory: row by row, slice by slice, components interleaved. */
export interface Volume extends Lattice {
  readonly components: 1 | 3;
  readonly data: PixelArray;
}

/** The grid for resampling a volume, and the value outside it. */
export interface VolumeGrid {
  readonly size: Lattice['size'];
  readonly spacing: PhysicalPoint;
  readonly origin: PhysicalPoint;
  readonly direction: Matrix;
  readonly padding: number;
}

/**
 * A volume on another grid, as given by `itk::ResampleImageFilter` (ITK 5.4). `linear` truncates
 * integers toward zero; `nearest` is for masks. Samples within half a voxel of the border repeat
 * the border; samples beyond are padding.
 */
export function resampleVolume(
  volume: Volume,
  grid: VolumeGrid,
  interpolation: 'linear' | 'nearest',
): Volume {
  const { components, data: source } = volume;
  const [width, height, depth] = volume.size;
  const [columns, rows, slices] = grid.size;
  const data = emptyLike(source, columns * rows * slices * components);
  const padding = clampToType(source, grid.padding);
  const strides: Vector = [components, components * width, components * width * height];
  eachRow(volume, grid, (row, xs, ys, zs) => {
    for (let i = 0; i < columns; i++) {
      const position: Vector = [xs[i] ?? NaN, ys[i] ?? NaN, zs[i] ?? NaN];
      const to = (row * columns + i) * components;
      const inside =
        isInside(position[0], width) && isInside(position[1], height) && isInside(position[2], depth);
      for (let c = 0; c < components; c++) {
        if (!inside) data[to + c] = padding;
        else if (interpolation === 'linear') data[to + c] = linear(source, volume.size, strides, position, c);
        else {
          const [x, y, z] = position.map((value) => Math.floor(value + 0.5)) as unknown as Vector;
          data[to + c] = source[x * strides[0] + y * strides[1] + z * strides[2] + c] ?? 0;
        }
      }
    }
  });
  const { size, spacing, origin, direction } = grid;
  return { size, spacing, origin, direction, components, data };
}

/** Along x, then y, then z. An axis without a further voxel is left out, as in ITK. */
function linear(
  source: PixelArray,
  [width, height, depth]: Vector,
  [stepX, stepY, stepZ]: Vector,
  [x, y, z]: Vector,
  component: number,
): number {
  const left = Math.max(0, Math.floor(x));
  const top = Math.max(0, Math.floor(y));
  const front = Math.max(0, Math.floor(z));
  const [dx, dy, dz] = [x - left, y - top, z - front];
  const right = dx > 0 && left + 1 < width ? stepX : 0;
  const below = dy > 0 && top + 1 < height ? stepY : 0;
  const behind = dz > 0 && front + 1 < depth ? stepZ : 0;
  const inRow = (at: number): number => {
    const value = source[at] ?? 0;
    return right ? value + ((source[at + right] ?? 0) - value) * dx : value;
  };
  const inSlice = (at: number): number => {
    const value = inRow(at);
    return below ? value + (inRow(at + below) - value) * dy : value;
  };
  const at = left * stepX + top * stepY + front * stepZ + component;
  const value = inSlice(at);
  return behind ? value + (inSlice(at + behind) - value) * dz : value;
}
