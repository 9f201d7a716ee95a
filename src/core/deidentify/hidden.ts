import { bitsIn } from '../bytes/words.ts';
import type { DataSet, Element, Part10 } from '../dicom/dataset.ts';
import { samplesPerPixel } from '../dicom/native-frame.ts';
import { keywordOf } from '../dicom/dictionary.ts';
import { element, numberOf, withElements } from '../dicom/element.ts';
import type { ImageFacts } from '../dicom/facts.ts';
import { startsOfFrames } from '../dicom/frames.ts';
import { hiddenInJpeg, hiddenInJpeg2000, hiddenInRle, type Range } from '../dicom/hidden-bytes.ts';
import { PIXEL_TAGS } from '../dicom/read-facts.ts';
import { decodeRle } from '../dicom/rle.ts';
import { ENCAPSULATED_NATIVE, EXPLICIT_LE, RLE, isNative } from '../dicom/transfer-syntax.ts';
import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import type { DeidentificationRecord } from './images.ts';

const PIXEL_DATA = '7FE00010';
const OFFSETS = '7FE00001';
const LENGTHS = '7FE00002';
const JPEG = /^1\.2\.840\.10008\.1\.2\.4\.(5\d|70)$/;
const JPEG_LS = /^1\.2\.840\.10008\.1\.2\.4\.8[01]$/;
const JPEG_2000 = /^1\.2\.840\.10008\.1\.2\.4\.(9[0-3]|20[123])$/;

/**
 * Removes from Pixel Data everything that is not the pixels of the frames: bytes after the last
 * frame, bits outside the stored ones (old files keep overlays there, PS3.3 section C.9.2,
 * retired), comments and application data of compressed streams, and wrong offset tables.
 * Stored values do not change. In compressed streams the bytes are overwritten with zeros,
 * so no length and no offset changes. A stream without such bytes keeps its encoding byte for byte.
 * RLE with hidden bits becomes native.
 *
 * Failures: `deidentify/unreadable-stream`, `deidentify/overlay-in-pixels`.
 */
export function withoutHidden(part10: Part10, facts: ImageFacts): Result<Part10> {
  const { dataset, transferSyntax } = part10;
  const overlay = overlayBitOf(dataset, facts);
  const pixels = PIXEL_TAGS.map((tag) => dataset.elements.get(tag)).find((each) => each !== undefined);
  if (pixels?.value.kind === 'bytes') {
    const native = nativePixels(pixels.value.bytes, dataset, facts);
    const hasOffsets = dataset.elements.has(OFFSETS) || dataset.elements.has(LENGTHS);
    if (native === pixels.value.bytes && !hasOffsets) return success(part10);
    const set = native === pixels.value.bytes ? [] : [element(pixels.tag, pixels.vr, native)];
    return success({ ...part10, dataset: withElements(dataset, { set, remove: [OFFSETS, LENGTHS] }) });
  }
  if (pixels?.value.kind !== 'fragments') return success(part10);
  const { fragments, offsetTable } = pixels.value;
  const starts = startsOfFrames(dataset, facts.frames);
  if (starts === null || isNative(transferSyntax)) return unreadable('frames');
  const clean: Uint8Array[] = [];
  for (const [frame, start] of starts.entries()) {
    const parts = fragments.slice(start, starts[frame + 1] ?? fragments.length);
    const cleaned = cleanedParts(parts, part10, facts);
    if (cleaned === null) return unreadable('segments');
    clean.push(...cleaned);
  }
  const rle = transferSyntax === RLE ? nativeOfRle(clean, starts, dataset, facts) : null;
  if (rle !== null) return rle;
  if (overlay !== null && transferSyntax !== RLE && transferSyntax !== ENCAPSULATED_NATIVE) {
    return failed(failure('deidentify/overlay-in-pixels', { bit: overlay }));
  }
  const offsets = offsetsOf(clean, starts);
  const table = offsetTable.length === 0 || isTable(offsetTable, offsets) ? offsetTable : tableOf(offsets);
  const isSound =
    isExtendedTable(dataset, OFFSETS, offsets) && isExtendedTable(dataset, LENGTHS, lengthsOf(clean, starts));
  const value = { kind: 'fragments', offsetTable: table, fragments: clean } as const;
  const changes = { set: [{ ...pixels, value }], remove: isSound ? [] : [OFFSETS, LENGTHS] };
  return success({ ...part10, dataset: withElements(dataset, changes) });
}

const unreadable = (cause: 'frames' | 'segments'): Result<never> =>
  failed(failure('deidentify/unreadable-stream', { cause }));

/**
 * The lowest bit outside the stored ones where the header declares an overlay; null when there is
 * none.
 */
