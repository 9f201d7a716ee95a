import type { PhysicalPoint, Pixels } from '../measure.ts';
import type { Matrix, Vector } from './geometry.ts';
import { inverse } from './inverse.ts';

/** A regular grid of points in space. */
export interface Lattice {
  readonly size: readonly [columns: Pixels, rows: Pixels, slices: Pixels];
  /** Along the three directions. */
  readonly spacing: PhysicalPoint;
  /** Of the first point. */
  readonly origin: PhysicalPoint;
  /** Its columns are the directions of increasing column, row and slice index (LPS). */
  readonly direction: Matrix;
}

/**
 * Calls the callback once per row of the target, with the continuous source index of its points.
 * The arrays are reused for the next row. `sameX` is true when the first array has not changed
 * since the last row. The arithmetic is that of `itk::ResampleImageFilter` (ITK 5.4, linear
 * transforms): the ends of the row are mapped and the points between are interpolated; directions ×
 * spacings are inverted as in ITK.
 */
export function eachRow(
  source: Lattice,
  target: Lattice,
  visit: (row: number, x: Float64Array, y: Float64Array, z: Float64Array, sameX: boolean) => void,
): void {
  const [columns, rows, slices] = target.size;
  const toPoint = scaled(target.direction, target.spacing);
  const toIndex = inverse(scaled(source.direction, source.spacing));
  const position = (i: number, j: number, k: number): Vector => {
    if (toIndex === null) return [NaN, NaN, NaN];
    const offset = (axis: 0 | 1 | 2): number => {
      const [a, b, c] = toPoint[axis];
      return target.origin[axis] + a * i + b * j + c * k - source.origin[axis];
    };
    const from: Vector = [offset(0), offset(1), offset(2)];
    return [dot(toIndex[0], from), dot(toIndex[1], from), dot(toIndex[2], from)];
  };
  const lines = [0, 1, 2].map(() => ({ at: new Float64Array(columns), start: NaN, end: NaN }));
  const [x, y, z] = lines.map(({ at }) => at) as [Float64Array, Float64Array, Float64Array];
  for (let row = 0; row < rows * slices; row++) {
    const [j, k] = [row % rows, Math.floor(row / rows)];
    let sameX = false;
    const starts = position(0, j, k);
    const ends = position(columns, j, k);
    for (const [axis, line] of lines.entries()) {
      const [start = NaN, end = NaN] = [starts[axis], ends[axis]];
      // Along the axes of an image most rows have the same x values as the row before.
      if (start === line.start && end === line.end) {
        if (axis === 0) sameX = true;
        continue;
      }
      if (start === end) line.at.fill(start + 0);
      else for (let i = 0; i < columns; i++) line.at[i] = start + (i / columns) * (end - start);
      line.start = start;
      line.end = end;
    }
    visit(row, x, y, z, sameX);
  }
}

/** True when ITK's interpolators treat a continuous index as inside an axis. NaN is outside. */
export const isInside = (position: number, length: number) => position >= -0.5 && position < length - 0.5;

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function scaled(direction: Matrix, [x, y, z]: Vector): Matrix {
  const row = (r: Vector): Vector => [r[0] * x, r[1] * y, r[2] * z];
  return [row(direction[0]), row(direction[1]), row(direction[2])];
}
