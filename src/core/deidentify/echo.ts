import type { DataSet, Tag } from '../dicom/dataset.ts';
import { keywordOf } from '../dicom/dictionary.ts';
import { characterSetOf, textsOf } from '../dicom/element.ts';
import { TEXT_VRS } from '../dicom/vr.ts';
import { JOINED, type Identifier } from './identifiers.ts';
import { folded } from './vocabulary.ts';

/**
 * Identifiers prepared for searching: those shared by all images of an exam, and the UIDs of one
 * image.
 */
export interface EchoIndex extends SharedIndex {
  /** Its `parts` cover all patterns. */
  readonly uids: PatternSet;
}

interface SharedIndex {
  readonly identifiers: readonly Identifier[];
  /** Folded text. Where only whole words count, a blank is added at both ends. */
  readonly phrases: readonly { readonly attribute: string; readonly text: string }[];
  /** Cache of results of {@link echoIn}: the same texts occur in many places. */
  readonly answers: Map<string, string | null>;
  readonly patterns: PatternSet;
}

interface PatternSet {
  /** Patterns by their first four bytes as a number, with ASCII letters in lower case. */
  readonly byStart: Map<number, Pattern[]>;
  /** The union of the bits of all patterns, see {@link bitOf}. */
  readonly starts: Uint8Array;
  /**
   * Table indexed by {@link hashOf} of four consecutive bytes ({@link maskedAt}). An entry is 1
   * when the four bytes occur in the first {@link LONG_IN_PIXELS} bytes of a pattern that is also
   * searched in pixels.
   */
  readonly parts: Uint8Array;
  /** Texts whose patterns were already made. */
  readonly seen: Set<string>;
}

interface Pattern {
  readonly attribute: string;
  readonly bytes: Uint8Array;
  /** The pattern is digits. A match inside a longer number is chance and does not count. */
  readonly bounded: boolean;
  readonly isSoughtInPixels: boolean;
}

/**
 * An identifier that was found: the attribute it came from and the place where it is now. Never its
 * value.
 */
export interface Echo {
  readonly attribute: string;
  readonly place: string;
}

/**
 * Number of first bytes used to find patterns. No pattern is shorter: see {@link LONG} and {@link
 * encodingsOf}.
 */
const START = 4;
/**
 * Texts of at least this length are searched anywhere in the bytes. Shorter ones are searched only
 * as whole words in text values.
 */
const LONG = 6;
/**
 * Minimum length in bytes of a pattern searched in pixels, and minimum number of different bytes in
 * it. Shorter or simpler patterns occur in grey noise and ramps by chance.
 */
const LONG_IN_PIXELS = 12;
const VARIED = 5;
/**
 * Step of the search in pixels. A text of {@link LONG_IN_PIXELS} bytes has four of its own bytes at
 * each of this many consecutive positions, so no start position is missed.
 */
const STEP = LONG_IN_PIXELS - START + 1;
/** The table is small enough for the processor's fastest cache. */
const PART_BITS = 15;
/**
 * VRs that are not searched. Digits of numbers match short ids by chance, and all UIDs are
 * replaced.
 */
const NOT_WORDS = new Set(['DS', 'IS', 'UI']);
/** (0012,0063) and (0012,0064) hold our own constants. */
const OUR_MARKERS = new Set(['00120063', '00120064']);

/** Prepares identifiers for {@link echoIn} and {@link findEchoes}. */
export function echoIndex(
  identifiers: readonly Identifier[],
  memory: EchoMemory = new EchoMemory(),
): EchoIndex {
  const shared = memory.sharedOf(identifiers.filter(({ kind }) => kind !== 'uid'));
  const uids = patternSet(shared.patterns.parts.slice());
  for (const { attribute, text, kind } of identifiers) {
    if (kind === 'uid' && !shared.patterns.seen.has(text)) addPatterns(uids, attribute, text, kind);
  }
  return { ...shared, uids };
}

/**
 * Keeps what was prepared for the last image, for reuse with the next image of the same exam. Holds
 * identifiers: never stored.
 */
export class EchoMemory {
  #last: SharedIndex | null = null;

  /** @param identifiers all identifiers except UIDs, which differ for every image */
  sharedOf(identifiers: readonly Identifier[]): SharedIndex {
    const last = this.#last;
    const isSame =
      last !== null &&
      last.answers.size < MOST_ANSWERS &&
      last.identifiers.length === identifiers.length &&
      last.identifiers.every((each, i) => isEqual(each, identifiers[i]));
    if (isSame) return last;
    this.#last = sharedIndex(identifiers);
    return this.#last;
  }
}

