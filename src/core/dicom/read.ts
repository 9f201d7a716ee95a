import { LARGEST_IMAGE } from '../bytes/gzip.ts';
import { inflateWithin } from '../bytes/inflate.ts';
import { LIMITS } from '../bytes/limits.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import type { DataSet, Part10, ReadingRepair, Tag } from './dataset.ts';
import { keywordOf } from './dictionary.ts';
import { element, numberOf, textOf, withElements } from './element.ts';
import type { Encoding } from './element-header.ts';
import { Unreadable, looksExplicit, tagAt } from './element-header.ts';
import { readDataSet } from './read-elements.ts';
import { DEFLATED_LE, EXPLICIT_BE, EXPLICIT_LE, IMPLICIT_LE } from './transfer-syntax.ts';

const EMPTY: DataSet = { elements: new Map() };

/**
 * Reads a Part 10 file, or a bare data set without preamble or File Meta, in any transfer syntax
 * (PS3.10 section 7, PS3.5 section 7). Values are in little endian and share memory with `bytes`.
 * Never throws. Failures: `dicom/truncated`, `dicom/truncated-pixels` or `dicom/malformed` for a
 * damaged file, `dicom/not-dicom` for anything else. `file` is only copied into the failure.
 */
export function readPart10(bytes: Uint8Array, file?: string): Result<Part10> {
  try {
    const start = startOf(bytes);
    if (start === null) return failed(failure('dicom/not-dicom', {}, file));
    const repairs: ReadingRepair[] = [];
    const { meta, end } = readMeta(bytes, start, repairs);
    const named = textOf(meta, '00020010');
    const transferSyntax = named ?? guessSyntax(bytes, end);
    if (!named) repairs.push('no-syntax');
    const body = transferSyntax === DEFLATED_LE ? inflate(bytes.subarray(end)) : bytes;
    const at = body === bytes ? end : 0;
    const encoding = encodingOf(body, at, transferSyntax, repairs);
    const dataset = withOneFrame(readDataSet(body, at, encoding, repairs), repairs);
    if (dataset.elements.size === 0) return failed(failure('dicom/not-dicom', {}, file));
    return success({ meta, dataset, transferSyntax, repairs });
  } catch (error) {
    return failed(failureOf(error, file));
  }
}

const NUMBER_OF_FRAMES = '00280008';

/**
 * NumberOfFrames is 1 or more (PS3.3 section C.7.6.6.1.1). Some writers put 0 into images of one
 * frame. Pixel Data of more frames contradict the 1 and are refused when they are decoded.
 */
function withOneFrame(dataset: DataSet, repairs: ReadingRepair[]): DataSet {
  if (numberOf(dataset, NUMBER_OF_FRAMES) !== 0) return dataset;
  repairs.push('frames-0');
  return withElements(dataset, { set: [element(NUMBER_OF_FRAMES, 'IS', '1')] });
}

function failureOf(error: unknown, file?: string): Failure {
  if (error instanceof Unreadable) return { ...error.failure, ...(file === undefined ? {} : { file }) };
  // Any other exception comes from the engine (stack, memory).
  return failure('dicom/malformed', { cause: String(error), offset: 0 }, file);
}

/** Offset of the first element; null when this is not DICOM. */
function startOf(bytes: Uint8Array): number | null {
  const magic = (at: number): boolean => [0x44, 0x49, 0x43, 0x4d].every((byte, i) => bytes[at + i] === byte);
  if (magic(128)) return 132;
  if (magic(0)) return 4;
  if (bytes.length < 8) return null;
  const tag = tagAt(bytes, 0, false);
  const swapped = tagAt(bytes, 0, true);
  // A bare data set starts with a standard attribute of a low group. A file of another format that
  // starts like this by chance has no such VR or length.
  if (looksExplicit(bytes, 0)) return isOpening(tag) || isOpening(swapped) ? 0 : null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  return isOpening(tag) && length % 2 === 0 && length <= bytes.length - 8 ? 0 : null;
}

function isOpening(tag: Tag): boolean {
  return tag >= '00020000' && tag < '00290000' && (tag.endsWith('0000') || keywordOf(tag) !== null);
}

/**
 * File Meta is always explicit little endian. Its stated length is not trusted: it ends where
 * another group starts.
 */
function readMeta(
  bytes: Uint8Array,
  start: number,
  repairs: ReadingRepair[],
): { meta: DataSet; end: number } {
  if (!tagAt(bytes, start, false).startsWith('0002')) {
    repairs.push('no-meta');
    return { meta: EMPTY, end: start };
  }
  let end = start;
  const explicit = looksExplicit(bytes, start);
  const meta = readDataSet(bytes, start, { explicit, bigEndian: false }, repairs, (tag, at) => {
    end = at;
    return !tag.startsWith('0002');
  });
  return { meta, end };
}

function guessSyntax(bytes: Uint8Array, at: number): string {
  if (!looksExplicit(bytes, at)) return IMPLICIT_LE;
  return tagAt(bytes, at, true) < tagAt(bytes, at, false) ? EXPLICIT_BE : EXPLICIT_LE;
}

/**
 * The encoding of the transfer syntax, unless the first element clearly shows another encoding
 * (seen in files of old converters).
 */
function encodingOf(
  bytes: Uint8Array,
  at: number,
  transferSyntax: string,
  repairs: ReadingRepair[],
): Encoding {
  const explicit = transferSyntax !== IMPLICIT_LE;
  const bigEndian = transferSyntax === EXPLICIT_BE;
  if (at + 8 > bytes.length) return { explicit, bigEndian };
  const shown = looksExplicit(bytes, at);
  if (shown !== explicit) {
    repairs.push('other-syntax');
  }
  return { explicit: shown, bigEndian: bigEndian && shown };
}

function inflate(bytes: Uint8Array): Uint8Array {
  const { ratioFrom, entryRatio } = LIMITS;
  const inflated = inflateWithin(bytes, (packed) =>
    Math.max(ratioFrom, Math.min(entryRatio * packed, LARGEST_IMAGE)),
  );
  if (typeof inflated !== 'string') return inflated;
  const cause =
    inflated === 'damaged' ? 'the deflated data set is damaged' : 'the deflated data set is a bomb';
  throw new Unreadable(failure('dicom/malformed', { cause, offset: 0 }));
}
