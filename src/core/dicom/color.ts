import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import type { DataSet, Tag } from './dataset.ts';
import { numbersOf } from './element.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * YBR_FULL to RGB, interleaved. Source: the inverse of PS3.3 section C.7.6.3.1.2, rounded and
 * clamped to 8 bits.
 */
export function rgbOfYbr(ybr: Uint8Array): Bytes {
  const rgb = new Uint8Array(ybr.length);
  for (let at = 0; at + 2 < ybr.length; at += 3) {
    const y = ybr[at] ?? 0;
    const cb = (ybr[at + 1] ?? 0) - 128;
    const cr = (ybr[at + 2] ?? 0) - 128;
    rgb[at] = clamp(y + 1.402 * cr);
    rgb[at + 1] = clamp(y - (0.114 * 1.772 * cb + 0.299 * 1.402 * cr) / 0.587);
    rgb[at + 2] = clamp(y + 1.772 * cb);
  }
  return rgb;
}

const clamp = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

/** Two pixels share one pair of chroma samples: Y Y Cb Cr, row by row. */
export function fullOf422(bytes: Uint8Array, pixels: number): Bytes {
  const full = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const group = (pixel >> 1) * 4;
    full[pixel * 3] = bytes[group + (pixel & 1)] ?? 0;
    full[pixel * 3 + 1] = bytes[group + 2] ?? 0;
    full[pixel * 3 + 2] = bytes[group + 3] ?? 0;
  }
  return full;
}

/** Table of one colour: the first stored value that it maps, and its entries in 8 bits. */
interface Palette {
  readonly first: number;
  readonly entries: Bytes;
}

/**
 * Maps stored values through the palettes to 8-bit RGB. Source: PS3.3 section C.7.6.3.1.5 and
 * C.7.9.2 (segmented).
 */
export function rgbOfPalette(dataset: DataSet, stored: ArrayLike<number>): Result<Bytes> {
  const tables: Palette[] = [];
  for (const [index, name] of (['red', 'green', 'blue'] as const).entries()) {
    const table = paletteOf(dataset, index);
    if (table === null)
      return failed(failure('dicom/bad-header', { cause: `the ${name} palette is missing or malformed` }));
    tables.push(table);
  }
  const rgb = new Uint8Array(stored.length * 3);
  for (const [component, { first, entries }] of tables.entries()) {
    const last = entries.length - 1;
    for (let pixel = 0; pixel < stored.length; pixel++) {
      const index = Math.min(last, Math.max(0, (stored[pixel] ?? 0) - first));
      rgb[pixel * 3 + component] = entries[index] ?? 0;
    }
  }
  return success(rgb);
}

function paletteOf(dataset: DataSet, index: number): Palette | null {
  const tag = (base: number): Tag => `0028${(base + index).toString(16).toUpperCase().padStart(4, '0')}`;
  const [count, first, bits] = numbersOf(dataset, tag(0x1101));
  if (count === undefined || first === undefined || bits === undefined) return null;
  const length = count === 0 ? 65536 : count;
  const plain = dataset.elements.get(tag(0x1201))?.value;
  const segmented = dataset.elements.get(tag(0x1221))?.value;
  if (plain?.kind === 'bytes' && plain.bytes.length > 0) {
    // 8-bit entries are stored two per word or one per word.
    const wide = plain.bytes.length >= length * 2;
    const words = wide ? wordsOf(plain.bytes, length) : plain.bytes.subarray(0, length);
    return { first, entries: eightBits(words, wide ? bits : 8) };
  }
  if (segmented?.kind === 'bytes' && segmented.bytes.length > 0) {
    const words = wordsOf(segmented.bytes, segmented.bytes.length >> 1);
    // Some writers store segments of 8-bit entries as bytes, others as words. Only one reading
    // gives the right length.
    const entries =
      (bits === 8 ? expandSegments(segmented.bytes, length, 1) : null) ?? expandSegments(words, length, 2);
    return entries && { first, entries: eightBits(entries, bits) };
  }
  return null;
}

function wordsOf(bytes: Uint8Array, length: number): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: Math.min(length, bytes.length >> 1) }, (_, i) =>
    view.getUint16(i * 2, true),
  );
}

/** Some writers declare 16 bits and use only 8. */
function eightBits(values: ArrayLike<number>, bits: number): Bytes {
  let high = 0;
  for (let i = 0; i < values.length; i++) high = Math.max(high, values[i] ?? 0);
  const shift = bits > 8 && high > 255 ? 8 : 0;
  return Uint8Array.from(values, (value) => value >> shift);
}

/** Discrete (0), linear (1) and indirect (2) segments. */
function expandSegments(words: Uint16Array | Uint8Array, length: number, unit: 1 | 2): number[] | null {
  const out: number[] = [];
  const run = (from: number, segments: number): number | null => {
    let at = from;
    for (let n = 0; n < segments && at + 1 < words.length && out.length < length; n++) {
      const code = words[at];
      const count = words[at + 1] ?? 0;
      if (code === 0) {
        for (const entry of words.subarray(at + 2, at + 2 + count)) out.push(entry);
        at += 2 + count;
      } else if (code === 1) {
        const start = out.at(-1);
        const end = words[at + 2];
        if (start === undefined || end === undefined) return null;
        for (let i = 1; i <= count; i++) out.push(Math.round(start + ((end - start) * i) / count));
        at += 3;
      } else if (code === 2 && from === 0) {
        // The offset is in bytes. Its less significant part comes first.
        const digits = Array.from(
          { length: 4 / unit },
          (_, i) => (words[at + 2 + i] ?? 0) * 256 ** (unit * i),
        );
        if (run(digits.reduce((sum, digit) => sum + digit, 0) / unit, count) === null) return null;
        at += 2 + 4 / unit;
      } else {
        return null;
      }
    }
    return at;
  };
  return run(0, Number.POSITIVE_INFINITY) !== null && out.length === length ? out : null;
}
