/**
 * Finds bytes in compressed streams that no decoder turns into pixels: comments, application data,
 * profiles, thumbnails, bytes after the end.
 */

/** A byte range: start (inclusive) and end (exclusive). */
export type Range = readonly [from: number, to: number];

/**
 * Ranges of a JPEG or JPEG-LS stream (ISO/IEC 10918-1 annex B, 14495-1 annex C) that can be set to
 * zero without changing the picture: comments, application segments, and bytes after the end of the
 * image. The few bytes of application segments that decoders use stay (JFIF, Adobe's transform,
 * HP's colour transform). Null when the segments can't be followed.
 */
export function hiddenInJpeg(stream: Uint8Array, isLs: boolean): readonly Range[] | null {
  if (stream[0] !== 0xff || stream[1] !== 0xd8) return null;
  const ranges: Range[] = [];
  let at = 2;
  while (at < stream.length) {
    if (stream[at] !== 0xff) return null;
    const marker = stream[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker === 0xd9) return [...ranges, [at + 2, stream.length]];
    else if ((marker >= 0xd0 && marker <= 0xd7) || marker === 0x01) at += 2;
    else {
      const end = at + 2 + word(stream, at + 2);
      if (!isJpegSegment(marker, isLs) || end < at + 4 || end > stream.length) return null;
      if (marker === 0xfe) ranges.push([at + 4, end]);
      if (marker >= 0xe0 && marker <= 0xef) ranges.push(...inApplication(stream, marker, at + 4, end));
      at = marker === 0xda ? endOfScan(stream, end, isLs) : end;
    }
  }
  return ranges;
}

function isJpegSegment(marker: number, isLs: boolean): boolean {
  if (marker === 0xd8 || marker < 0xc0) return false;
  return marker < 0xf0 || marker === 0xfe || (isLs && (marker === 0xf7 || marker === 0xf8));
}

function inApplication(stream: Uint8Array, marker: number, from: number, end: number): readonly Range[] {
  const name = (length: number): string => ascii(stream, from, length);
  // Version, units and density stay; the thumbnail and its size are removed.
  if (marker === 0xe0 && name(5) === 'JFIF\0') return [[Math.min(from + 12, end), end]];
  if (marker === 0xee && name(5) === 'Adobe') return [[Math.min(from + 12, end), end]];
  if (marker === 0xe8 && name(4) === 'mrfx') return [[Math.min(from + 5, end), end]];
  // A SPIFF file header, which holds only numbers (ISO/IEC 10918-3 annex F). A later segment of the
  // same kind is a directory and may hold texts.
  if (marker === 0xe8 && name(6) === 'SPIFF\0') return [[Math.min(from + 30, end), end]];
  return [[from, end]];
}

