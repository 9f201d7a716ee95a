import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { DataSet, Element, ElementValue, Tag } from './dataset.ts';
import { isPrivate, tagOfNumber, vrOf } from './dictionary.ts';
import { dataSetOf, numberOf } from './element.ts';
import { KNOWN_VRS, LONG_VRS, byteUnit } from './vr.ts';

export interface Encoding {
  readonly explicit: boolean;
  readonly bigEndian: boolean;
}

/** Carries a failure up the recursion. It never leaves `readPart10`. */
export class Unreadable extends Error {
  readonly failure: Failure;
  constructor(reason: Failure) {
    super(reason.code);
    this.failure = reason;
  }
}

const PIXEL_DATA = '7FE00010';
const ITEM = 'FFFEE000';
const ITEM_END = 'FFFEE00D';
const SEQUENCE_END = 'FFFEE0DD';
const UNDEFINED = 0xffffffff;
const DEEPEST = 64;

/** The read position, shared by all depths of one byte order. */
interface Stream {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  position: number;
}

interface Walk {
  readonly stream: Stream;
  readonly encoding: Encoding;
  readonly repairs: string[];
  readonly depth: number;
  /** PixelRepresentation of the enclosing data set. Items without their own value inherit it. */
  readonly signed: boolean;
}

/** Bytes past the end count as 0. */
export function tagAt(bytes: Uint8Array, at: number, bigEndian: boolean): Tag {
  return tagOfNumber(tagNumberAt(bytes, at, bigEndian));
}

function tagNumberAt(bytes: Uint8Array, at: number, bigEndian: boolean): number {
  const [a, b, c, d] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0];
  return bigEndian
    ? ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
    : ((b << 24) | (a << 16) | (d << 8) | c) >>> 0;
}

const vrByLetters: ReadonlyMap<number, string> = new Map(
  [...KNOWN_VRS].map((vr) => [(vr.charCodeAt(0) << 8) | vr.charCodeAt(1), vr]),
);

/** The VR in the element header at `at`. Undefined when PS3.5 does not know it. */
function vrAt(bytes: Uint8Array, at: number): string | undefined {
  return vrByLetters.get(((bytes[at + 4] ?? 0) << 8) | (bytes[at + 5] ?? 0));
}

/** True when the element header at `at` contains a VR. */
export function looksExplicit(bytes: Uint8Array, at: number): boolean {
  return vrAt(bytes, at) !== undefined;
}

/**
 * Reads the data set that starts at `start`, to the end of `bytes` or to the first element for
 * which `stop` returns true.
 */
export function readDataSet(
  bytes: Uint8Array,
  start: number,
  encoding: Encoding,
  repairs: string[],
  stop?: (tag: Tag, at: number) => boolean,
): DataSet {
  const walk = walkOver(bytes, start, encoding, repairs);
  const elements: Element[] = [];
  const end = bytes.length;
  let ended = false;
  while (!ended && walk.stream.position < end) {
    const at = walk.stream.position;
    if (end - at < 8 || isZeroFrom(bytes, at)) {
      repairs.push(`${end - at} bytes after the last element are left out`);
      break;
    }
    if (stop?.(tagAt(bytes, at, encoding.bigEndian), at)) break;
    try {
      elements.push(readElement(walk, elements, end));
    } catch (error) {
      // Junk after Pixel Data does not affect the image.
      if (elements.at(-1)?.tag !== PIXEL_DATA) throw error;
      repairs.push(`${end - at} bytes after Pixel Data are left out`);
      ended = true;
    }
  }
  if (walk.stream.position >= end) stop?.('FFFFFFFF', end);
  return ordered(elements, repairs);
}

function isZeroFrom(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}

function walkOver(bytes: Uint8Array, start: number, encoding: Encoding, repairs: string[]): Walk {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { stream: { bytes, view, position: start }, encoding, repairs, depth: 0, signed: false };
}

function ordered(elements: readonly Element[], repairs: string[]): DataSet {
  const byTag = new Map<Tag, Element>();
  let last = '';
  for (const each of elements) {
    if (each.tag <= last) {
      repairs.push('elements were out of order or doubled: sorted, the last of a double kept');
      return dataSetOf(elements);
    }
    last = each.tag;
    byTag.set(last, each);
  }
  return { elements: byTag };
}

const malformed = (cause: string, offset: number): Unreadable =>
  new Unreadable(failure('dicom/malformed', { cause, offset }));

