import { asciiOf, decodeText } from './character-set.ts';
import type { DataSet, Element, Tag } from './dataset.ts';
import { vrOf } from './dictionary.ts';
import { counted, numbersOfTexts, type Numbers } from './number-text.ts';
import { CHARACTER_SET_VRS, SINGLE_TEXT_VRS, TEXT_VRS, byteUnit } from './vr.ts';

const SPECIFIC_CHARACTER_SET = '00080005';

/**
 * Defined terms of Specific Character Set that apply in `dataset`. An item of a sequence without
 * its own terms inherits those of the enclosing data set: pass them as `inherited`.
 */
export function characterSetOf(dataset: DataSet, inherited: readonly string[] = []): readonly string[] {
  const value = dataset.elements.get(SPECIFIC_CHARACTER_SET)?.value;
  if (value?.kind !== 'bytes') return inherited;
  return valuesOf(decodeText(value.bytes, []));
}

/**
 * All values of an attribute as text. Each is trimmed of blanks and nulls; empty values are kept.
 * Numbers are written in decimal, AT as eight hexadecimal digits. Returns an empty list when the
 * attribute is absent, empty, a sequence or other binary data.
 */
export function textsOf(dataset: DataSet, tag: Tag, inherited: readonly string[] = []): string[] {
  const element = dataset.elements.get(tag);
  if (element?.value.kind !== 'bytes' || element.value.bytes.length === 0) return [];
  const { vr } = element;
  const { bytes } = element.value;
  if (vr === 'AT') return tagsIn(bytes);
  if (TEXT_VRS.has(vr) || vr === 'UN') {
    const text =
      asciiOf(bytes) ??
      decodeText(bytes, CHARACTER_SET_VRS.has(vr) ? characterSetOf(dataset, inherited) : [], vr === 'PN');
    return SINGLE_TEXT_VRS.has(vr) ? [trimmed(text)] : valuesOf(text);
  }
  return binaryNumbers(vr, bytes).map(String);
}

/**
 * The attribute's text, with values joined by backslashes as in the file. Null when absent or
 * blank. See {@link textsOf}.
 */
export function textOf(dataset: DataSet, tag: Tag, inherited: readonly string[] = []): string | null {
  const texts = textsOf(dataset, tag, inherited);
  return (texts.length === 1 ? texts[0] : texts.join('\\')) || null;
}

/** How many values an attribute has, where another number makes it unreadable. PS3.6, VM. */
const VALUE_COUNTS: Readonly<Record<Tag, number>> = {
  ...{ '00180050': 1, '00181164': 2, '00182010': 2, '00200032': 3, '00200037': 6, '00280008': 1 },
  ...{ '00280002': 1, '00280010': 1, '00280011': 1, '00280030': 2, '00280034': 2, '00280100': 1 },
  ...{ '00280101': 1, '00280102': 1, '00280103': 1, '00281052': 1, '00281053': 1, '00283002': 3 },
};

/** What the text of a number may consist of. */
const NUMBER_TEXT = /^[\s\0]*[-+\d.,eE][-+\d.,eE\\ \0]*$/;

/**
 * The numbers of an attribute: absent (also when it is blank), read, repaired, or unreadable. Every
 * number of a header is read here. A value under another VR than that of PS3.6 is read by the VR that
 * it fits.
 */
export function readNumbers(dataset: DataSet, tag: Tag): Numbers {
  const found = dataset.elements.get(tag);
  if (!found) return { state: 'absent' };
  const { vr, value } = found;
  const isEmpty =
    value.kind === 'bytes' ? value.bytes.length === 0 : value.kind === 'items' && value.items.length === 0;
  if (isEmpty) return { state: 'absent' };
  if (value.kind !== 'bytes') return { state: 'unreadable', fault: 'not-a-number' };
  const count = VALUE_COUNTS[tag] ?? null;
  const expected = vrOf(tag);
  const isText = TEXT_VRS.has(expected);
  const isOther = vr !== expected && vr !== 'UN' && !(expected === 'US' && vr === 'SS') && expected !== 'UN';
  const other = (numbers: Numbers): Numbers =>
    isOther && numbers.state === 'read' ? { ...numbers, state: 'repaired', repair: 'other-vr' } : numbers;
  const asText = () => other(numbersOfTexts(valuesOf(asciiOf(value.bytes) ?? ''), count));
  // Under UT and its like a backslash is a character, but between numbers it is not.
  if (TEXT_VRS.has(vr)) return other(numbersOfTexts(textsOf(dataset, tag).flatMap(valuesOf), count));
  // Text under a binary VR, or binary numbers under none.
  if (isText && (vr !== 'UN' || READERS[vr] === undefined)) {
    const text = asciiOf(value.bytes);
    if (text !== null && NUMBER_TEXT.test(text)) return asText();
  }
  const own = READERS[vr] === undefined && !isText ? expected : vr;
  const numbers = binaryNumbers(own, value.bytes);
  if (numbers.length === 0 || value.bytes.length % byteUnit(own) !== 0)
    return { state: 'unreadable', fault: 'not-a-number' };
  return other(counted(numbers, count, null));
}

/**
 * All values of a numeric attribute (binary, DS or IS). Empty when the attribute is absent or
 * unreadable: {@link readNumbers} tells which.
 */
export function numbersOf(dataset: DataSet, tag: Tag): number[] {
  const numbers = readNumbers(dataset, tag);
  return 'values' in numbers ? [...numbers.values] : [];
}

/** First value of a numeric attribute. Null when absent or not a number. */
export function numberOf(dataset: DataSet, tag: Tag): number | null {
  return numbersOf(dataset, tag)[0] ?? null;
}

