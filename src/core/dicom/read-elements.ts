import type { DataSet, Element, ElementValue, ReadingRepair, Tag } from './dataset.ts';
import { littleEndian, unitOf } from './byte-order.ts';
import { isPrivate, vrOf } from './dictionary.ts';
import { ElementList } from './element-list.ts';
import type { Encoding, Walk } from './element-header.ts';
import {
  cut,
  ITEM,
  looksExplicit,
  malformed,
  PIXEL_DATA,
  SEQUENCE_END,
  tagAt,
  UNDEFINED,
  walkOver,
} from './element-header.ts';
import { readHeader, readItemHeader } from './read-header.ts';
import { isCredible } from './unknown-vr.ts';
import { readFragments } from './read-fragments.ts';

const ITEM_END = 'FFFEE00D';
const DEEPEST = 64;

/**
 * Reads the data set that starts at `start`, to the end of `bytes` or to the first element for
 * which `stop` returns true.
 */
export function readDataSet(
  bytes: Uint8Array,
  start: number,
  encoding: Encoding,
  repairs: ReadingRepair[],
  stop?: (tag: Tag, at: number) => boolean,
): DataSet {
  const walk = walkOver(bytes, start, encoding, repairs);
  const elements = new ElementList(false);
  const end = bytes.length;
  const inkEnd = endOfInk(bytes);
  let ended = false;
  while (!ended && walk.stream.position < end) {
    const at = walk.stream.position;
    if (end - at < 8 || at >= inkEnd) {
      repairs.push('bytes-at-end');
      break;
    }
    const tag = tagAt(bytes, at, encoding.bigEndian);
    if (stop?.(tag, at)) break;
    try {
      if (tag.startsWith('FFFE')) leaveOutItem(walk, elements, end);
      else elements.add(readElement(walk, elements, end));
    } catch (error) {
      // Junk after Pixel Data does not affect the image.
      if (elements.last?.tag !== PIXEL_DATA) throw error;
      repairs.push('bytes-after-pixels');
      ended = true;
    }
  }
  if (walk.stream.position >= end) stop?.('FFFFFFFF', end);
  return elements.ordered(repairs);
}

/** Offset after the last byte that is not 0. */
function endOfInk(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return end;
}

/**
 * Leaves out an item or a delimiter that belongs to no sequence: some programs that remove a
 * sequence leave its items behind. Only when it is certain where the item ends: its elements fill
 * its length exactly, and the file goes on in order after it. Failure: `dicom/malformed`.
 */
function leaveOutItem(walk: Walk, before: ElementList, end: number): void {
  const { stream, encoding, repairs } = walk;
  const at = stream.position;
  const unclear = malformed('an item outside a sequence, and its end is not certain', at);
  const { tag, length } = readItemHeader(walk, end);
  if (tag === ITEM) {
    if (length === 0) throw unclear;
    const faults: ReadingRepair[] = [];
    try {
      readItem({ ...walk, depth: walk.depth + 1, signed: before.signed, repairs: faults }, length, end);
    } catch {
      throw unclear;
    }
    if (faults.length > 0) throw unclear;
  } else if (length !== 0) throw unclear;
  const next = stream.position;
  const isOver = next === end;
  const following = tagAt(stream.bytes, next, encoding.bigEndian);
  if (!isOver && !following.startsWith('FFFE') && following <= (before.last?.tag ?? '')) throw unclear;
  repairs.push(tag === ITEM ? 'item-outside' : 'item-outside');
}

function readElement(walk: Walk, before: ElementList, end: number): Element {
  const { stream, encoding } = walk;
  const at = stream.position;
  const header = readHeader(walk, end);
  const { tag } = header;
  if (tag.startsWith('FFFE')) throw malformed(`${tag} where an element should start`, at);
  const wasUnknown = header.vr === 'UN';
  const vr = wasUnknown ? vrOf(tag, before.signed) : header.vr;
  if (header.length === UNDEFINED) {
    const isFragments = tag === PIXEL_DATA || (!wasUnknown && (vr === 'OB' || vr === 'OW'));
    if (isFragments) return { tag, vr: vr === 'OW' ? 'OW' : 'OB', value: readFragments(walk, end) };
    // UN of undefined length holds implicit little endian, PS3.5 section 6.2.2.
    const inside = encoding.explicit && wasUnknown ? { explicit: false, bigEndian: false } : encoding;
    return { tag, vr: 'SQ', value: readItems(walk, before, inside, null, end) };
  }
  const valueEnd = stream.position + header.length;
  if (valueEnd > end) {
    // A length beyond the end can also mean that this is no element at all.
    if (tag <= (before.last?.tag ?? '') || !isCredible(tag))
      throw malformed(`no element can be read where ${tag} seems to start`, at);
    throw cut(tag, walk.depth, header.length, end - stream.position);
  }
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
    value: {
      kind: 'bytes',
      bytes: littleEndian(bytes, unitOf(tag, valueVr, before.bitsAllocated), encoding),
    },
  };
}

/** Items of a sequence, up to `sequenceEnd`, or up to the delimiter when that is null. */
function readItems(
  walk: Walk,
  before: ElementList,
  encoding: Encoding,
  sequenceEnd: number | null,
  end: number,
): ElementValue {
  const { stream } = walk;
  if (walk.depth >= DEEPEST) throw malformed(`sequences nested deeper than ${DEEPEST}`, stream.position);
  const inner: Walk = {
    ...(encoding === walk.encoding ? walk : walkOver(stream.bytes, stream.position, encoding, walk.repairs)),
    depth: walk.depth + 1,
    signed: before.signed,
  };
  const items: DataSet[] = [];
  const last = sequenceEnd ?? end;
  for (;;) {
    if (inner.stream.position >= last) {
      if (sequenceEnd === null) walk.repairs.push('open-sequence');
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
  const elements = new ElementList(walk.signed);
  while (stream.position < itemEnd) {
    if (tagAt(stream.bytes, stream.position, encoding.bigEndian) === ITEM_END) {
      readItemHeader(walk, itemEnd);
      if (length === UNDEFINED) return elements.ordered(repairs);
      continue;
    }
    elements.add(readElement(walk, elements, itemEnd));
  }
  if (length === UNDEFINED) repairs.push('open-item');
  return elements.ordered(repairs);
}

/** The items inside a UN or private value, if the whole value parses as items. Null otherwise. */
function hiddenItems(walk: Walk, before: ElementList, start: number, valueEnd: number): ElementValue | null {
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