interface Header {
  readonly tag: Tag;
  /** `UN` when the file has no VR that PS3.5 knows. */
  readonly vr: string;
  /** Length of the value field, which starts at the current position. */
  readonly length: number;
}

/** PS3.5 section 7.1.2 and 7.1.3. */
function readHeader({ stream, encoding }: Walk, end: number): Header {
  const { bytes, view, position: at } = stream;
  if (at + 8 > end)
    throw new Unreadable(failure('dicom/truncated', { tag: '', expected: 8, actual: end - at }));
  const tag = tagAt(bytes, at, encoding.bigEndian);
  const vr = vrAt(bytes, at);
  const isExplicit = encoding.explicit && (vr !== undefined || isLetters(bytes, at + 4));
  const isLong = isExplicit && vr !== undefined && LONG_VRS.has(vr);
  if (isLong && at + 12 > bytes.length) throw malformed('the file ends within the header of an element', at);
  stream.position = at + (isLong ? 12 : 8);
  const length =
    isExplicit && !isLong
      ? view.getUint16(at + 6, !encoding.bigEndian)
      : view.getUint32(at + (isLong ? 8 : 4), !encoding.bigEndian);
  return { tag, vr: isExplicit && vr !== undefined ? vr : 'UN', length };
}

function isLetters(bytes: Uint8Array, at: number): boolean {
  return isCapital(bytes[at]) && isCapital(bytes[at + 1]);
}

const isCapital = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x41 && byte <= 0x5a;

function readElement(walk: Walk, before: readonly Element[], end: number): Element {
  const { stream, encoding } = walk;
  const at = stream.position;
  const header = readHeader(walk, end);
  const { tag } = header;
  if (tag.startsWith('FFFE')) throw malformed(`item tag ${tag} outside a sequence`, at);
  const wasUnknown = header.vr === 'UN';
  const vr = wasUnknown ? vrOf(tag, isSigned(before, walk.signed)) : header.vr;
  if (header.length === UNDEFINED) {
    const isFragments = tag === PIXEL_DATA || (!wasUnknown && (vr === 'OB' || vr === 'OW'));
    if (isFragments) return { tag, vr: vr === 'OW' ? 'OW' : 'OB', value: readFragments(walk, end) };
    // UN of undefined length holds implicit little endian, PS3.5 section 6.2.2.
    const inside = encoding.explicit && wasUnknown ? { explicit: false, bigEndian: false } : encoding;
    return { tag, vr: 'SQ', value: readItems(walk, before, inside, null, end) };
  }
  const valueEnd = stream.position + header.length;
  if (valueEnd > end) throw cut(tag, walk.depth, header.length, end - stream.position);
  if (vr === 'SQ' && !(encoding.explicit && wasUnknown)) {
    return { tag, vr, value: readItems(walk, before, encoding, valueEnd, end) };
  }
  const start = stream.position;
  stream.position = valueEnd;
  const bytes = stream.bytes.subarray(start, valueEnd);
  const items =
    wasUnknown && (vr === 'SQ' || isPrivate(tag)) ? hiddenItems(walk, before, start, valueEnd) : null;
  if (items) return { tag, vr: 'SQ', value: items };
  const valueVr = vr === 'SQ' ? 'UN' : vr;
  return {
    tag,
    vr: valueVr,
    value: { kind: 'bytes', bytes: littleEndian(bytes, unitOf(tag, valueVr, before), encoding) },
  };
}

function cut(tag: Tag, depth: number, expected: number, actual: number): Unreadable {
  const details = { expected, actual };
  return new Unreadable(
    tag === PIXEL_DATA && depth === 0
      ? failure('dicom/truncated-pixels', details)
      : failure('dicom/truncated', { tag, ...details }),
  );
}

function isSigned(before: readonly Element[], inherited: boolean): boolean {
  const representation = before.find((each) => each.tag === '00280103');
  return representation ? numberOf(dataSetOf([representation]), '00280103') === 1 : inherited;
}

/** Big endian Pixel Data is ordered by its own words, which can be longer than those of the VR. */
function unitOf(tag: Tag, vr: string, before: readonly Element[]): number {
  const allocated = tag === PIXEL_DATA ? before.find((each) => each.tag === '00280100') : undefined;
  const bits = allocated ? (numberOf(dataSetOf([allocated]), '00280100') ?? 0) : 0;
  return vr === 'OW' && (bits === 32 || bits === 64) ? bits / 8 : byteUnit(vr);
}

