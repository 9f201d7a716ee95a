import type { Plane } from './grey-plane.ts';
import type { Image, PixelArray } from '../dicom/image.ts';
import { partsByKind, type Part } from './ink-parts.ts';

/** Values looked at: those with the most pixels on edges of even patches. */
const VALUES = 8;
/** Pixels on edges of even patches that a text has at least. */
const FEWEST = 24;
/** Pixels: higher parts are no letters. */
export const TALLEST_FLAT = 56;

/**
 * Parts of one exact stored value each, a list for every value looked at. A program that writes into a picture writes one value, which
 * the noise of what a machine measured seldom repeats beside itself: letters come apart from anatomy of their own grey.
 */
export function flatParts(image: Pick<Image, 'components' | 'data'>, plane: Plane): readonly Part[][] {
  const codes = codesOf(image);
  const kinds = kindsOf(codes, plane);
  if (kinds.size === 0) return [];
  const ink = new Uint8Array(codes.length);
  // Neighbours along a row are often of one value.
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

/** The values with most pixels that have two to seven of their eight neighbours of the same value, numbered from 1. */
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
