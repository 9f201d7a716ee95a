import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import { latticeOf, onGrid, placeMask, type Plane } from '../dicom/mask-grid.ts';
import { type Point } from '../measure.ts';
import type { Mask, PixelArray } from '../dicom/image.ts';
import { binaryValues, type NiftiVoxels } from './nifti-voxels.ts';

/**
 * Converts the values of a mask file to the binary mask of an image of `size` pixels. The file must
 * have that size and hold only 0 and `declared` (the value of the structure). It is never resampled,
 * transposed or thresholded; {@link maskOnImage} puts it in the image's order first. `name` is the file
 * name used in a failure. Failures: `image/mask-other-size`, `image/mask-axes-swapped`,
 * `image/mask-not-binary`, `image/mask-empty`.
 */
export function binaryMask(
  values: { readonly size: readonly number[]; readonly data: PixelArray; readonly components: number },
  size: Mask['size'],
  name?: string,
  declared = 1,
): Result<Mask> {
  const [columns, rows] = size;
  const got = values.size;
  if (got[0] !== columns || got[1] !== rows || got.slice(2).some((length) => length !== 1)) {
    const swapped = got[0] === rows && got[1] === columns;
    const code = swapped ? 'image/mask-axes-swapped' : 'image/mask-other-size';
    return failed(failure(code, { expected: size, got }, name));
  }
  const data = new Uint8Array(columns * rows);
  const others = new Set<number>();
  let inside = 0;
  values.data.forEach((value, at) => {
    if (value === declared) {
      data[at] = 1;
      inside++;
    } else if (value !== 0 && others.size < 10) others.add(value);
  });
  if (others.size > 0 || values.components !== 1) {
    return failed(failure('image/mask-not-binary', { declared, values: [...others] }, name));
  }
  return inside === 0 ? failed(failure('image/mask-empty', {}, name)) : success({ size, data });
}

/**
 * The binary mask of a NIfTI file on the pixels of an image, by the geometry that both state. Failures:
 * those of {@link binaryMask}, and `image/mask-elsewhere`.
 */
export function maskOnImage(nifti: NiftiVoxels, image: Plane, name?: string): Result<Mask> {
  const placed = placeMask(nifti, latticeOf(image));
  if (!placed.ok) return failed({ ...placed.failure, ...(name === undefined ? {} : { file: name }) });
  const { components } = nifti;
  const values = binaryValues(nifti);
  // Colour is refused whatever its order.
  const data = components === 1 ? onGrid(values, image.size, placed.value) : values;
  return binaryMask({ size: image.size, data, components }, image.size, name);
}

/**
 * Centre of mass of a mask in pixels (centres at integers), and its area. Null for an empty mask.
 * See `physicalPoint` for mm.
 */
export function centroid(mask: Mask): { readonly pixels: Point; readonly area: number } | null {
  const columns = mask.size[0];
  let x = 0;
  let y = 0;
  let count = 0;
  mask.data.forEach((value, at) => {
    if (value === 0) return;
    x += at % columns;
    y += Math.floor(at / columns);
    count++;
  });
  return count === 0 ? null : { pixels: [x / count, y / count], area: count };
}

export interface Components {
  /**
   * Label of each pixel: 0 outside, 1 for the largest component, 2 for the second largest, and so
   * on.
   */
  readonly labels: Int32Array;
  /** Number of pixels of each component, largest first. */
  readonly sizes: readonly number[];
}

/** Connected components of a mask: pixels connect by edges (4), or by edges and corners (8). */
export function components(mask: Mask, connectivity: 4 | 8): Components {
  const [columns, rows] = mask.size;
  const found = new Int32Array(mask.data.length);
  const stack = new Int32Array(mask.data.length);
  const counts: number[] = [];
  for (let seed = 0; seed < found.length; seed++) {
    if (mask.data[seed] === 0 || found[seed] !== 0) continue;
    const label = counts.length + 1;
    let count = 0;
    let depth = 0;
    stack[depth++] = seed;
    found[seed] = label;
    while (depth > 0) {
      const at = stack[--depth] ?? 0;
      count++;
      const x = at % columns;
      const y = (at - x) / columns;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
          if (connectivity === 4 && nx !== x && ny !== y) continue;
          const next = ny * columns + nx;
          if (mask.data[next] === 0 || found[next] !== 0) continue;
          found[next] = label;
          stack[depth++] = next;
        }
      }
    }
    counts.push(count);
  }
  const order = counts.map((_, index) => index).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  const rank = new Int32Array(counts.length + 1);
  order.forEach((index, position) => (rank[index + 1] = position + 1));
  return { labels: found.map((label) => rank[label] ?? 0), sizes: order.map((index) => counts[index] ?? 0) };
}

/**
 * The mask of a polygon (pixels, centres at integers; closed automatically): pixels whose centre is
 * inside by the even-odd rule. A centre on a left or upper edge is inside, on a right or lower edge
 * outside. So polygons with a common edge have no common pixel.
 */
export function polygonMask(points: readonly Point[], size: Mask['size']): Mask {
  const [columns, rows] = size;
  const data = new Uint8Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    const crossings: number[] = [];
    points.forEach(([x0, y0], index) => {
      const [x1, y1] = points[(index + 1) % points.length] ?? [x0, y0];
      if (y0 <= y === y1 <= y) return;
      crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    });
    crossings.sort((a, b) => a - b);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const from = Math.max(0, Math.ceil(crossings[pair] ?? 0));
      const to = Math.min(columns, Math.ceil(crossings[pair + 1] ?? 0));
      if (from < to) data.fill(1, y * columns + from, y * columns + to);
    }
  }
  return { size, data };
}