function overlayBitOf(dataset: DataSet, facts: ImageFacts): number | null {
  const high = highBitOf(dataset, facts);
  const low = high - facts.bitsStored + 1;
  const bits = [...dataset.elements.keys()]
    .filter((tag) => /^60..0102$/.test(tag))
    .map((tag) => numberOf(dataset, tag) ?? 0)
    .filter((bit) => bit > high || bit < low);
  return bits.length === 0 || facts.bitsAllocated > 16 ? null : Math.min(...bits);
}

function highBitOf(dataset: DataSet, facts: ImageFacts): number {
  return numberOf(dataset, '00280102') ?? facts.bitsStored - 1;
}

/**
 * Cleans native pixels: cuts bytes after the last frame and clears hidden bits. Returns the
 * argument itself when nothing changes.
 */
function nativePixels(bytes: Uint8Array, dataset: DataSet, facts: ImageFacts): Uint8Array {
  const samples = samplesPerPixel(facts, bytes.length);
  const size = Math.ceil((facts.rows * facts.columns * samples * facts.frames * facts.bitsAllocated) / 8);
  const cut = bytes.length > size ? bytes.subarray(0, size) : bytes;
  const plain = withoutHiddenBits(cut, dataset, facts);
  if (plain !== cut || cut === bytes) return plain;
  // One zero byte of padding to an even length belongs to the encoding.
  const isPadding = bytes.length === size + (size & 1) && bytes[size] === 0;
  return isPadding ? bytes : cut;
}

/**
 * Sets bits outside the stored ones to 0, or above a negative value to copies of its sign bit.
 * Values without hidden bits do not change.
 */
function withoutHiddenBits(bytes: Uint8Array, dataset: DataSet, facts: ImageFacts): Uint8Array {
  const { bitsAllocated: allocated, bitsStored: stored, signed } = facts;
  const high = highBitOf(dataset, facts);
  if (stored >= allocated || (allocated !== 8 && allocated !== 16 && allocated !== 32)) return bytes;
  const kept = (2 ** (high + 1) - 2 ** (high - stored + 1)) | 0;
  const above = (allocated === 32 ? -1 : 2 ** allocated - 1) & ~((2 ** (high + 1) - 1) | 0);
  const sign = high === 31 ? 0 : 1 << high;
  if ((bitsIn(bytes, WIDTHS[allocated]) & ~kept) === 0) return bytes;
  // A typed array of words needs an aligned start.
  const words = wordsOf(bytes, allocated);
  let out: ReturnType<typeof wordsOf> | null = null;
  for (let i = 0; i < words.length; i++) {
    const value = words[i] ?? 0;
    const hidden = value & ~kept;
    if (hidden === 0 || (signed && hidden === above && (value & sign) !== 0)) continue;
    out ??= words.slice();
    out[i] = signed && (value & sign) !== 0 ? (value & kept) | above : value & kept;
  }
  if (out === null) return bytes;
  const plain = bytes.slice();
  plain.set(new Uint8Array(out.buffer, out.byteOffset, out.byteLength));
  return plain;
}

const WIDTHS = { 8: 1, 16: 2, 32: 4 } as const;

function wordsOf(bytes: Uint8Array, allocated: 8 | 16 | 32): Uint8Array | Uint16Array | Int32Array {
  const size = allocated / 8;
  const length = Math.floor(bytes.length / size);
  const from = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  if (allocated === 8) return from;
  return allocated === 16
    ? new Uint16Array(from.buffer, from.byteOffset, length)
    : new Int32Array(from.buffer, from.byteOffset, length);
}

/**
 * The fragments of one frame with hidden bytes set to 0; their lengths do not change. Null when the
 * stream can't be followed.
 */
function cleanedParts(
  parts: readonly Uint8Array[],
  { dataset, transferSyntax }: Part10,
  facts: ImageFacts,
): readonly Uint8Array[] | null {
  const stream = parts.length === 1 && parts[0] ? parts[0] : joined(parts);
  if (transferSyntax === ENCAPSULATED_NATIVE) {
    const frame = nativePixels(stream, dataset, { ...facts, frames: 1 });
    if (frame === stream) return parts;
    const whole = new Uint8Array(stream.length);
    whole.set(frame);
    return resplit(whole, parts);
  }
  const hidden = hiddenRanges(stream, transferSyntax, facts);
  if (hidden === null) return null;
  // One last byte can be padding to an even length. Its value does not matter.
  const filled = hidden.filter(
    ([from, to]) =>
      !(to === stream.length && to - from === 1) && stream.subarray(from, to).some((byte) => byte !== 0),
  );
  if (filled.length === 0) return parts;
  const plain = stream.slice();
  for (const [from, to] of filled) plain.fill(0, from, to);
  return resplit(plain, parts);
}

