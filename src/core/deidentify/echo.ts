import type { DataSet, Tag } from '../dicom/dataset.ts';
import { keywordOf } from '../dicom/dictionary.ts';
import { characterSetOf, textsOf } from '../dicom/element.ts';
import { TEXT_VRS } from '../dicom/vr.ts';
import { JOINED, type Identifier } from './identifiers.ts';
import { folded } from './vocabulary.ts';

/** Identifiers made ready for searching: those that the images of an exam share, and the UIDs. */
export interface EchoIndex extends SharedIndex {
  /** Its `skips` are those of all patterns. */
  readonly uids: PatternSet;
}

interface SharedIndex {
  readonly identifiers: readonly Identifier[];
  /** Folded; with a blank at both ends where only whole words count. */
  readonly phrases: readonly { readonly attribute: string; readonly text: string }[];
  /** What {@link echoIn} answered: the same texts stand in many places. */
  readonly answers: Map<string, string | null>;
  readonly patterns: PatternSet;
}

interface PatternSet {
  /** By their first four bytes as a number, ASCII letters in lower case. */
  readonly byStart: Map<number, Pattern[]>;
  /** The bits of all of them, see {@link bitOf}. */
  readonly starts: Uint8Array;
  /** Those that are sought in pixels too, by {@link maskedAt} of the last four of their first {@link LONG_IN_PIXELS} bytes. */
  readonly byTail: Map<number, Pattern[]>;
  /** By {@link hashOf} of four bytes: how far the next place is where such a pattern can end its first bytes. */
  readonly skips: Uint8Array;
  /** Texts that have their patterns. */
  readonly seen: Set<string>;
}

interface Pattern {
  readonly attribute: string;
  readonly bytes: Uint8Array;
  /** Digits that may not continue a longer number, which would be chance. */
  readonly bounded: boolean;
}

/** An identifier found: where it came from and where it is now. Never its value. */
export interface Echo {
  readonly attribute: string;
  readonly place: string;
}

/** First bytes that patterns are found by. None is shorter: see {@link LONG} and {@link encodingsOf}. */
const START = 4;
/** From this length on, a text is searched anywhere in the bytes; shorter ones only as whole words in text values. */
const LONG = 6;
/** Bytes of a pattern that is sought in pixels, and how many of them differ: shorter and plainer ones stand in grey noise and ramps by chance. */
const LONG_IN_PIXELS = 12;
const VARIED = 5;
const FARTHEST = LONG_IN_PIXELS - START + 1;
/** A table that stays in the processor's nearest memory: a larger one halves the speed and hardly lengthens the steps. */
const SKIP_BITS = 13;
/** VRs of numbers, whose digits coincide with short ids by chance, and of UIDs, all of which are replaced. */
const NOT_WORDS = new Set(['DS', 'IS', 'UI']);
/** (0012,0063) and (0012,0064): our own constants. */
const OUR_MARKERS = new Set(['00120063', '00120064']);

/** Prepares identifiers for {@link echoIn} and {@link findEchoes}. */
export function echoIndex(
  identifiers: readonly Identifier[],
  memory: EchoMemory = new EchoMemory(),
): EchoIndex {
  const shared = memory.sharedOf(identifiers.filter(({ kind }) => kind !== 'uid'));
  const uids = patternSet(shared.patterns.skips.slice());
  for (const { attribute, text, kind } of identifiers) {
    if (kind === 'uid' && !shared.patterns.seen.has(text)) addPatterns(uids, attribute, text, kind);
  }
  return { ...shared, uids };
}

/** What was made for the last image, for the next one of its exam. Holds identifiers: never stored. */
export class EchoMemory {
  #last: SharedIndex | null = null;

  /** @param identifiers all but UIDs, which every image has of its own */
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
  // Dates with different separators are one phrase.
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

/** @param skips of the patterns that are sought together with these */
function patternSet(skips = new Uint8Array(2 ** SKIP_BITS).fill(FARTHEST)): PatternSet {
  return {
    byStart: new Map(),
    starts: new Uint8Array(8192),
    byTail: new Map(),
    skips,
    seen: new Set(),
  };
}

function addPatterns(
  { byStart, starts, byTail, skips, seen }: PatternSet,
  attribute: string,
  text: string,
  kind: Identifier['kind'],
): void {
  if (seen.has(text)) return;
  seen.add(text);
  for (const bytes of encodingsOf(text)) {
    // Digits alone, of one byte each.
    const bounded = kind !== 'date' && bytes.length < 8 && isDigits(bytes);
    const start = bytes.subarray(0, START).reduce((number, byte) => (number << 8) | byte, 0);
    const pattern = { attribute, bytes, bounded };
    put(byStart, start, pattern);
    const { place, bit } = bitOf(start);
    starts[place] = (starts[place] ?? 0) | bit;
    if (bytes.length < LONG_IN_PIXELS || new Set(bytes).size < VARIED) continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < FARTHEST; at++) {
      const hash = hashOf(maskedAt(view, at), SKIP_BITS);
      skips[hash] = Math.min(skips[hash] ?? 0, FARTHEST - 1 - at);
    }
    put(byTail, maskedAt(view, FARTHEST - 1), pattern);
  }
}