function littleEndian(bytes: Uint8Array, unit: number, encoding: Encoding): Uint8Array {
  if (!encoding.bigEndian || unit === 1) return bytes;
  const swapped = bytes.slice();
  for (let at = 0; at + unit <= swapped.length; at += unit) swapped.subarray(at, at + unit).reverse();
  return swapped;
}

/** Items of a sequence, up to `sequenceEnd`, or up to the delimiter when that is null. */
function readItems(
  walk: Walk,
  before: readonly Element[],
  encoding: Encoding,
  sequenceEnd: number | null,
  end: number,
): ElementValue {
  const { stream } = walk;
  if (walk.depth >= DEEPEST) throw malformed(`sequences nested deeper than ${DEEPEST}`, stream.position);
  const inner: Walk = {
    ...(encoding === walk.encoding ? walk : walkOver(stream.bytes, stream.position, encoding, walk.repairs)),
    depth: walk.depth + 1,
    signed: isSigned(before, walk.signed),
  };
  const items: DataSet[] = [];
  const last = sequenceEnd ?? end;
  for (;;) {
    if (inner.stream.position >= last) {
      if (sequenceEnd === null) walk.repairs.push('a sequence is not closed: closed at its end');
      break;
    }
    const { tag, length } = readItemHeader(inner, last);
    if (tag === SEQUENCE_END) break;
    if (tag !== ITEM)
      throw malformed(`${tag} where an item of a sequence should start`, inner.stream.position - 8);
    items.push(readItem(inner, length, last));
  }
  stream.position = inner.stream.position;
  return { kind: 'items', items };
}

function readItemHeader({ stream, encoding }: Walk, end: number): { tag: Tag; length: number } {
  const { bytes, view, position: at } = stream;
  if (at + 8 > end) {
    throw new Unreadable(failure('dicom/truncated', { tag: ITEM, expected: 8, actual: end - at }));
  }
  stream.position = at + 8;
  return {
    tag: tagAt(bytes, at, encoding.bigEndian),
    length: view.getUint32(at + 4, !encoding.bigEndian),
  };
}

function readItem(walk: Walk, length: number, sequenceEnd: number): DataSet {
  const { stream, encoding, repairs } = walk;
  const itemEnd = length === UNDEFINED ? sequenceEnd : stream.position + length;
  if (itemEnd > sequenceEnd) throw cut(ITEM, walk.depth, length, sequenceEnd - stream.position);
  const elements: Element[] = [];
  while (stream.position < itemEnd) {
    if (tagAt(stream.bytes, stream.position, encoding.bigEndian) === ITEM_END) {
      readItemHeader(walk, itemEnd);
      if (length === UNDEFINED) return ordered(elements, repairs);
      continue;
    }
    elements.push(readElement(walk, elements, itemEnd));
  }
  if (length === UNDEFINED) repairs.push('an item is not closed: closed at the end of its sequence');
  return ordered(elements, repairs);
}

/** The items inside a UN or private value, if the whole value parses as items. Null otherwise. */
function hiddenItems(
  walk: Walk,
  before: readonly Element[],
  start: number,
  valueEnd: number,
): ElementValue | null {
  const { bytes } = walk.stream;
  const bigEndian = tagAt(bytes, start, true) === ITEM;
  if (valueEnd - start < 8 || (!bigEndian && tagAt(bytes, start, false) !== ITEM)) return null;
  const encoding = { explicit: looksExplicit(bytes, start + 8), bigEndian };
  const inner = { ...walkOver(bytes, start, encoding, []), depth: walk.depth, signed: walk.signed };
  try {
    const items = readItems(inner, before, encoding, valueEnd, valueEnd);
    return inner.stream.position === valueEnd ? items : null;
  } catch {
    return null;
  }
}

function readFragments(walk: Walk, end: number): ElementValue {
  const { stream } = walk;
  const items: Uint8Array[] = [];
  while (stream.position < end) {
    const { tag, length } = readItemHeader(walk, end);
    const start = stream.position;
    if (tag === SEQUENCE_END) return fragmentsOf(items);
    if (tag !== ITEM) throw malformed(`${tag} where a fragment of Pixel Data should start`, start - 8);
    if (start + length > end) throw cut(PIXEL_DATA, walk.depth, length, end - start);
    stream.position = start + length;
    items.push(stream.bytes.subarray(start, start + length));
  }
  walk.repairs.push('the delimiter after the fragments of Pixel Data is missing');
  return fragmentsOf(items);
}

function fragmentsOf([offsetTable = new Uint8Array(), ...fragments]: readonly Uint8Array[]): ElementValue {
  return { kind: 'fragments', offsetTable, fragments };
}
