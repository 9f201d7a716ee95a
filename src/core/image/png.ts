import { unzlibSync } from 'fflate';
import { failure } from '../failure.ts';
import { crc32 } from '../bytes/digest.ts';
import { failed, success, type Result } from '../result.ts';
import { LARGEST_IMAGE } from '../bytes/gzip.ts';
import type { Pixels, Size } from '../measure.ts';

/*
 * Reads masks in PNG (ISO/IEC 15948) strictly: every checksum and length is verified, and nothing
 * is guessed. Available decoders return a truncated or damaged file half black without an error,
 * and it would be scored. `score.py` reads the same files in the same way.
 */

/** A PNG file with one value per pixel. */
export interface PngValues {
  readonly size: Size;
  /** Row by row: grey levels, or indices of a coloured palette. */
  readonly data: Uint8Array | Uint16Array;
  /** White: the largest grey level. Null when `data` holds indices. */
  readonly white: number | null;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, at) => bytes[at] === byte);

const GREY = 0;
const COLOUR = 2;
const PALETTE = 3;
/** Channels and legal bit depths by colour type. */
const TYPES: Readonly<Record<number, { readonly channels: number; readonly depths: readonly number[] }>> = {
  [GREY]: { channels: 1, depths: [1, 2, 4, 8, 16] },
  [COLOUR]: { channels: 3, depths: [8, 16] },
  [PALETTE]: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

/**
 * First column and row, then column and row step, of each Adam7 pass. A file without interlacing
 * has one pass.
 */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const WHOLE = [[0, 0, 1, 1]] as const;

interface Header {
  readonly columns: Pixels;
  readonly rows: Pixels;
  readonly depth: number;
  readonly type: number;
  readonly channels: number;
  readonly passes: readonly (readonly [number, number, number, number])[];
}

interface Chunks {
  readonly header: Header;
  readonly palette: Uint8Array | null;
  /** All IDAT chunks, concatenated. */
  readonly packed: Uint8Array<ArrayBuffer>;
}

const refuse = (cause: string) => failed(failure('image/png-not-read', { cause }));

/**
 * Reads a PNG of grey levels: grey, colour with three equal channels, or a palette of greys. For a
 * coloured palette the indices are used if index 0 is black, because then 0 is the background in
 * both readings. Transparency is refused, unless an alpha channel is opaque everywhere.
 *
 * Failures: `image/png-not-read`, `image/png-unsupported`.
 */
export function readPng(bytes: Uint8Array): Result<PngValues> {
  const chunks = readChunks(bytes);
  if (!chunks.ok) return chunks;
  const { header, palette, packed } = chunks.value;
  const { columns, rows, depth, type } = header;
  const samples = samplesOf(header, packed);
  if (!samples.ok) return samples;
  if (type === PALETTE) return fromPalette([columns, rows], samples.value, palette ?? new Uint8Array());
  return fromChannels(header, samples.value, 2 ** depth - 1);
}

/**
 * The values of a mask: white counts as 1, unless the file also holds 1. Scoring then refuses the
 * file.
 */
export function pngMaskValues({ data, white }: PngValues): Uint8Array | Uint16Array {
  if (white === null || white === 1 || data.includes(1)) return data;
  return data.map((value) => (value === white ? 1 : value));
}

function readChunks(bytes: Uint8Array): Result<Chunks> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Header | null = null;
  let palette: Uint8Array | null = null;
  const data: Uint8Array[] = [];
  let at = SIGNATURE.length;
  for (;;) {
    if (at + 12 > bytes.length) return refuse('cut off');
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return refuse('cut off');
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) return refuse(`checksum of ${name}`);
    const body = bytes.subarray(at + 8, end);
    at = end + 4;
    if ((header === null) !== (name === 'IHDR')) return refuse('IHDR');
    if (name === 'IHDR') {
      const read = readHeader(body);
      if (!read.ok) return read;
      header = read.value;
    } else if (name === 'PLTE') palette = body;
    else if (name === 'IDAT') data.push(body);
    else if (name === 'IEND') break;
    else if (name === 'tRNS') return failed(failure('image/png-unsupported', { what: 'transparency' }));
    // A lower-case first letter marks a chunk that a reader may ignore.
    else if (!/^[a-z]/.test(name)) return refuse(`chunk ${name}`);
  }
  if (header === null) return refuse('IHDR');
  const packed = new Uint8Array(data.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of data) {
    packed.set(part, filled);
    filled += part.length;
  }
  return success({ header, palette, packed });
}

function readHeader(body: Uint8Array): Result<Header> {
  if (body.length !== 13) return refuse('IHDR');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const [columns, rows] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, type = 0, compression, filter, interlace] = body.subarray(8);
  const form = TYPES[type];
  if (columns === 0 || rows === 0 || !form?.depths.includes(depth)) return refuse('IHDR');
  if (compression !== 0 || filter !== 0 || (interlace !== 0 && interlace !== 1)) return refuse('IHDR');
  const { channels } = form;
  if (columns * rows * channels * Math.max(depth, 8) > 8 * LARGEST_IMAGE)
    return failed(failure('image/png-unsupported', { what: 'size' }));
  return success({ columns, rows, depth, type, channels, passes: interlace === 1 ? ADAM7 : WHOLE });
}

