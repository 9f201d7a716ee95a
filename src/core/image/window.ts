import type { ImageFacts } from '../dicom/facts.ts';
import { isFloating, type Image, type PixelArray } from '../dicom/image.ts';

/** Window centre and width, in the units after the modality rescale. */
export interface Window {
  readonly center: number;
  readonly width: number;
}

/** A named window. The interface holds the names. */
export interface WindowPreset extends Window {
  readonly id: 'soft-tissue' | 'bone' | 'lung' | 'brain' | 'mediastinum' | 'full-range';
}

const PRESETS: Readonly<Record<string, readonly WindowPreset[]>> = {
  CT: [
    { id: 'soft-tissue', center: 40, width: 400 },
    { id: 'bone', center: 400, width: 1800 },
    { id: 'lung', center: -600, width: 1500 },
    { id: 'brain', center: 40, width: 80 },
    { id: 'mediastinum', center: 50, width: 350 },
  ],
  US: [{ id: 'full-range', center: 128, width: 256 }],
};

/**
 * Presets of a modality, the most used first. Empty when values have no absolute meaning, as in MR.
 */
export function presetsFor(modality: string): readonly WindowPreset[] {
  return PRESETS[modality] ?? [];
}

/**
 * The initial window, found without reading the pixels: the header's first window, else the first
 * preset of CT, whose values mean the same in every image. null: {@link autoWindow} must derive it
 * from the pixels.
 */
export function knownWindow({ windows, modality }: Pick<ImageFacts, 'windows' | 'modality'>): Window | null {
  const [header] = windows;
  if (header && header.width >= 1) return header;
  return modality === 'CT' ? (presetsFor(modality)[0] ?? null) : null;
}

/**
 * Grey level (0–255) of each of the 65,536 values of a 16-bit pixel, indexed by its bits: `value & 0xffff`. Linear function of
 * DICOM PS3.3 C.11.2.1.2.1.
 */
export function windowTable(window: Window, signed: boolean, invert: boolean): Uint8ClampedArray {
  const table = new Uint8ClampedArray(65536);
  const grey = greyFunction(window, invert);
  for (let bits = 0; bits < 65536; bits++) table[bits] = grey(signed && bits > 32767 ? bits - 65536 : bits);
  return table;
}

/**
 * The image as RGBA, `columns * rows * 4` bytes, opaque. Grey values go through the window; colour
 * is copied (or only inverted).
 */
export function renderGrey(
  image: Image,
  window: Window & { readonly invert: boolean },
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = image.size[0] * image.size[1];
  const rgba = new Uint8ClampedArray(pixels * 4);
  const { data } = image;
  if (image.components === 3) {
    const flip = window.invert ? 255 : 0;
    for (let from = 0, to = 0; to < rgba.length; from += 3, to += 4) {
      rgba[to] = (data[from] ?? 0) ^ flip;
      rgba[to + 1] = (data[from + 1] ?? 0) ^ flip;
      rgba[to + 2] = (data[from + 2] ?? 0) ^ flip;
      rgba[to + 3] = 255;
    }
    return rgba;
  }
  // One 32-bit store per pixel. Every platform with WebAssembly is little-endian, so the bytes are
  // R, G, B, A.
  const words = new Uint32Array(rgba.buffer);
  if (data.BYTES_PER_ELEMENT <= 2) {
    const signed = data instanceof Int8Array || data instanceof Int16Array;
    const greys = windowTable(window, signed, window.invert);
    // Plain loops: mapping a typed array with a function takes fifty times as long.
    const table = new Uint32Array(greys.length);
    for (let bits = 0; bits < greys.length; bits++) table[bits] = opaqueGrey(greys[bits] ?? 0);
    for (let at = 0; at < pixels; at++) words[at] = table[(data[at] ?? 0) & 0xffff] ?? 0;
    return rgba;
  }
  const grey = greyFunction(window, window.invert);
  const rounded = new Uint8ClampedArray(1);
  for (let at = 0; at < pixels; at++) {
    rounded[0] = grey(data[at] ?? 0);
    words[at] = opaqueGrey(rounded[0]);
  }
  return rgba;
}

/** Number of values sampled when they can't be counted one by one. */
const SAMPLE = 65_536;

/**
 * A window from the 1st to the 99th percentile of the values. If the lowest value fills more than 1
 * % of the image, it counts as padding or air outside the body and is left out. Pixels of more than
 * 16 bits are sampled. Colour: the full range.
 */
export function autoWindow(image: Image): Window {
  if (image.components === 3) return { center: 128, width: 256 };
  const { data } = image;
  const ordered = data.BYTES_PER_ELEMENT <= 2 ? counted(data) : sampled(data);
  const total = ordered.reduce((sum, [, count]) => sum + count, 0);
  const lowest = ordered[0]?.[0] ?? 0;
  const padding = ordered[0]?.[1] ?? 0;
  const isPadded = padding > total / 100 && padding < total;
  const values = isPadded ? ordered.slice(1) : ordered;
  const percentile = (share: number) => {
    let rank = Math.round(share * ((isPadded ? total - padding : total) - 1));
    return values.find(([, count]) => (rank -= count) < 0)?.[0] ?? lowest;
  };
  const low = percentile(0.01);
  const high = percentile(0.99);
  if (isFloating(data)) {
    return { center: (low + high) / 2, width: high - low || 1 };
  }
  // The linear function maps centre − 0.5 ± (width − 1) / 2 to black and white.
  return { center: (low + high + 1) / 2, width: Math.max(2, high - low + 1) };
}

type Counted = readonly (readonly [value: number, count: number])[];

/** Each value of 8 or 16 bits with its number of pixels, in ascending order. */
function counted(data: PixelArray): Counted {
  const offset = data instanceof Int8Array || data instanceof Int16Array ? 32768 : 0;
  const counts = new Uint32Array(65536);
  for (let at = 0; at < data.length; at++) {
    const value = (data[at] ?? 0) + offset;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  const present: (readonly [value: number, count: number])[] = [];
  counts.forEach((count, value) => {
    if (count > 0) present.push([value - offset, count]);
  });
  return present;
}

/** Finite values sampled from the whole image, in ascending order. */
function sampled(data: PixelArray): Counted {
  const step = Math.max(1, data.length / SAMPLE);
  const sample = Float64Array.from(
    { length: Math.floor(data.length / step) },
    (_, n) => data[Math.floor(n * step)] ?? 0,
  );
  const present: [value: number, count: number][] = [];
  for (const value of sample.filter(Number.isFinite).sort()) {
    const last = present.at(-1);
    if (last?.[0] === value) last[1]++;
    else present.push([value, 1]);
  }
  return present;
}

const opaqueGrey = (grey: number) => (0xff000000 | (grey << 16) | (grey << 8) | grey) >>> 0;

/**
 * Output 0–255, not clamped. For a width below 1, LINEAR_EXACT (C.11.2.1.3.2) is used: float images
 * need such widths, and the standard's LINEAR function does not allow them.
 */
function greyFunction({ center, width }: Window, invert: boolean): (value: number) => number {
  const middle = width < 1 ? center : center - 0.5;
  const range = width < 1 ? width : width - 1;
  const sign = invert ? -1 : 1;
  if (range <= 0) return (value) => (value <= middle === invert ? 255 : 0);
  return (value) => (sign * ((value - middle) / range) + 0.5) * 255;
}
