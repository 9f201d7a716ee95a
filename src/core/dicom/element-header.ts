import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { ReadingRepair, Tag } from './dataset.ts';
import { tagOfNumber } from './dictionary.ts';
import { KNOWN_VRS } from './vr.ts';

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

export const PIXEL_DATA = '7FE00010';
export const ITEM = 'FFFEE000';
export const SEQUENCE_END = 'FFFEE0DD';
/** Length of a value that ends with a delimiter. */
export const UNDEFINED = 0xffffffff;

/** The read position, shared by all depths of one byte order. */
export interface Stream {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  position: number;
}

export interface Walk {
  readonly stream: Stream;
  readonly encoding: Encoding;
  readonly repairs: ReadingRepair[];
  readonly depth: number;
  /** PixelRepresentation of the enclosing data set. Items without their own value inherit it. */
  readonly signed: boolean;
}

export function walkOver(
  bytes: Uint8Array,
  start: number,
  encoding: Encoding,
  repairs: ReadingRepair[],
): Walk {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { stream: { bytes, view, position: start }, encoding, repairs, depth: 0, signed: false };
}

export const malformed = (cause: string, offset: number): Unreadable =>
  new Unreadable(failure('dicom/malformed', { cause, offset }));

/** A value that is longer than what is left of its file, sequence or item. */
export function cut(tag: Tag, depth: number, expected: number, actual: number): Unreadable {
  const details = { expected, actual };
  return new Unreadable(
    tag === PIXEL_DATA && depth === 0
      ? failure('dicom/truncated-pixels', details)
      : failure('dicom/truncated', { tag, ...details }),
  );
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
export function vrAt(bytes: Uint8Array, at: number): string | undefined {
  return vrByLetters.get(((bytes[at + 4] ?? 0) << 8) | (bytes[at + 5] ?? 0));
}

/** True when the element header at `at` contains a VR. */
export function looksExplicit(bytes: Uint8Array, at: number): boolean {
  return vrAt(bytes, at) !== undefined;
}
