import { sha256 } from '../bytes/digest.ts';
import type { Box } from './grid.ts';
import type { Image } from '../dicom/image.ts';

/**
 * Measures of an image's pixels that need no knowledge of its content. They are hints for a person,
 * never a verdict.
 */
export interface Quality {
  /** SHA-256 (hex) of size and pixels: equal only for identical pixels. */
  readonly digest: string;
  /** {@link perceptualHash}, 16 hexadecimal digits. */
  readonly hash: string;
  /** All or nearly all pixels have one value. */
  readonly empty: boolean;
  /** {@link sharpness}. */
  readonly sharpness: number;
}

/**
 * An image is called less sharp when its {@link sharpness} is below this share of its neighbours'
 * median. Scanners differ too much for one absolute limit. Within a series of the corpus sharpness
 * varies by a tenth; a smear over 7 pixels halves it.
 */
const LESS_SHARP = 0.75;
/** Minimum number of images for a meaningful median. */
const NEIGHBOURS = 8;

/** Maximum number of differing bits of the perceptual hash between two images of the same scene. */
export const NEAR = 8;

export async function qualityOf(image: Image): Promise<Quality> {
  const { data, size } = image;
  const head = new Uint32Array(size);
  const bytes = new Uint8Array(head.byteLength + data.byteLength);
  bytes.set(new Uint8Array(head.buffer));
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), head.byteLength);
  return {
    digest: await sha256(bytes),
    hash: perceptualHash(image),
    empty: isEmpty(image),
    sharpness: sharpness(image),
  };
}

/** True when an image is clearly less sharp than the compared images. */
export function isLessSharp(sharpness: number, others: readonly number[]): boolean {
  const median = others.toSorted((a, b) => a - b)[others.length >> 1];
  return others.length >= NEIGHBOURS && median !== undefined && sharpness < LESS_SHARP * median;
}

/** True when fewer than one pixel in a thousand differs clearly from the most frequent grey. */
function isEmpty(image: Image): boolean {
  const grey = reduced(image, 64);
  const sorted = grey.toSorted();
  const middle = sorted[sorted.length >> 1] ?? 0;
  const range = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
  return range === 0 || grey.filter((value) => Math.abs(value - middle) > range / 100).length < 5;
}

const HASH_SIDE = 32;
const HASH_TERMS = 8;

/**
 * A 64-bit hash that changes little when an image is scaled, re-windowed or compressed. The image
 * is reduced to 32 by 32; the bits are the lowest terms of its cosine transform compared with their
 * median (Zauner, Implementation and benchmarking of perceptual image hash functions, 2010). 16
 * hexadecimal digits.
 */
export function perceptualHash(image: Image): string {
  const grey = reduced(image, HASH_SIDE);
  const cosines = Array.from({ length: HASH_TERMS + 1 }, (_, k) =>
    Float64Array.from({ length: HASH_SIDE }, (_, n) => Math.cos((Math.PI / HASH_SIDE) * (n + 0.5) * k)),
  );
  const terms: number[] = [];
  // The first row and column hold the overall brightness, so they are left out.
  for (let v = 1; v <= HASH_TERMS; v++) {
    for (let u = 1; u <= HASH_TERMS; u++) {
      let sum = 0;
      for (let y = 0; y < HASH_SIDE; y++)
        for (let x = 0; x < HASH_SIDE; x++)
          sum += (grey[y * HASH_SIDE + x] ?? 0) * (cosines[u]?.[x] ?? 0) * (cosines[v]?.[y] ?? 0);
      terms.push(sum);
    }
  }
  const sorted = terms.toSorted((a, b) => a - b);
  const median = ((sorted[31] ?? 0) + (sorted[32] ?? 0)) / 2;
  let bits = 0n;
  for (const term of terms) bits = (bits << 1n) | (term > median ? 1n : 0n);
  return bits.toString(16).padStart(16, '0');
}

