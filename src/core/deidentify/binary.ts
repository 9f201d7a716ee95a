import { startsWith } from '../bytes/words.ts';
import type { DataSet, Element, Tag } from '../dicom/dataset.ts';
import { numbersOf, textOf } from '../dicom/element.ts';
import { PIXEL_TAGS } from '../dicom/read-facts.ts';
import { standardProfile } from './icc.ts';

export const ICC_PROFILE = '00282000';
const FRAME_ORIGIN_TIMESTAMP = '00340007';

/** Look-up tables by their tag, with the tag of their descriptor (entries, first value, bits). */
const TABLES: ReadonlyMap<Tag, Tag> = new Map([
  ['00281200', '00281100'],
  ['00281201', '00281101'],
  ['00281202', '00281102'],
  ['00281203', '00281103'],
  ['00281204', '00281104'],
  ['00281408', '00281407'],
  ['00283006', '00283002'],
]);

/** Segmented palettes (PS3.3 section C.7.9.2), with their descriptors. */
const SEGMENTED: ReadonlyMap<Tag, Tag> = new Map([
  ['00281221', '00281101'],
  ['00281222', '00281102'],
  ['00281223', '00281103'],
  ['00281224', '00281104'],
]);

/** Pixels and their offsets: `withoutHidden` treats them before the profile. */
const PIXELS: ReadonlySet<Tag> = new Set([...PIXEL_TAGS, '7FE00001', '7FE00002']);

const BINARY_VRS = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);
const INTEGER_VRS = new Set(['AT', 'SL', 'SS', 'SV', 'UL', 'US', 'UV']);

/** True for binary attributes that this module can parse, so that the profile may keep them. */
export function isParsedBinary(tag: Tag): boolean {
  return tag === ICC_PROFILE || PIXELS.has(tag) || TABLES.has(tag) || SEGMENTED.has(tag);
}

/** True for an image without colour: an ICC profile says nothing about it. */
export function isGreyImage(dataset: DataSet): boolean {
  return /^MONOCHROME[12]$/.test(textOf(dataset, '00280004') ?? '');
}

/**
 * The bytes with which a binary or numeric value may stay: the value itself when it is nothing but
 * numbers, a shorter one when something stood behind the numbers, another for an ICC profile. Null
 * when it must go, because it can't be parsed. Applied to its own result, it changes nothing.
 *
 * @param dataset the data set that holds the element, with the descriptor of a table
 * @param isGrey of the image, see {@link isGreyImage}
 */
export function safeBinary(
  { tag, vr, value }: Element,
  dataset: DataSet,
  isGrey: boolean,
): Uint8Array | null | 'pixels' {
  if (PIXELS.has(tag)) return 'pixels';
  // Other values in fragments belong to no attribute that PS3.6 knows.
  if (value.kind !== 'bytes') return null;
  const { bytes } = value;
  if (bytes.length === 0) return bytes;
  if (tag === ICC_PROFILE) return isGrey ? null : standardProfile(bytes);
  const descriptor = TABLES.get(tag) ?? SEGMENTED.get(tag);
  if (descriptor !== undefined) {
    const [count, , bits] = numbersOf(dataset, descriptor);
    if (count === undefined || bits === undefined) return null;
    const entries = count === 0 ? 65536 : count & 0xffff;
    const length = TABLES.has(tag) ? tableLength(bytes, entries, bits) : segmentsLength(bytes, entries, bits);
    const table = length === null ? null : bytes.subarray(0, length + (length & 1));
    return table === null || spellsWords(table) ? null : table;
  }
  if (tag === FRAME_ORIGIN_TIMESTAMP) return isTimestamp(bytes) ? bytes : null;
  if (BINARY_VRS.has(vr)) return null;
  const least = bytes.length >= SMALLEST_TABLE ? null : INTEGER_VRS.has(vr) ? 6 : 8;
  return spellsWords(bytes, least) || (least !== null && isWritten(bytes)) ? null : bytes;
}

/**
 * True when a few numbers spell a name of the source, however short. In a table such letters stand
 * beside each other by chance.
 *
 * @param names words (folded) of the person names of the source
 */
export function spellsName(bytes: Uint8Array, names: ReadonlySet<string>): boolean {
  if (bytes.length >= SMALLEST_TABLE || names.size === 0) return false;
  const words = String.fromCharCode(...bytes).match(/[A-Za-z]{3,}/g) ?? [];
  return words.some((word) => names.has(word.toLowerCase()));
}