/** End of the entropy-coded data of a scan: the next marker that is not a restart marker. */
function endOfScan(stream: Uint8Array, from: number, isLs: boolean): number {
  for (let at = stream.indexOf(0xff, from); at >= 0; at = stream.indexOf(0xff, at + 1)) {
    const next = stream[at + 1] ?? 0;
    const isStuffed = isLs ? next < 0x80 : next === 0;
    if (!isStuffed && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return stream.length;
}

/**
 * The same for a JPEG 2000 codestream (ISO/IEC 15444-1 annex A), bare or in a JP2 file (annex I):
 * comments of the main and the tile-part headers (except an encoder's name and version), boxes that
 * do not describe the samples, and bytes after the end of the codestream.
 */
export function hiddenInJpeg2000(stream: Uint8Array): readonly Range[] | null {
  if (stream[0] === 0xff) return hiddenInCodestream(stream, 0, stream.length);
  const isJp2 = ascii(stream, 4, 4) === 'jP  ';
  return isJp2 ? hiddenInBoxes(stream, 0, stream.length) : null;
}

/** Boxes whose content is needed to decode the samples. */
const SAMPLE_BOXES = new Set(['jP  ', 'ftyp', 'ihdr', 'bpcc', 'pclr', 'cmap', 'cdef']);

function hiddenInBoxes(stream: Uint8Array, from: number, end: number): Range[] | null {
  const ranges: Range[] = [];
  let at = from;
  while (end - at >= 8) {
    const type = ascii(stream, at + 4, 4);
    const stated = long(stream, at);
    const isLarge = stated === 1;
    const content = at + (isLarge ? 16 : 8);
    const next = stated === 0 ? end : at + (isLarge ? long(stream, at + 12) : stated);
    if (next < content || next > end) return null;
    if (type === 'jp2h' || type === 'jp2c') {
      const inner =
        type === 'jp2h' ? hiddenInBoxes(stream, content, next) : hiddenInCodestream(stream, content, next);
      if (inner === null) return null;
      ranges.push(...inner);
    } else if (type === 'colr') {
      // An enumerated colour space is a number. Any other method carries a profile.
      ranges.push([Math.min(content + (stream[content] === 1 ? 7 : 3), next), next]);
    } else if (!SAMPLE_BOXES.has(type)) ranges.push([content, next]);
    at = next;
  }
  return [...ranges, [at, end]];
}

const COMMENT = 0xff64;
/** Encoder signatures: program name and version, no information about the file. */
const ENCODER =
  /^(?:Kakadu-v?|Created by (?:GDCM\/)?OpenJPEG version |OpenJPH Ver |Creator: JasPer Version )\d{1,2}(?:\.\d{1,4}){1,2}\.?\0?$/;
const START_OF_TILE_PART = 0xff90;
const START_OF_DATA = 0xff93;
const END_OF_CODESTREAM = 0xffd9;

function hiddenInCodestream(stream: Uint8Array, from: number, end: number): Range[] | null {
  if (word(stream, from) !== 0xff4f) return null;
  const ranges: Range[] = [];
  let at = from + 2;
  let tilePart = 0;
  while (end - at >= 2) {
    const marker = word(stream, at);
    if (marker === END_OF_CODESTREAM) return [...ranges, [at + 2, end]];
    if (marker === START_OF_DATA) {
      const length = long(stream, tilePart + 6);
      at = length === 0 ? endOfData(stream, at + 2, end) : tilePart + length;
      if (tilePart === 0 || at > end) return null;
      continue;
    }
    const next = at + 2 + word(stream, at + 2);
    const isSegment = (marker >= 0xff4f && marker <= 0xff7f) || marker === START_OF_TILE_PART;
    if (!isSegment || next < at + 4 || next > end) return null;
    if (marker === START_OF_TILE_PART) tilePart = at;
    if (marker === COMMENT && !ENCODER.test(ascii(stream, at + 6, next - at - 6))) {
      ranges.push([Math.min(at + 6, next), next]);
    }
    at = next;
  }
  return [...ranges, [at, end]];
}

/** Coded data contain no 16-bit word above 0xFF8F. */
function endOfData(stream: Uint8Array, from: number, end: number): number {
  for (let at = stream.indexOf(0xff, from); at >= 0 && at < end; at = stream.indexOf(0xff, at + 1)) {
    if (stream[at + 1] === 0xd9) return at;
  }
  return end;
}

const RLE_HEADER = 64;

/**
 * The same for an RLE frame (PS3.5 annex G): unused entries of its header, gaps, and bytes of a
 * segment after its last pixel.
 */
export function hiddenInRle(stream: Uint8Array, pixels: number, segments: number): readonly Range[] | null {
  if (stream.length < RLE_HEADER || segments > 15) return null;
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (view.getUint32(0, true) !== segments) return null;
  const ranges: Range[] = [[4 + segments * 4, RLE_HEADER]];
  let last = RLE_HEADER;
  for (let segment = 0; segment < segments; segment++) {
    const start = view.getUint32(4 + segment * 4, true);
    const end = segment + 1 < segments ? view.getUint32(8 + segment * 4, true) : stream.length;
    if (start < last || end < start || end > stream.length) return null;
    const used = endOfRuns(stream, start, end, pixels);
    if (used === null) return null;
    ranges.push([last, start], [used, end]);
    last = end;
  }
  return ranges;
}

function endOfRuns(stream: Uint8Array, start: number, end: number, pixels: number): number | null {
  let at = start;
  let left = pixels;
  while (left > 0 && at < end) {
    const code = stream[at++] ?? 0;
    if (code === 128) continue;
    const isRun = code > 128;
    const length = Math.min(isRun ? 257 - code : code + 1, left);
    at += isRun ? 1 : length;
    left -= length;
  }
  return left > 0 || at > end ? null : at;
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function long(bytes: Uint8Array, at: number): number {
  return word(bytes, at) * 0x10000 + word(bytes, at + 2);
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