/** The samples of all channels, pixel by pixel. */
function samplesOf(header: Header, packed: Uint8Array<ArrayBuffer>): Result<Uint8Array | Uint16Array> {
  const { columns, rows, depth, channels, passes } = header;
  const sizes = passes.map(([x, y, dx, dy]) => {
    const width = Math.ceil(Math.max(columns - x, 0) / dx);
    const height = width === 0 ? 0 : Math.ceil(Math.max(rows - y, 0) / dy);
    return { width, height, stride: Math.ceil((width * channels * depth) / 8) };
  });
  const plain = inflated(
    packed,
    sizes.reduce((sum, { height, stride }) => sum + height * (1 + stride), 0),
  );
  if (!plain) return refuse('compressed data');
  const samples = new (depth === 16 ? Uint16Array : Uint8Array)(columns * rows * channels);
  const step = Math.max(1, (channels * depth) >> 3);
  let at = 0;
  for (const [pass, { width, height, stride }] of sizes.entries()) {
    const [x0, y0, dx, dy] = passes[pass] ?? [0, 0, 1, 1];
    let above = new Uint8Array(stride);
    for (let row = 0; row < height; row++) {
      const filter = plain[at] ?? 0;
      const line = plain.subarray(at + 1, at + 1 + stride);
      if (filter > 4) return refuse('filter');
      unfilter(filter, line, above, step);
      at += 1 + stride;
      above = line;
      for (let i = 0; i < width * channels; i++) {
        const pixel = (y0 + row * dy) * columns + x0 + Math.floor(i / channels) * dx;
        samples[pixel * channels + (i % channels)] = sampleOf(line, i, depth);
      }
    }
  }
  return success(samples);
}

function sampleOf(line: Uint8Array, index: number, depth: number): number {
  if (depth === 16) return ((line[2 * index] ?? 0) << 8) | (line[2 * index + 1] ?? 0);
  if (depth === 8) return line[index] ?? 0;
  const bit = index * depth;
  return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

/** Filters of section 9 of the standard: None, Sub, Up, Average, Paeth. Works in place. */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, step: number): void {
  for (let i = 0; i < line.length; i++) {
    const left = line[i - step] ?? 0;
    const up = above[i] ?? 0;
    const corner = i < step ? 0 : (above[i - step] ?? 0);
    const predicted =
      filter === 0
        ? 0
        : filter === 1
          ? left
          : filter === 2
            ? up
            : filter === 3
              ? (left + up) >> 1
              : paeth(left, up, corner);
    line[i] = (line[i] ?? 0) + predicted;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/**
 * Decompresses zlib data of exactly `length` bytes. Null for another length or a wrong checksum.
 */
function inflated(packed: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> | null {
  if (packed.length < 6) return null;
  try {
    // One extra byte reveals data longer than announced: fflate never writes past the array.
    const plain = unzlibSync(packed, { out: new Uint8Array(length + 1) }) as Uint8Array<ArrayBuffer>;
    const checksum = new DataView(packed.buffer, packed.length - 4).getUint32(0);
    return plain.length === length && adler32(plain) === checksum ? plain : null;
  } catch {
    return null;
  }
}

/** RFC 1950. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function fromChannels(
  { columns, rows, channels }: Header,
  samples: Uint8Array | Uint16Array,
  white: number,
): Result<PngValues> {
  const size = [columns, rows] as const;
  if (channels === 1) return success({ size, data: samples, white });
  const data = new (white > 255 ? Uint16Array : Uint8Array)(columns * rows);
  const colours = channels < 3 ? 1 : 3;
  for (let pixel = 0; pixel < data.length; pixel++) {
    const at = pixel * channels;
    const value = samples[at] ?? 0;
    for (let channel = 1; channel < colours; channel++) {
      if (samples[at + channel] !== value)
        return failed(failure('image/png-unsupported', { what: 'colour' }));
    }
    if (channels > colours && samples[at + colours] !== white)
      return failed(failure('image/png-unsupported', { what: 'transparency' }));
    data[pixel] = value;
  }
  return success({ size, data, white });
}

function fromPalette(
  size: PngValues['size'],
  indices: Uint8Array | Uint16Array,
  palette: Uint8Array,
): Result<PngValues> {
  const entry = (index: number) => palette.subarray(3 * index, 3 * index + 3);
  const isGrey = (index: number) => new Set(entry(index)).size === 1;
  const used = [...new Set(indices)];
  if (palette.length % 3 !== 0 || used.some((index) => entry(index).length !== 3)) return refuse('PLTE');
  if (used.every(isGrey)) {
    return success({ size, data: Uint8Array.from(indices, (index) => entry(index)[0] ?? 0), white: 255 });
  }
  return entry(0).every((level) => level === 0)
    ? success({ size, data: indices, white: null })
    : failed(failure('image/png-unsupported', { what: 'colour' }));
}