const MOST_ANSWERS = 2000;

function isEqual(one: Identifier, other: Identifier | undefined): boolean {
  return (
    one === other ||
    (one.text === other?.text && one.kind === other.kind && one.attribute === other.attribute)
  );
}

function sharedIndex(identifiers: readonly Identifier[]): SharedIndex {
  const patterns = patternSet();
  for (const { attribute, text, kind } of identifiers) {
    for (const variant of variantsOf(text, kind)) addPatterns(patterns, attribute, variant, kind);
  }
  // Dates that differ only in their separators give the same phrase.
  const phrases = new Map<string, EchoIndex['phrases'][number]>();
  for (const { attribute, text, kind } of identifiers) {
    const words = spaced(text);
    if (words === '') continue;
    const bounded = kind !== 'date' && !JOINED.test(words) && (words.length < LONG || /^\d+$/.test(words));
    const sought = bounded ? ` ${words} ` : words;
    if (!phrases.has(sought)) phrases.set(sought, { attribute, text: sought });
  }
  return { identifiers, phrases: [...phrases.values()], answers: new Map(), patterns };
}

/** @param parts of the patterns that are searched together with these */
function patternSet(parts = new Uint8Array(2 ** PART_BITS)): PatternSet {
  return { byStart: new Map(), starts: new Uint8Array(8192), parts, seen: new Set() };
}

function addPatterns(
  { byStart, starts, parts, seen }: PatternSet,
  attribute: string,
  text: string,
  kind: Identifier['kind'],
): void {
  if (seen.has(text)) return;
  seen.add(text);
  for (const bytes of encodingsOf(text)) {
    // Only digits, each of one byte.
    const bounded = kind !== 'date' && bytes.length < 8 && isDigits(bytes);
    const start = bytes.subarray(0, START).reduce((number, byte) => (number << 8) | byte, 0);
    const isSoughtInPixels = bytes.length >= LONG_IN_PIXELS && new Set(bytes).size >= VARIED;
    put(byStart, start, { attribute, bytes, bounded, isSoughtInPixels });
    const { place, bit } = bitOf(start);
    starts[place] = (starts[place] ?? 0) | bit;
    if (!isSoughtInPixels) continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < STEP; at++) parts[hashOf(maskedAt(view, at), PART_BITS)] = 1;
  }
}

function put(patterns: Map<number, Pattern[]>, key: number, pattern: Pattern): void {
  const same = patterns.get(key);
  if (same) same.push(pattern);
  else patterns.set(key, [pattern]);
}

/** Compares four bytes in one step, ignoring the bit that separates capitals from small letters. */
const maskedAt = (view: DataView, at: number): number => view.getInt32(at, true) | 0x20202020;

/**
 * Returns the keyword of the source attribute whose identifier occurs in `text`; null when none
 * does. Case, accents and separators are ignored.
 */
export function echoIn({ phrases, answers }: EchoIndex, text: string): string | null {
  const known = answers.get(text);
  if (known !== undefined) return known;
  const searched = ` ${spaced(text)} `;
  const answer = phrases.find((phrase) => searched.includes(phrase.text))?.attribute ?? null;
  answers.set(text, answer);
  return answer;
}

/**
 * True when a number on its own is an id of the source. Digits inside a longer number are chance.
 */
export function isEchoedNumber({ phrases }: EchoIndex, number: string): boolean {
  return number.length >= LONG && phrases.some(({ text }) => text.trim() === number);
}

/**
 * Searches a written file for identifiers in two ways.
 * 1. All bytes are searched for texts of six bytes or more (in Pixel Data twelve or more, because
 * shorter matches occur by chance). The search covers UTF-8, Latin-1 and UTF-16 of both byte orders
 * and other separators, and ignores ASCII case.
 * 2. The decoded text values are searched for the shorter texts as whole words.
 *
 * @param dataset the data set read back from `bytes`; its values are views of `bytes`
 */
export function findEchoes(bytes: Uint8Array, dataset: DataSet, index: EchoIndex): readonly Echo[] {
  const echoes: Echo[] = [];
  searchTexts(dataset, '', [], index, echoes);
  let start = 0;
  for (const [from, to] of pixelRanges(dataset, bytes)) {
    searchBytes(bytes.subarray(start, from), start, index, echoes);
    searchPixels(bytes.subarray(from, to), from, index, echoes);
    start = to;
  }
  searchBytes(bytes.subarray(start), start, index, echoes);
  return echoes;
}