function hiddenRanges(stream: Uint8Array, syntax: string, facts: ImageFacts): readonly Range[] | null {
  if (JPEG.test(syntax)) return hiddenInJpeg(stream, false);
  if (JPEG_LS.test(syntax)) return hiddenInJpeg(stream, true);
  if (JPEG_2000.test(syntax)) return hiddenInJpeg2000(stream);
  if (syntax !== RLE) return null;
  const segments = facts.samplesPerPixel * Math.ceil(facts.bitsAllocated / 8);
  return hiddenInRle(stream, facts.rows * facts.columns, segments);
}

/** RLE frames with hidden bits, converted to native pixels. Null when there are no hidden bits. */
function nativeOfRle(
  fragments: readonly Uint8Array[],
  starts: readonly number[],
  dataset: DataSet,
  facts: ImageFacts,
): Result<Part10> | null {
  const { bitsAllocated, bitsStored, samplesPerPixel: samples } = facts;
  if (bitsStored >= bitsAllocated) return null;
  const frames: Uint8Array[] = [];
  let isHidden = false;
  for (const [frame, start] of starts.entries()) {
    const stream = joined(fragments.slice(start, starts[frame + 1] ?? fragments.length));
    const planes = decodeRle(stream, facts.rows * facts.columns, samples, bitsAllocated / 8);
    if (planes === null) return unreadable('segments');
    const plain = withoutHiddenBits(planes, dataset, facts);
    isHidden ||= plain !== planes;
    frames.push(plain);
  }
  if (!isHidden) return null;
  const pixels = element(PIXEL_DATA, bitsAllocated > 8 ? 'OW' : 'OB', joined(frames));
  const set = samples > 1 ? [pixels, element('00280006', 'US', 1)] : [pixels];
  const native = withElements(dataset, { set, remove: [OFFSETS, LENGTHS] });
  return success({
    meta: { elements: new Map() },
    dataset: native,
    transferSyntax: EXPLICIT_LE,
    repairs: [],
  });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function resplit(stream: Uint8Array, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  let at = 0;
  return parts.map((part) => stream.subarray(at, (at += part.length)));
}

/** Byte offset of each frame's first fragment, counted from the end of the offset table. */
function offsetsOf(fragments: readonly Uint8Array[], starts: readonly number[]): readonly number[] {
  const ends: number[] = [0];
  for (const { length } of fragments) ends.push((ends.at(-1) ?? 0) + 8 + length + (length & 1));
  return starts.map((start) => ends[start] ?? 0);
}

function tableOf(offsets: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(offsets.length * 4);
  const view = new DataView(bytes.buffer);
  offsets.forEach((offset, i) => view.setUint32(i * 4, offset, true));
  return bytes;
}

function isTable(table: Uint8Array, offsets: readonly number[]): boolean {
  const sound = tableOf(offsets);
  return table.length === sound.length && table.every((byte, i) => byte === sound[i]);
}

/** Bytes of each frame: the sum of its fragments, each padded to an even length. */
function lengthsOf(fragments: readonly Uint8Array[], starts: readonly number[]): readonly number[] {
  return starts.map((start, frame) =>
    fragments
      .slice(start, starts[frame + 1] ?? fragments.length)
      .reduce((sum, { length }) => sum + length + (length & 1), 0),
  );
}

/**
 * True when the value is the given table of 64-bit numbers. A written length may leave
 * out one byte of padding. Any other value could be text.
 */
function isExtendedTable(dataset: DataSet, tag: string, expected: readonly number[]): boolean {
  const value = dataset.elements.get(tag)?.value;
  if (value?.kind !== 'bytes' || value.bytes.length !== expected.length * 8) return false;
  const view = new DataView(value.bytes.buffer, value.bytes.byteOffset, value.bytes.byteLength);
  return expected.every((number, i) => {
    const written = Number(view.getBigUint64(i * 8, true));
    return written === number || (tag === LENGTHS && written === number - 1);
  });
}

/** What {@link withoutHidden} did, for the log: Pixel Data is cleaned when something other than pixels was removed. */
export function hiddenActions(before: Part10, after: Part10): DeidentificationRecord['actions'] {
  return PIXEL_TAGS.filter((tag) => !hasEqualPixels(before, after, tag)).map((tag) => ({
    path: tag,
    keyword: keywordOf(tag) ?? tag,
    action: 'cleaned' as const,
  }));
}

function hasEqualPixels(before: Part10, after: Part10, tag: string): boolean {
  const [one, other] = [before, after].map(({ dataset }) => partsOf(dataset.elements.get(tag)));
  return one?.length === other?.length && (one ?? []).every((chunk, i) => chunk === other?.[i]);
}

function partsOf(pixels: Element | undefined): readonly Uint8Array[] {
  if (pixels?.value.kind === 'fragments') return [pixels.value.offsetTable, ...pixels.value.fragments];
  return pixels?.value.kind === 'bytes' ? [pixels.value.bytes] : [];
}