/** Number of bits in which two perceptual hashes differ, 0 to 64. */
export function hashDistance(a: string, b: string): number {
  const half = (from: number) =>
    ones(Number.parseInt(a.slice(from, from + 8), 16) ^ Number.parseInt(b.slice(from, from + 8), 16));
  return half(0) + half(8);
}

function ones(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * Steepness of the strongest edges: mean change between neighbours there, divided by the change
 * over eight pixels, in the blunter of the two directions. 1 for a step, about 1/8 for a ramp.
 * Motion or a lack of focus lowers it.
 */
export function sharpness(image: Image): number {
  const [columns, rows] = image.size;
  const grey = greyOf(image);
  return Math.min(
    edgeOf(grey, columns, columns - REACH, rows, 1),
    edgeOf(grey, columns, columns, rows - REACH, columns),
  );
}

/** Number of pixels over which an edge is followed. */
const REACH = 8;
/** Every second pixel of every second row is sampled; the strongest 64th of the samples counts. */
const STRIDE = 2;
const STRONGEST = 64;

/** Sharpness along one direction. `step` is the array distance between two neighbours. */
function edgeOf(
  grey: ArrayLike<number>,
  columns: number,
  width: number,
  height: number,
  step: number,
): number {
  if (width <= 0 || height <= 0) return 1;
  const places = new Uint32Array(Math.ceil(width / STRIDE) * Math.ceil(height / STRIDE));
  const rises = new Float32Array(places.length);
  let count = 0;
  for (let y = 0; y < height; y += STRIDE) {
    for (let x = 0; x < width; x += STRIDE) {
      const at = y * columns + x;
      places[count] = at;
      rises[count++] = Math.abs((grey[at + REACH * step] ?? 0) - (grey[at] ?? 0));
    }
  }
  const least = rises.toSorted()[rises.length - Math.max(1, Math.floor(rises.length / STRONGEST))] ?? 0;
  let rise = 0;
  let steepest = 0;
  places.forEach((at, n) => {
    if ((rises[n] ?? 0) < least) return;
    rise += rises[n] ?? 0;
    let most = 0;
    for (let i = 0; i < REACH; i++) {
      const change = (grey[at + (i + 1) * step] ?? 0) - (grey[at + i * step] ?? 0);
      most = Math.max(most, Math.abs(change));
    }
    steepest += most;
  });
  return rise === 0 ? 1 : Math.min(1, steepest / rise);
}

/** Share of a crop box that lies outside the image, 0 to 1. */
export function outside([x0, y0, x1, y1]: Box, [columns, rows]: Image['size']): number {
  const width = Math.max(0, Math.min(x1, columns - 0.5) - Math.max(x0, -0.5));
  const height = Math.max(0, Math.min(y1, rows - 0.5) - Math.max(y0, -0.5));
  return 1 - (width * height) / ((x1 - x0) * (y1 - y0));
}

function greyOf({ data, components, size }: Image): ArrayLike<number> {
  if (components === 1) return data;
  return Float32Array.from(
    { length: size[0] * size[1] },
    (_, at) =>
      0.299 * (data[at * 3] ?? 0) + 0.587 * (data[at * 3 + 1] ?? 0) + 0.114 * (data[at * 3 + 2] ?? 0),
  );
}

/** Mean grey of `side` by `side` blocks. Values that are not a number count as 0. */
function reduced(image: Image, side: number): Float64Array {
  const [columns, rows] = image.size;
  const grey = greyOf(image);
  const sums = new Float64Array(side * side);
  const counts = new Uint32Array(side * side);
  for (let y = 0; y < rows; y++) {
    const row = Math.floor((y * side) / rows) * side;
    for (let x = 0; x < columns; x++) {
      const block = row + Math.floor((x * side) / columns);
      const value = grey[y * columns + x] ?? 0;
      sums[block] = (sums[block] ?? 0) + (Number.isFinite(value) ? value : 0);
      counts[block] = (counts[block] ?? 0) + 1;
    }
  }
  // An image with fewer pixels than blocks leaves blocks empty. They take the value of their
  // neighbours.
  return sums.map((sum, block) => (counts[block] ? sum / counts[block] : 0));
}