function searchTexts(
  dataset: DataSet,
  path: string,
  inherited: readonly string[],
  index: EchoIndex,
  echoes: Echo[],
): void {
  const terms = characterSetOf(dataset, inherited);
  for (const { tag, vr, value } of dataset.elements.values()) {
    if (OUR_MARKERS.has(tag)) continue;
    const place = path + tag;
    if (value.kind === 'items') {
      value.items.forEach((item, i) => searchTexts(item, `${place}[${i}].`, terms, index, echoes));
    } else if (TEXT_VRS.has(vr) && !NOT_WORDS.has(vr)) {
      for (const text of textsOf(dataset, tag, terms)) {
        const attribute = text === '' ? null : echoIn(index, text);
        if (attribute !== null) echoes.push({ attribute, place: `${place} ${keywordOf(tag) ?? ''}`.trim() });
      }
    }
  }
}

function searchBytes(bytes: Uint8Array, offset: number, index: EchoIndex, echoes: Echo[]): void {
  let start = 0;
  for (let next = 0; next < bytes.length; next++) {
    start = (start << 8) | (LOWER[bytes[next] ?? 0] ?? 0);
    const at = next + 1 - START;
    if (at >= 0 && mayStart(index, start)) searchAt(bytes, at, start, offset, index, () => true, echoes);
  }
}

/**
 * Reads four bytes out of every nine. It looks closer only when these four and the four before or
 * after them both occur in a pattern: there are many pixels, and almost none match. Four reads in
 * one step take half the time of four steps.
 */
function searchPixels(bytes: Uint8Array, offset: number, index: EchoIndex, echoes: Echo[]): void {
  const { parts } = index.uids;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const last = bytes.length - START;
  const partAt = (at: number): number => parts[hashOf(maskedAt(view, at), PART_BITS)] ?? 0;
  for (let first = STEP - 1; first <= last; first += 4 * STEP) {
    const end = first + 3 * STEP;
    const none =
      end <= last && (partAt(first) | partAt(first + STEP) | partAt(first + 2 * STEP) | partAt(end)) === 0;
    if (none) continue;
    for (let part = first; part <= Math.min(end, last); part += STEP) {
      const isLikely =
        partAt(part) === 1 &&
        (partAt(part - START) === 1 || (part + START <= last && partAt(part + START) === 1));
      if (isLikely) searchAround(bytes, part, offset, index, echoes);
    }
  }
}

/**
 * Tries every position where a pattern could begin that has one of its first {@link STEP} parts
 * here.
 */
function searchAround(
  bytes: Uint8Array,
  part: number,
  offset: number,
  index: EchoIndex,
  echoes: Echo[],
): void {
  for (let at = part + 1 - STEP; at <= part; at++) {
    const start = startAt(bytes, at);
    if (mayStart(index, start)) {
      searchAt(bytes, at, start, offset, index, (pattern) => pattern.isSoughtInPixels, echoes);
    }
  }
}

/** Four bytes in the form used by {@link PatternSet}. */
function startAt(bytes: Uint8Array, at: number): number {
  let start = 0;
  for (let i = at; i < at + START; i++) start = (start << 8) | (LOWER[bytes[i] ?? 0] ?? 0);
  return start;
}

/** False when no pattern has this start. */
function mayStart({ patterns, uids }: EchoIndex, start: number): boolean {
  const { place, bit } = bitOf(start);
  return (((patterns.starts[place] ?? 0) | (uids.starts[place] ?? 0)) & bit) !== 0;
}

function searchAt(
  bytes: Uint8Array,
  at: number,
  start: number,
  offset: number,
  { patterns, uids }: EchoIndex,
  isSought: (pattern: Pattern) => boolean,
  echoes: Echo[],
): void {
  for (const { byStart } of [patterns, uids]) {
    for (const pattern of byStart.get(start) ?? []) {
      if (isSought(pattern) && matches(bytes, at, pattern)) {
        echoes.push({ attribute: pattern.attribute, place: `byte ${offset + at}` });
      }
    }
  }
}

/** Hashes four bytes to a number of this many bits. */
const hashOf = (four: number, bits: number): number => Math.imul(four, 0x9e3779b1) >>> (32 - bits);

