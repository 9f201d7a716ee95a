import type { Plane } from './grey-plane.ts';
import type { Image, PixelArray } from '../dicom/image.ts';
import { partsByKind, type Part } from './ink-parts.ts';

/** Number of values examined: those with the most pixels on edges of uniform patches. */
const VALUES = 8;
/** Minimum number of pixels on edges of uniform patches in a text. */
const FEWEST = 24;
/** Maximum height in pixels: higher parts are not letters. */
export const TALLEST_FLAT = 56;

/**
 * Finds parts that have one exact stored value; one list per examined value. A program that writes
 * into a picture uses one value. Measured data rarely repeat one value in adjacent pixels, because
 * of noise. So letters are separated from anatomy of the same grey.
 */
export function flatParts(image: Pick<Image, 'components' | 'data'>, plane: Plane): readonly Part[][] {
  const codes = codesOf(image);
  const kinds = kindsOf(codes, plane);
  if (kinds.size === 0) return [];
  const ink = new Uint8Array(codes.length);
  // Adjacent pixels of a row often have the same value.
  let last = codes[0] ?? 0;
  let kind = kinds.get(last) ?? 0;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code !== last) {
      last = code;
      kind = kinds.get(code) ?? 0;
    }
    ink[at] = kind;
  }
  return partsByKind(plane, ink, kinds.size, TALLEST_FLAT);
}

/** A number for each value: the value, its bits, or the upper eight bits of each component. */
function codesOf({ components, data }: Pick<Image, 'components' | 'data'>): Int32Array {
  if (components === 1) return data instanceof Float32Array ? bitsOf(data) : Int32Array.from(data);
  const codes = new Int32Array(data.length / 3);
  const shift = (data.BYTES_PER_ELEMENT - 1) * 8;
  for (let at = 0, from = 0; at < codes.length; at++, from += 3) {
    const [red, green, blue] = [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0];
    codes[at] = ((red >>> shift) << 16) | ((green >>> shift) << 8) | (blue >>> shift);
  }
  return codes;
}

const bitsOf = (data: PixelArray) => new Int32Array(data.buffer, data.byteOffset, data.length);

/**
 * The values with the most pixels that have two to seven of their eight neighbours of the same
 * value, numbered from 1.
 */
function kindsOf(codes: Int32Array, { columns, rows }: Plane): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let y = 1; y < rows - 1; y++) {
    const row = y * columns;
    for (let at = row + 1; at < row + columns - 1; at++) {
      const code = codes[at];
      let same = 0;
      if (codes[at - 1] === code) same++;
      if (codes[at + 1] === code) same++;
      if (codes[at - columns] === code) same++;
      if (codes[at + columns] === code) same++;
      if (codes[at - columns - 1] === code) same++;
      if (codes[at - columns + 1] === code) same++;
      if (codes[at + columns - 1] === code) same++;
      if (codes[at + columns + 1] === code) same++;
      if (same >= 2 && same < 8 && code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  const most = [...counts].filter(([, count]) => count >= FEWEST).sort(([a, n], [b, m]) => m - n || a - b);
  return new Map(most.slice(0, VALUES).map(([code], at) => [code, at + 1]));
}
