import type { Identifier } from './identifiers.ts';
import { wordsOf } from './names.ts';
import { folded } from './vocabulary.ts';

export interface PatternSet {
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

export interface Pattern {
  readonly attribute: string;
  readonly bytes: Uint8Array;
  /** The pattern is digits. A match inside a longer number is chance and does not count. */
  readonly bounded: boolean;
  readonly isSoughtInPixels: boolean;
  /** Digits alone, in any encoding. */
  readonly isNumber: boolean;
}

/**
 * Number of first bytes used to find patterns. No pattern is shorter: see {@link LONG} and {@link
 * encodingsOf}.
 */
export const START = 4;
/**
 * Texts of at least this length are searched anywhere in the bytes. Shorter ones are searched only
 * as whole words in text values.
 */
export const LONG = 6;
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
export const STEP = LONG_IN_PIXELS - START + 1;
/** The table is small enough for the processor's fastest cache. */
export const PART_BITS = 15;
/** @param parts of the patterns that are searched together with these */
export function patternSet(parts = new Uint8Array(2 ** PART_BITS)): PatternSet {
  return { byStart: new Map(), starts: new Uint8Array(8192), parts, seen: new Set() };
}

export function addPatterns(
  { byStart, starts, parts, seen }: PatternSet,
  attribute: string,
  text: string,
  kind: Identifier['kind'],
): void {
  const known = asciiLower(text);
  if (seen.has(known)) return;
  seen.add(known);
  const isNumber = /^\d+$/.test(text);
  // Look-up tables and gradients count upwards or downwards, and so spell "1234567" in 16 bits.
  const isMonotone = isSorted(text) || isSorted([...text].reverse().join(''));
  for (const bytes of encodingsOf(text)) {
    // Only digits, each of one byte.
    const bounded = kind !== 'date' && bytes.length < 8 && isDigits(bytes);
    const start = bytes.subarray(0, START).reduce((number, byte) => (number << 8) | byte, 0);
    const isSoughtInPixels = bytes.length >= LONG_IN_PIXELS && new Set(bytes).size >= VARIED && !isMonotone;
    put(byStart, start, { attribute, bytes, bounded, isSoughtInPixels, isNumber });
    const { place, bit } = bitOf(start);
    starts[place] = (starts[place] ?? 0) | bit;
    if (!isSoughtInPixels) continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < STEP; at++) parts[hashOf(maskedAt(view, at), PART_BITS)] = 1;
  }
}

/** The search ignores the case of ASCII letters, so two such texts give the same patterns. */
const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function isSorted(text: string): boolean {
  for (let i = 1; i < text.length; i++) if (text.charCodeAt(i) < text.charCodeAt(i - 1)) return false;
  return true;
}

function put(patterns: Map<number, Pattern[]>, key: number, pattern: Pattern): void {
  const same = patterns.get(key);
  if (same) same.push(pattern);
  else patterns.set(key, [pattern]);
}

/** Compares four bytes in one step, ignoring the bit that separates capitals from small letters. */
export const maskedAt = (view: DataView, at: number): number => view.getInt32(at, true) | 0x20202020;

/** Hashes four bytes to a number of this many bits. */
export const hashOf = (four: number, bits: number): number => Math.imul(four, 0x9e3779b1) >>> (32 - bits);

/** The bit that represents four bytes in a table of 65,536 bits. */
export function bitOf(start: number): { readonly place: number; readonly bit: number } {
  const hash = hashOf(start, 16);
  return { place: hash >> 3, bit: 1 << (hash & 7) };
}

/** Maps ASCII letters to lower case and leaves all other bytes unchanged. */
export const LOWER = Uint8Array.from({ length: 256 }, (_, byte) => lower(byte));

function lower(byte: number | undefined): number {
  const value = byte ?? 0;
  return value >= 0x41 && value <= 0x5a ? value + 32 : value;
}

/**
 * A byte search can't ignore the case of accented letters. So the text is searched in upper case,
 * in lower case and without accents.
 */
export function variantsOf(text: string, kind: Identifier['kind']): readonly string[] {
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

const SEPARATORS = ['', ' ', '-', '_', '.', '^', ', '];
/** The apostrophes of "D'Almeida": typed, typographic, modifier letter, and accents in their place. */
const APOSTROPHES = ["'", '\u2019', '\u02bc', '`', '\u00b4'];

/**
 * Variants with other separators or none. For an id also its digits alone, if there are enough of
 * them to rule out chance.
 */
function regrouped(text: string, kind: Identifier['kind']): string[] {
  const words = spaced(text).split(' ');
  const digits = kind === 'id' ? text.replace(/\D/g, '') : '';
  // A byte search tells "É" from "é", and both from "E".
  const spellings =
    kind === 'name' ? [words, wordsOf(text.toLowerCase()), wordsOf(text.toUpperCase())] : [words];
  const separators = kind === 'name' ? [...SEPARATORS, ...APOSTROPHES] : SEPARATORS;
  return [
    ...(words.length > 1
      ? spellings.flatMap((spelling) => separators.map((separator) => spelling.join(separator)))
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
export function spaced(text: string): string {
  return folded(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
