import type { Millimetres, Pixels } from '../measure.ts';
import { quantile } from './interval.ts';

/** A binary mask on its grid, first axis fastest. Its lengths are all in one unit. */
export interface SpacedMask<Length extends Millimetres | Pixels> {
  /** Two or three lengths. */
  readonly size: readonly number[];
  /** Between samples along each axis. */
  readonly spacing: readonly Length[];
  readonly data: ArrayLike<number>;
}

export interface SurfaceDistances<Length extends Millimetres | Pixels> {
  /** Largest distance from a border sample of one mask to the nearest of the other. */
  readonly hausdorff: Length;
  /** 95th percentile of those distances, both directions together. */
  readonly hausdorff95: Length;
  /** Mean of those distances, both directions together. */
  readonly average: Length;
}

/**
 * Distances between the borders of two masks on one grid. A border sample is a sample in the mask
 * with a neighbour along an axis (4 in 2D, 6 in 3D) that is not in the mask. Samples outside the
 * grid are not in the mask. Null when either mask is empty. Definitions: MedPy's `hd`, `hd95` and
 * `assd` with connectivity 1.
 */
export function surfaceDistances<Length extends Millimetres | Pixels>(
  first: SpacedMask<Length>,
  second: SpacedMask<Length>,
): SurfaceDistances<Length> | null {
  const [one, other] = cropped(first, second);
  const a = border(one);
  const b = border(other);
  if (a.length === 0 || b.length === 0) return null;
  const toB = squaredDistances(one, b);
  const toA = squaredDistances(one, a);
  const fromA = a.map((at) => Math.sqrt(toB[at] ?? NaN));
  const fromB = b.map((at) => Math.sqrt(toA[at] ?? NaN));
  const all = Float64Array.from([...fromA, ...fromB]).sort();
  return {
    hausdorff: (all.at(-1) ?? NaN) as Length,
    hausdorff95: quantile(all, 0.95) as Length,
    average: (all.reduce((sum, value) => sum + value, 0) / all.length) as Length,
  };
}

/**
 * Crops both masks to the smallest box that contains them. The measures do not change: neither mask
 * has a sample outside the box, so a sample at the edge of the box was a border sample before and
 * still is one.
 */
function cropped<Mask extends SpacedMask<Millimetres | Pixels>>(
  first: Mask,
  second: Mask,
): readonly [Mask, Mask] {
  const { size } = first;
  const strides = stridesOf(size);
  const low = new Float64Array(size.length).fill(Infinity);
  const high = new Float64Array(size.length).fill(-1);
  for (let at = 0; at < first.data.length; at++) {
    if (!first.data[at] && !second.data[at]) continue;
    for (let axis = 0; axis < size.length; axis++) {
      const place = Math.floor(at / (strides[axis] as number)) % (size[axis] as number);
      if (place < (low[axis] as number)) low[axis] = place;
      if (place > (high[axis] as number)) high[axis] = place;
    }
  }
  const box = size.map((_, axis) => (high[axis] ?? -1) - (low[axis] ?? 0) + 1);
  if (box.some((length) => length < 1)) return [first, second];
  const elements = box.reduce((product, length) => product * length, 1);
  const boxStrides = stridesOf(box);
  const inside = (mask: Mask): Mask => {
    const data = new Uint8Array(elements);
    for (let to = 0; to < elements; to++) {
      let from = 0;
      for (let axis = 0; axis < box.length; axis++) {
        const place = Math.floor(to / (boxStrides[axis] ?? 1)) % (box[axis] ?? 1);
        from += (place + (low[axis] ?? 0)) * (strides[axis] ?? 1);
      }
      data[to] = mask.data[from] ? 1 : 0;
    }
    return { ...mask, size: box, data };
  };
  return [inside(first), inside(second)];
}

function border({ size, data }: Pick<SpacedMask<Pixels>, 'size' | 'data'>): number[] {
  const strides = stridesOf(size);
  const found: number[] = [];
  for (let at = 0; at < data.length; at++) {
    if (!data[at]) continue;
    for (let axis = 0; axis < size.length; axis++) {
      const stride = strides[axis] as number;
      const length = size[axis] as number;
      const place = Math.floor(at / stride) % length;
      if (place === 0 || place === length - 1 || !data[at - stride] || !data[at + stride]) {
        found.push(at);
        break;
      }
    }
  }
  return found;
}

const stridesOf = (size: readonly number[]): number[] =>
  size.map((_, axis) => size.slice(0, axis).reduce((product, length) => product * length, 1));

/**
 * Squared distance, in the unit of the spacing, from every sample to the nearest of `points`: exact, one axis after
 * another. Source: Felzenszwalb and Huttenlocher, Theory of Computing 2012;8:415-428.
 */
function squaredDistances(
  { size, spacing }: SpacedMask<Millimetres | Pixels>,
  points: readonly number[],
): Float64Array {
  const strides = stridesOf(size);
  const distances = new Float64Array(size.reduce((product, length) => product * length, 1)).fill(Infinity);
  for (const at of points) distances[at] = 0;
  size.forEach((length, axis) => {
    const stride = strides[axis] as number;
    const step = spacing[axis] ?? 1;
    const envelope = new Envelope(length, step * step);
    const block = stride * length;
    for (let base = 0; base < distances.length; base += block) {
      for (let start = base; start < base + stride; start++) envelope.apply(distances, start, stride);
    }
  });
  return distances;
}

/**
 * For each i of a line, the minimum over all j of f(j) + squared · (i − j)². Its arrays are reused
 * for every line.
 */
class Envelope {
  readonly #length: number;
  readonly #squared: number;
  readonly #line: Float64Array;
  readonly #vertices: Int32Array;
  readonly #starts: Float64Array;

  constructor(length: number, squared: number) {
    this.#length = length;
    this.#squared = squared;
    this.#line = new Float64Array(length);
    this.#vertices = new Int32Array(length);
    this.#starts = new Float64Array(length);
  }

  /** Replaces the values of the line that starts at `start`. */
  apply(values: Float64Array, start: number, stride: number): void {
    const [n, squared, f] = [this.#length, this.#squared, this.#line];
    const [vertices, starts] = [this.#vertices, this.#starts];
    let count = 0;
    for (let q = 0; q < n; q++) {
      const height = values[start + q * stride] as number;
      f[q] = height;
      if (height === Infinity) continue;
      let from = -Infinity;
      while (count > 0) {
        const v = vertices[count - 1] as number;
        from = ((height - (f[v] as number)) / squared + q * q - v * v) / (2 * (q - v));
        if (from > (starts[count - 1] as number)) break;
        count--;
        from = -Infinity;
      }
      vertices[count] = q;
      starts[count] = from;
      count++;
    }
    if (count === 0) return;
    let k = 0;
    for (let i = 0; i < n; i++) {
      while (k + 1 < count && (starts[k + 1] as number) < i) k++;
      const v = vertices[k] as number;
      values[start + i * stride] = (f[v] as number) + squared * (i - v) * (i - v);
    }
  }
}