/** The bit that represents four bytes in a table of 65,536 bits. */
function bitOf(start: number): { readonly place: number; readonly bit: number } {
  const hash = hashOf(start, 16);
  return { place: hash >> 3, bit: 1 << (hash & 7) };
}

/** Maps ASCII letters to lower case and leaves all other bytes unchanged. */
const LOWER = Uint8Array.from({ length: 256 }, (_, byte) => lower(byte));

/** True when the whole pattern matches here. The caller has already matched its first bytes. */
function matches(bytes: Uint8Array, at: number, { bytes: pattern, bounded }: Pattern): boolean {
  if (at + pattern.length > bytes.length) return false;
  for (let i = START; i < pattern.length; i++) {
    if (LOWER[bytes[at + i] ?? 0] !== pattern[i]) return false;
  }
  return !bounded || !(isNumeral(bytes[at - 1]) || isNumeral(bytes[at + pattern.length]));
}

function isNumeral(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || byte === 0x2e);
}

function lower(byte: number | undefined): number {
  const value = byte ?? 0;
  return value >= 0x41 && value <= 0x5a ? value + 32 : value;
}

/** Byte ranges of the pixels, in ascending order. */
function pixelRanges(dataset: DataSet, bytes: Uint8Array): [from: number, to: number][] {
  const ranges: [from: number, to: number][] = [];
  for (const tag of ['7FE00008', '7FE00009', '7FE00010'] satisfies Tag[]) {
    const value = dataset.elements.get(tag)?.value;
    const views =
      value?.kind === 'bytes' ? [value.bytes] : value?.kind === 'fragments' ? value.fragments : [];
    for (const view of views) {
      if (view.buffer !== bytes.buffer) continue;
      const from = view.byteOffset - bytes.byteOffset;
      ranges.push([from, from + view.byteLength]);
    }
  }
  return ranges.sort(([a], [b]) => a - b);
}

/**
 * A byte search can't ignore the case of accented letters. So the text is searched in upper case,
 * in lower case and without accents.
 */
function variantsOf(text: string, kind: Identifier['kind']): readonly string[] {
  if (kind === 'date' || kind === 'uid') return [text];
  return [text, text.toUpperCase(), capitalised(text), folded(text), ...regrouped(text, kind)];
}

const encoder = new TextEncoder();

/**
 * Encodes a text in UTF-8, in Latin-1 where that differs, and in UTF-16; ASCII letters in lower
 * case. Short texts are left to the text search. UTF-16 of Latin letters without its last byte
 * matches both byte orders.
 */
function encodingsOf(text: string): Uint8Array[] {
  const { length } = text;
  const bytes = new Uint8Array(length);
  const little = new Uint8Array(length * 2);
  let highest = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > highest) highest = code;
    const letter = code >= 0x41 && code <= 0x5a ? code + 32 : code;
    bytes[i] = letter;
    little[2 * i] = letter;
    little[2 * i + 1] = letter >>> 8;
  }
  const encoded: Uint8Array[] = [];
  if (highest < 0x80) {
    if (length >= LONG) encoded.push(bytes);
  } else {
    const utf8 = encoder.encode(text).map(lower);
    if (utf8.length >= LONG) encoded.push(utf8);
    if (highest < 0x100 && length >= LONG) encoded.push(bytes);
  }
  if (length * 2 < LONG) return encoded;
  if (highest < 0x100) encoded.push(little.subarray(0, -1));
  else
    encoded.push(
      little,
      Uint8Array.from(little, (_, i) => little[i ^ 1] ?? 0),
    );
  return encoded;
}

function isDigits(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x30 && byte <= 0x39);
}

/**
 * Variants with other separators or none. For an id also its digits alone, if there are enough of
 * them to rule out chance.
 */
function regrouped(text: string, kind: Identifier['kind']): string[] {
  const words = spaced(text).split(' ');
  const digits = kind === 'id' ? text.replace(/\D/g, '') : '';
  return [
    ...(words.length > 1
      ? ['', ' ', '-', '_', '.', '^', ', '].map((separator) => words.join(separator))
      : []),
    ...(digits.length >= LONG ? [digits] : []),
  ].filter((variant) => variant.length >= LONG);
}

function capitalised(text: string): string {
  return text.replace(
    /(^|[^\p{L}])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

/** Folded text with one blank in place of any separator between words. */
function spaced(text: string): string {
  return folded(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
