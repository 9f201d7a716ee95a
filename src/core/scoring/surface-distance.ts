import { quantile } from './resample.ts';

/** A binary mask on its grid, first axis fastest. */
export interface SpacedMask {
  /** Two or three lengths. */
  readonly size: readonly number[];
  /** mm between samples along each axis. */
  readonly spacing: readonly number[];
  readonly data: ArrayLike<number>;
}

export interface SurfaceDistances {
  /** Largest distance from a border sample of one mask to the nearest of the other, mm. */
  readonly hausdorff: number;
  /** 95th percentile of those distances, both directions together, mm. */
  readonly hausdorff95: number;
  /** Mean of those distances, both directions together, mm. */
  readonly average: number;
}

/**
 * Distances between the borders of two masks on one grid. A border sample is one in the mask with a neighbour along an axis (4 in 2D,
 * 6 in 3D) that is not; what lies outside the grid is not in the mask. Null where either mask is empty. Definitions: MedPy's `hd`,
 * `hd95` and `assd` with connectivity 1.
 */
export function surfaceDistances(first: SpacedMask, second: SpacedMask): SurfaceDistances | null {
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
    hausdorff: all.at(-1) ?? NaN,
    hausdorff95: quantile(all, 0.95),
    average: all.reduce((sum, value) => sum + value, 0) / all.length,
  };
}

/** Size of the foreground: mm² in 2D, mm³ in 3D. */
export function extent({ data, spacing }: SpacedMask): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i]) count++;
  return count * spacing.reduce((product, step) => product * step, 1);
}

/**
 * Both masks in the smallest box that holds them. What is measured stays: beyond the box neither has a sample, so a sample at the
 * box's edge is a border sample in both, as it was before.
 */
function cropped(first: SpacedMask, second: SpacedMask): readonly [SpacedMask, SpacedMask] {
  const { size } = first;
  const strides = stridesOf(size);
  const low = size.map(() => Infinity);
  const high = size.map(() => -1);
  for (let at = 0; at < first.data.length; at++) {
    if (!first.data[at] && !second.data[at]) continue;
    for (let axis = 0; axis < size.length; axis++) {
      const place = Math.floor(at / (strides[axis] ?? 1)) % (size[axis] ?? 1);
      if (place < (low[axis] ?? 0)) low[axis] = place;
      if (place > (high[axis] ?? 0)) high[axis] = place;
    }
  }
  const box = size.map((_, axis) => (high[axis] ?? -1) - (low[axis] ?? 0) + 1);
  if (box.some((length) => length < 1)) return [first, second];
  const elements = box.reduce((product, length) => product * length, 1);
  const boxStrides = stridesOf(box);
  const inside = (mask: SpacedMask): SpacedMask => {
    const data = new Uint8Array(elements);
    for (let to = 0; to < elements; to++) {
      let from = 0;
      for (let axis = 0; axis < box.length; axis++) {
        const place = Math.floor(to / (boxStrides[axis] ?? 1)) % (box[axis] ?? 1);
        from += (place + (low[axis] ?? 0)) * (strides[axis] ?? 1);
      }
      data[to] = mask.data[from] ? 1 : 0;
    }
    return { size: box, spacing: mask.spacing, data };
  };
  return [inside(first), inside(second)];
}

function border({ size, data }: SpacedMask): number[] {
  const strides = stridesOf(size);
  const found: number[] = [];
  for (let at = 0; at < data.length; at++) {
    if (!data[at]) continue;
    const isBorder = size.some((length, axis) => {
      const stride = strides[axis] ?? 1;
      const place = Math.floor(at / stride) % length;
      return place === 0 || place === length - 1 || !data[at - stride] || !data[at + stride];
    });
    if (isBorder) found.push(at);
  }
  return found;
}

const stridesOf = (size: readonly number[]): number[] =>
  size.map((_, axis) => size.slice(0, axis).reduce((product, length) => product * length, 1));

/**
 * Squared distance in mm² of every sample to the nearest of `points`: exact, one axis after the other. Source: Felzenszwalb and
 * Huttenlocher, Theory of Computing 2012;8:415-428.
 */
function squaredDistances({ size, spacing }: SpacedMask, points: readonly number[]): Float64Array {
  const strides = stridesOf(size);
  const distances = new Float64Array(size.reduce((product, length) => product * length, 1)).fill(Infinity);
  for (const at of points) distances[at] = 0;
  size.forEach((length, axis) => {
    const stride = strides[axis] ?? 1;
    const step = spacing[axis] ?? 1;
    const line = new Float64Array(length);
    for (let start = 0; start < distances.length; start++) {
      if (Math.floor(start / stride) % length !== 0) continue;
      for (let i = 0; i < length; i++) line[i] = distances[start + i * stride] ?? Infinity;
      lowerEnvelope(line, step).forEach((value, i) => (distances[start + i * stride] = value));
    }
  });
  return distances;
}

/** For each i the least of f(j) + (step · (i − j))² over all j. */
function lowerEnvelope(f: Float64Array, step: number): Float64Array {
  const n = f.length;
  const squared = step * step;
  const vertices: number[] = [];
  const starts: number[] = [];
  for (let q = 0; q < n; q++) {
    const height = f[q] ?? Infinity;
    if (height === Infinity) continue;
    let start = -Infinity;
    while (vertices.length > 0) {
      const v = vertices.at(-1) ?? 0;
      start = ((height - (f[v] ?? 0)) / squared + q * q - v * v) / (2 * (q - v));
      if (start > (starts.at(-1) ?? -Infinity)) break;
      vertices.pop();
      starts.pop();
      start = -Infinity;
    }
    vertices.push(q);
    starts.push(start);
  }
  const out = new Float64Array(n).fill(Infinity);
  if (vertices.length === 0) return out;
  let k = 0;
  for (let i = 0; i < n; i++) {
    while (k + 1 < starts.length && (starts[k + 1] ?? Infinity) < i) k++;
    const v = vertices[k] ?? 0;
    out[i] = (f[v] ?? 0) + squared * (i - v) * (i - v);
  }
  return out;
}
