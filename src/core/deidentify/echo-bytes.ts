import type { Echo, EchoIndex } from './echo-index.ts';
import { isContextGroupUid, isStandardUid } from './standard-uids.ts';
import {
  LONG,
  LOWER,
  PART_BITS,
  START,
  STEP,
  bitOf,
  hashOf,
  maskedAt,
  type Pattern,
} from './echo-patterns.ts';

/** False for digits alone, which a few binary numbers can spell by chance. */
export const hasLetters = ({ isNumber }: Pattern): boolean => !isNumber;

/** Searches every byte for the patterns. */
export function searchBytes(
  bytes: Uint8Array,
  offset: number,
  index: EchoIndex,
  echoes: Echo[],
  isSought: (pattern: Pattern) => boolean = () => true,
): void {
  let start = 0;
  for (let next = 0; next < bytes.length; next++) {
    start = (start << 8) | (LOWER[bytes[next] ?? 0] ?? 0);
    const at = next + 1 - START;
    if (at >= 0 && mayStart(index, start)) searchAt(bytes, at, start, offset, index, isSought, echoes);
  }
}

/**
 * Reads four bytes out of every nine. It looks closer only when these four and the four before or
 * after them both occur in a pattern: there are many pixels, and almost none match. Four reads in
 * one step take half the time of four steps.
 */
export function searchPixels(bytes: Uint8Array, offset: number, index: EchoIndex, echoes: Echo[]): void {
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

/** True when the whole pattern matches here. The caller has already matched its first bytes. */
function matches(bytes: Uint8Array, at: number, { bytes: pattern, bounded }: Pattern): boolean {
  if (at + pattern.length > bytes.length) return false;
  for (let i = START; i < pattern.length; i++) {
    if (LOWER[bytes[at + i] ?? 0] !== pattern[i]) return false;
  }
  return !bounded || isWholeNumber(bytes, at, at + pattern.length);
}

/**
 * True when digits at [from, to) are a number of their own: no digit is beside them, and they are
 * not the fraction of a decimal, where any digits occur by chance ("0.661468"). A part of a UID or of
 * another dotted value is a number of its own: accession numbers are written so.
 */
function isWholeNumber(bytes: Uint8Array, from: number, to: number): boolean {
  if (isDigit(bytes[from - 1]) || isDigit(bytes[to])) return false;
  const isAfterPoint = bytes[from - 1] === POINT && isDigit(bytes[from - 2]);
  if (!isAfterPoint || (bytes[to] === POINT && isDigit(bytes[to + 1]))) return true;
  let at = from - 2;
  while (isDigit(bytes[at])) at--;
  return bytes[at] === POINT;
}

const POINT = 0x2e;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

const encoder = new TextEncoder();

/**
 * Returns the keyword of the source attribute whose identifier stands in a number or a UID; null
 * when none does. Whole numbers of {@link LONG} digits are found by the bytes; shorter ones only as
 * a whole part of a UID, and longer ones also as several parts, because a decimal holds short numbers by chance.
 */
export function echoInDigits(index: EchoIndex, text: string): string | null {
  const echoes: Echo[] = [];
  searchBytes(encoder.encode(text), 0, index, echoes);
  if (echoes[0]) return echoes[0].attribute;
  if (!/^\d+(?:\.\d+){2,}$/.test(text) || isStandardUid(text) || isContextGroupUid(text)) return null;
  const parts = text.split('.');
  for (let first = 0; first < parts.length; first++) {
    for (let count = 1; count <= MOST_JOINED; count++) {
      const joined = parts.slice(first, first + count).join('');
      const shortest = count === 1 ? SHORTEST_IN_UID : LONG;
      const attribute = joined.length >= shortest ? index.numbers.get(joined) : undefined;
      if (attribute !== undefined) return attribute;
    }
  }
  return null;
}

/** Parts of a UID that together can be one number: an accession number `4412907` as `441.2907`. */
const MOST_JOINED = 3;

/** Shorter parts of UIDs number organisations, machines and series. */
const SHORTEST_IN_UID = 4;
