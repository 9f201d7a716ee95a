import type { DataSet, Tag } from '../dicom/dataset.ts';
import { keywordOf } from '../dicom/dictionary.ts';
import { characterSetOf, textsOf } from '../dicom/element.ts';
import { TEXT_VRS } from '../dicom/vr.ts';
import { JOINED, type Identifier } from './identifiers.ts';
import { folded } from './vocabulary.ts';

/** Identifiers made ready for searching. */
export interface EchoIndex {
  /** Folded; with a blank at both ends where only whole words count. */
  readonly phrases: readonly { readonly attribute: string; readonly text: string }[];
  /** Byte patterns by their first two bytes, ASCII letters in lower case. */
  readonly patterns: ReadonlyMap<number, readonly Pattern[]>;
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

/** From this length on, a text is searched anywhere in the bytes; shorter ones only as whole words in text values. */
const LONG = 6;
/** VRs of numbers, whose digits coincide with short ids by chance, and of UIDs, all of which are replaced. */
const NOT_WORDS = new Set(['DS', 'IS', 'UI']);
/** (0012,0063) and (0012,0064): our own constants. */
const OUR_MARKERS = new Set(['00120063', '00120064']);

/** Prepares identifiers for {@link echoIn} and {@link findEchoes}. */
export function echoIndex(identifiers: readonly Identifier[]): EchoIndex {
  const patterns = new Map<number, Pattern[]>();
  const seen = new Set<string>();
  for (const { attribute, text, kind } of identifiers) {
    for (const variant of variantsOf(text, kind)) {
      if (seen.has(variant)) continue;
      seen.add(variant);
      for (const bytes of encodingsOf(variant)) {
        // Digits alone, of one byte each.
        const bounded = kind !== 'date' && bytes.length < 8 && isDigits(bytes);
        const start = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
        const same = patterns.get(start);
        if (same) same.push({ attribute, bytes, bounded });
        else patterns.set(start, [{ attribute, bytes, bounded }]);
      }
    }
  }
  // Dates with different separators are one phrase.
  const phrases = new Map<string, EchoIndex['phrases'][number]>();
  for (const { attribute, text, kind } of identifiers) {
    const words = kind === 'uid' ? '' : spaced(text);
    if (words === '') continue;
    const bounded = kind !== 'date' && !JOINED.test(words) && (words.length < LONG || /^\d+$/.test(words));
    const sought = bounded ? ` ${words} ` : words;
    if (!phrases.has(sought)) phrases.set(sought, { attribute, text: sought });
  }
  return { phrases: [...phrases.values()], patterns };
}

/** Keyword of the source's attribute of which an identifier is in `text`, without regard to case, accents and separators; null when none. */
export function echoIn(index: EchoIndex, text: string): string | null {
  const searched = ` ${spaced(text)} `;
  const hit = index.phrases.find((phrase) => searched.includes(phrase.text));
  return hit?.attribute ?? null;
}

/** Whether a number is, by itself, an id of the source. Digits inside a longer number are chance. */
export function isEchoedNumber({ phrases }: EchoIndex, number: string): boolean {
  return number.length >= LONG && phrases.some(({ text }) => text.trim() === number);
}

/**
 * Searches a written file for identifiers in two ways: all its bytes but Pixel Data, for texts of six bytes or more, in UTF-8, Latin-1
 * and UTF-16 of both byte orders, with other separators, without regard to ASCII case; and its text values, decoded, for the shorter ones as whole words.
 *
 * @param dataset the data set read back from `bytes`, whose values are views of `bytes`
 */
export function findEchoes(bytes: Uint8Array, dataset: DataSet, index: EchoIndex): readonly Echo[] {
  const echoes: Echo[] = [];
  searchTexts(dataset, '', [], index, echoes);
  let start = 0;
  for (const [from, to] of pixelRanges(dataset, bytes)) {
    searchBytes(bytes.subarray(start, from), start, index, echoes);
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

function searchBytes(bytes: Uint8Array, offset: number, { patterns }: EchoIndex, echoes: Echo[]): void {
  const starts = new Uint8Array(65536);
  for (const start of patterns.keys()) starts[start] = 1;
  for (let at = 0; at + 1 < bytes.length; at++) {
    const start = (lower(bytes[at]) << 8) | lower(bytes[at + 1]);
    if (starts[start] === 0) continue;
    for (const pattern of patterns.get(start) ?? []) {
      if (matches(bytes, at, pattern)) {
        echoes.push({ attribute: pattern.attribute, place: `byte ${offset + at}` });
      }
    }
  }
}

function matches(bytes: Uint8Array, at: number, { bytes: pattern, bounded }: Pattern): boolean {
  if (at + pattern.length > bytes.length) return false;
  for (let i = 2; i < pattern.length; i++) {
    if (lower(bytes[at + i]) !== pattern[i]) return false;
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