/** True when a few numbers are one text: letters and the zero bytes behind them, or a longer text with marks. */
function isWritten(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes);
  // eslint-disable-next-line no-control-regex -- zero bytes pad texts
  return /^(?=.{6})[A-Za-z' ^-]{4,}\x00+$/.test(text) || /^(?=.*[A-Za-z]{3})[ -~]{12,}\x00*$/.test(text);
}

/** True when a value that {@link safeBinary} gave has the bytes of the element itself. */
export function isSameBinary({ value }: Element, safe: Uint8Array): boolean {
  return value.kind === 'bytes' && value.bytes.length === safe.length && startsWith(value.bytes, safe);
}

/**
 * Length in bytes of a table: one word for each entry, or one byte for each entry of at most 8 bits.
 * The same rule as the one by which palettes are read. Null when the value is shorter.
 */
function tableLength(bytes: Uint8Array, entries: number, bits: number): number | null {
  if (bytes.length >= entries * 2) return entries * 2;
  return bits <= 8 && bytes.length >= entries ? entries : null;
}

/** Length in bytes of the segments that make up a table; null when they do not make up one. */
function segmentsLength(bytes: Uint8Array, entries: number, bits: number): number | null {
  const asBytes = bits <= 8 ? segmentsEnd(bytes, entries, 1) : null;
  if (asBytes !== null) return asBytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = Array.from({ length: bytes.length >> 1 }, (_, i) => view.getUint16(2 * i, true));
  const asWords = segmentsEnd(words, entries, 2);
  return asWords === null ? null : asWords * 2;
}

/**
 * Follows discrete (0), linear (1) and indirect (2) segments until they give all entries. Returns the
 * number of units read; null when they do not give exactly the entries.
 *
 * @param size bytes of a unit
 */
function segmentsEnd(units: ArrayLike<number>, entries: number, size: 1 | 2): number | null {
  let given = 0;
  let at = 0;
  /** Positions and entries of the direct segments. An indirect one repeats some of them. */
  const direct: { readonly at: number; readonly count: number }[] = [];
  while (given < entries) {
    const [code, count = 0] = [units[at], units[at + 1]];
    if (count === 0) return null;
    if (code === 2) {
      const digits = Array.from({ length: 4 / size }, (_, i) => (units[at + 2 + i] ?? 0) * 256 ** (size * i));
      const offset = digits.reduce((sum, digit) => sum + digit, 0) / size;
      const first = direct.findIndex((each) => each.at === offset);
      if (first < 0 || first + count > direct.length) return null;
      given += direct.slice(first, first + count).reduce((sum, each) => sum + each.count, 0);
      at += 2 + 4 / size;
    } else if (code === 0 || code === 1) {
      direct.push({ at, count });
      given += count;
      at += code === 0 ? 2 + count : 3;
    } else return null;
    if (at > units.length) return null;
  }
  return given === entries ? at : null;
}

/** 80 bits of IEEE 1588: seconds since 1970 in 48 bits, nanoseconds in 32 (PS3.3 section C.36). */
function isTimestamp(bytes: Uint8Array): boolean {
  if (bytes.length !== 10) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint16(0) === 0 && view.getUint32(6) < 1e9;
}

/** Values of fewer bytes are not tables. In tables letters stand beside each other by chance. */
const SMALLEST_TABLE = 64;
const LONG_RUN = 12;

/**
 * True when numbers spell text: so many letters in a row that no numbers have by chance. In a table
 * the letters must also go up and down in both bytes of a word, as no ramp and no curve does.
 *
 * @param least letters in a row for a few numbers; null for a table
 */
function spellsWords(bytes: Uint8Array, least: number | null = null): boolean {
  const isTable = least === null;
  const length = least ?? LONG_RUN;
  let start = 0;
  for (let at = 0; at <= bytes.length; at++) {
    if (isTyped(bytes[at] ?? 0)) continue;
    const run = bytes.subarray(start, at);
    start = at + 1;
    if (run.length >= length && (!isTable || (turnsOf(run, 0) >= 2 && turnsOf(run, 1) >= 2))) return true;
  }
  return false;
}

/** How often every second byte changes from rising to falling or back. */
function turnsOf(bytes: Uint8Array, first: 0 | 1): number {
  let turns = 0;
  let last = 0;
  for (let at = first + 2; at < bytes.length; at += 2) {
    const sign = Math.sign((bytes[at] ?? 0) - (bytes[at - 2] ?? 0));
    if (sign !== 0 && last !== 0 && sign !== last) turns++;
    if (sign !== 0) last = sign;
  }
  return turns;
}

/** Letters of ASCII, and the separators of names: blank, apostrophe, hyphen, caret. */
const isTyped = (byte: number): boolean =>
  (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || [0x20, 0x27, 0x2d, 0x5e].includes(byte);