function put(patterns: Map<number, Pattern[]>, key: number, pattern: Pattern): void {
  const same = patterns.get(key);
  if (same) same.push(pattern);
  else patterns.set(key, [pattern]);
}

/** Four bytes in one step, without the bit that tells capitals from small letters. */
const maskedAt = (view: DataView, at: number): number => view.getInt32(at, true) | 0x20202020;

/** Keyword of the source's attribute of which an identifier is in `text`, without regard to case, accents and separators; null when none. */
export function echoIn({ phrases, answers }: EchoIndex, text: string): string | null {
  const known = answers.get(text);
  if (known !== undefined) return known;
  const searched = ` ${spaced(text)} `;
  const answer = phrases.find((phrase) => searched.includes(phrase.text))?.attribute ?? null;
  answers.set(text, answer);
  return answer;
}

/** Whether a number is, by itself, an id of the source. Digits inside a longer number are chance. */
export function isEchoedNumber({ phrases }: EchoIndex, number: string): boolean {
  return number.length >= LONG && phrases.some(({ text }) => text.trim() === number);
}

/**
 * Searches a written file for identifiers in two ways: all its bytes, for texts of six bytes or more (of twelve in Pixel Data, where shorter
 * ones are chance), in UTF-8, Latin-1 and UTF-16 of both byte orders, with other separators, without regard to ASCII case; and its text
 * values, decoded, for the shorter ones as whole words.
 *
 * @param dataset the data set read back from `bytes`, whose values are views of `bytes`
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

function searchBytes(bytes: Uint8Array, offset: number, { patterns, uids }: EchoIndex, echoes: Echo[]): void {
  let start = 0;
  for (let next = 0; next < bytes.length; next++) {
    start = (start << 8) | (LOWER[bytes[next] ?? 0] ?? 0);
    const { place, bit } = bitOf(start);
    if ((((patterns.starts[place] ?? 0) | (uids.starts[place] ?? 0)) & bit) === 0) continue;
    const at = next + 1 - START;
    if (at < 0) continue;
    for (const { byStart } of [patterns, uids]) {
      for (const pattern of byStart.get(start) ?? []) {
        if (matches(bytes, at, pattern, START)) {
          echoes.push({ attribute: pattern.attribute, place: `byte ${offset + at}` });
        }
      }
    }
  }
}

/** From one place where a pattern can be to the next, after Wu and Manber (1994): pixels are many, and hold none. */
function searchPixels(
  bytes: Uint8Array,
  offset: number,
  { patterns, uids }: EchoIndex,
  echoes: Echo[],
): void {
  const { skips } = uids;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const last = bytes.length - START;
  let at = FARTHEST - 1;
  while (at <= last) {
    const tail = maskedAt(view, at);
    const skip = skips[hashOf(tail, SKIP_BITS)] ?? 0;
    if (skip > 0) {
      at += skip;
      continue;
    }
    const from = at - (FARTHEST - 1);
    for (const { byTail } of [patterns, uids]) {
      for (const pattern of byTail.get(tail) ?? []) {
        if (matches(bytes, from, pattern, 0)) {
          echoes.push({ attribute: pattern.attribute, place: `byte ${offset + from}` });
        }
      }
    }
    at++;
  }
}

/** Four bytes as a number of as many bits. */
const hashOf = (four: number, bits: number): number => Math.imul(four, 0x9e3779b1) >>> (32 - bits);

/** The bit that stands for four bytes in a table of 65,536. */
function bitOf(start: number): { readonly place: number; readonly bit: number } {
  const hash = hashOf(start, 16);
  return { place: hash >> 3, bit: 1 << (hash & 7) };
}

/** ASCII letters in lower case, all other bytes as they are. */
const LOWER = Uint8Array.from({ length: 256 }, (_, byte) => lower(byte));

/** @param known how many first bytes are the pattern's */
function matches(
  bytes: Uint8Array,
  at: number,
  { bytes: pattern, bounded }: Pattern,
  known: number,
): boolean {
  if (at + pattern.length > bytes.length) return false;
  for (let i = known; i < pattern.length; i++) {
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

/** Byte ranges of the pixels, in order. */
function pixelRanges(dataset: DataSet, bytes: Uint8Array): [number, number][] {
  const ranges: [number, number][] = [];
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

/** Accented letters have no case in a byte search, so both cases of the whole text are searched, and the text without accents. */
function variantsOf(text: string, kind: Identifier['kind']): readonly string[] {
  if (kind === 'date' || kind === 'uid') return [text];
  return [text, text.toUpperCase(), capitalised(text), folded(text), ...regrouped(text, kind)];
}

const encoder = new TextEncoder();

/**
 * UTF-8, Latin-1 where it differs, and UTF-16; ASCII letters in lower case. Short texts are left to the text search. UTF-16 of Latin
 * letters without its last byte is found in both byte orders.
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

/** With other separators or none; of an id, its digits where they are long enough not to be chance. */
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

/** Folded, with one blank for whatever separates words. */
function spaced(text: string): string {
  return folded(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
