import type { DataSet, Element, ElementValue, Tag } from './dataset.ts';
import { littleEndian, unitOf } from './byte-order.ts';
import { isPrivate, vrOf } from './dictionary.ts';
import { dataSetOf, numberOf } from './element.ts';
import type { Encoding, Walk } from './element-header.ts';
import {
  cut,
  ITEM,
  looksExplicit,
  malformed,
  PIXEL_DATA,
  readHeader,
  readItemHeader,
  SEQUENCE_END,
  tagAt,
  walkOver,
} from './element-header.ts';
import { readFragments } from './read-fragments.ts';

const ITEM_END = 'FFFEE00D';
const UNDEFINED = 0xffffffff;
const DEEPEST = 64;

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

function isSigned(before: readonly Element[], inherited: boolean): boolean {
  const representation = before.find((each) => each.tag === '00280103');
  return representation ? numberOf(dataSetOf([representation]), '00280103') === 1 : inherited;
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