/** Items of a sequence. Empty when absent or not a sequence. */
export function itemsOf(dataset: DataSet, tag: Tag): readonly DataSet[] {
  const value = dataset.elements.get(tag)?.value;
  return value?.kind === 'items' ? value.items : [];
}

/**
 * Builds one element. Text (one or several values) is encoded in UTF-8, so text beyond ASCII needs
 * Specific Character Set `ISO_IR 192`. Numbers are encoded by the VR: as decimal text for DS and
 * IS. AT takes tags.
 */
export function element(
  tag: Tag,
  vr: string,
  value: string | number | readonly string[] | readonly number[] | Uint8Array | readonly DataSet[],
): Element {
  if (value instanceof Uint8Array) return { tag, vr, value: { kind: 'bytes', bytes: value } };
  const values: readonly (string | number | DataSet)[] = Array.isArray(value) ? value : [value];
  const items = values.filter((each) => typeof each === 'object');
  if (vr === 'SQ') return { tag, vr, value: { kind: 'items', items } };
  return {
    tag,
    vr,
    value: {
      kind: 'bytes',
      bytes: bytesOf(
        vr,
        values.filter((each) => typeof each !== 'object'),
      ),
    },
  };
}

/**
 * A data set of the given elements, in ascending tag order. If two have the same tag, the last one
 * is used.
 */
export function dataSetOf(elements: Iterable<Element>): DataSet {
  const byTag = new Map<Tag, Element>();
  let last = '';
  let isAscending = true;
  for (const each of elements) {
    if (each.tag <= last) isAscending = false;
    last = each.tag;
    byTag.set(last, each);
  }
  return { elements: isAscending ? byTag : new Map([...byTag].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/**
 * A copy of the data set without the elements in `remove` and with the elements in `set`. The
 * argument does not change.
 */
export function withElements(
  dataset: DataSet,
  changes: { readonly set?: readonly Element[]; readonly remove?: readonly Tag[] },
): DataSet {
  const { set = [], remove = [] } = changes;
  const added = [...dataSetOf(set).elements.values()];
  const elements = new Map<Tag, Element>();
  let next = 0;
  for (const each of dataset.elements.values()) {
    for (let other = added[next]; other !== undefined && other.tag <= each.tag; other = added[++next]) {
      elements.set(other.tag, other);
    }
    if (!elements.has(each.tag) && !remove.includes(each.tag)) elements.set(each.tag, each);
  }
  for (const other of added.slice(next)) elements.set(other.tag, other);
  return { elements };
}

function valuesOf(text: string): string[] {
  return text.includes('\\') ? text.split('\\').map(trimmed) : [trimmed(text)];
}

function trimmed(text: string): string {
  // Most values need no trimming.
  if (isInk(text.charCodeAt(0)) && isInk(text.charCodeAt(text.length - 1))) return text;
  return text.replace(/^[\s\0]+|[\s\0]+$/g, '');
}

/** Printable ASCII other than the blank. */
const isInk = (code: number): boolean => code > 0x20 && code < 0x7f;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function binaryNumbers(vr: string, bytes: Uint8Array): number[] {
  const read = READERS[vr];
  if (!read) return [];
  const view = viewOf(bytes);
  const unit = byteUnit(vr);
  const numbers: number[] = [];
  for (let at = 0; at + unit <= bytes.length; at += unit) numbers.push(read(view, at));
  return numbers;
}

const READERS: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  US: (view, at) => view.getUint16(at, true),
  SS: (view, at) => view.getInt16(at, true),
  UL: (view, at) => view.getUint32(at, true),
  SL: (view, at) => view.getInt32(at, true),
  FL: (view, at) => view.getFloat32(at, true),
  FD: (view, at) => view.getFloat64(at, true),
  UV: (view, at) => Number(view.getBigUint64(at, true)),
  SV: (view, at) => Number(view.getBigInt64(at, true)),
};

function tagsIn(bytes: Uint8Array): string[] {
  const view = viewOf(bytes);
  const word = (at: number): string => view.getUint16(at, true).toString(16).padStart(4, '0');
  return Array.from({ length: bytes.length >> 2 }, (_, i) => (word(i * 4) + word(i * 4 + 2)).toUpperCase());
}

const encoder = new TextEncoder();
/** For longer texts, the encoder is faster than this loop. */
const SHORT = 64;

/** Length in bytes of UTF-8. */
function encoded(text: string): Uint8Array {
  const { length } = text;
  if (length > SHORT) return encoder.encode(text);
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return encoder.encode(text);
    bytes[i] = code;
  }
  return bytes;
}

function bytesOf(vr: string, values: readonly (string | number)[]): Uint8Array {
  if (vr === 'AT') {
    return Uint8Array.from(
      values.flatMap((tag) =>
        [1, 0, 3, 2].map((i) => Number.parseInt(String(tag).slice(i * 2, i * 2 + 2), 16)),
      ),
    );
  }
  if (TEXT_VRS.has(vr) || vr === 'UN') return encoded(values.join('\\'));
  const unit = byteUnit(vr);
  const bytes = new Uint8Array(values.length * unit);
  const view = viewOf(bytes);
  values.forEach((value, i) => {
    const at = i * unit;
    if (vr === 'FL' || vr === 'OF') view.setFloat32(at, Number(value), true);
    else if (vr === 'FD' || vr === 'OD') view.setFloat64(at, Number(value), true);
    else if (unit === 8) view.setBigInt64(at, BigInt(value), true);
    else if (unit === 4) view.setUint32(at, Number(value), true);
    else if (unit === 2) view.setUint16(at, Number(value), true);
    else view.setUint8(at, Number(value));
  });
  return bytes;
}
