import { crc32 } from './digest.ts';
import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import { deflate } from './deflate.ts';
import { inflate } from './inflate-stream.ts';

/**
 * Maximum number of unpacked bytes of one image. A larger file is a zip bomb or a volume, and both
 * are refused.
 */
export const LARGEST_IMAGE = 2 ** 29;

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Unpacks a gzip file (RFC 1952) of one or several members, which follow each other as bgzip, pigz and
 * `cat` write them. Each may have a name, a comment, extra fields and a checksum of its header.
 * Checksums and lengths are verified. Zero bytes after a member are padding, and what does not begin
 * as a member is not read: so do gzip, zlib, nibabel and ITK.
 *
 * @param most bytes; a file of more is refused as soon as that is known
 *
 * Failures: `image/nifti-not-read`; `image/nifti-unsupported` beyond `most`.
 */
export function gunzip(bytes: Uint8Array, most = LARGEST_IMAGE): Result<Uint8Array<ArrayBuffer>> {
  const broken = failed(failure('image/nifti-not-read', { cause: 'gzip' }));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  let at = 0;
  do {
    const start = streamOf(bytes, at);
    const part = start === null ? null : inflate(bytes, start, most - length);
    if (!part) return broken;
    if (!part.isWhole) return failed(failure('image/nifti-unsupported', { what: `> ${most} bytes` }));
    at = part.end + TRAILER;
    if (at > bytes.length) return broken;
    const trailer = new DataView(bytes.buffer, bytes.byteOffset + part.end, TRAILER);
    const isRight = trailer.getUint32(0, true) === crc32(part.plain);
    if (!isRight || trailer.getUint32(4, true) !== part.plain.length) return broken;
    length += part.plain.length;
    if (part.plain.length > 0 || parts.length === 0) parts.push(part.plain);
    at = afterZeros(bytes, at);
  } while (isGzip(bytes.subarray(at, at + 2)));
  const [only, ...others] = parts;
  if (only && others.length === 0) return success(only);
  const plain = new Uint8Array(length);
  let filled = 0;
  for (const part of parts) {
    plain.set(part, filled);
    filled += part.length;
  }
  return success(plain);
}

/** The first bytes of a gzip file, at most `most`, without a check of what follows. Empty: damaged. */
export function gunzipHead(bytes: Uint8Array, most: number): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(most);
  let [length, at] = [0, 0];
  while (length < most && at < bytes.length) {
    const start = streamOf(bytes, at);
    const part = start === null ? null : inflate(bytes, start, most - length);
    if (!part) break;
    head.set(part.plain, length);
    length += part.plain.length;
    at = afterZeros(bytes, part.end + TRAILER);
  }
  return head.subarray(0, length);
}

function afterZeros(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === 0) at++;
  return at;
}

const [HEADER_CRC, EXTRA, NAME, COMMENT, RESERVED] = [2, 4, 8, 16, 0xe0];

/** Where the deflate stream of the member at `at` begins. Null: no member begins there. */
function streamOf(bytes: Uint8Array, at: number): number | null {
  const [one, two, method, flags = RESERVED] = bytes.subarray(at, at + 4);
  if (one !== 0x1f || two !== 0x8b || method !== 8 || (flags & RESERVED) !== 0) return null;
  let next = at + 10;
  if (flags & EXTRA) next += 2 + ((bytes[next] ?? 0) | ((bytes[next + 1] ?? 0) << 8));
  for (const text of [NAME, COMMENT]) {
    if ((flags & text) === 0) continue;
    const end = bytes.indexOf(0, next);
    if (end < 0) return null;
    next = end + 1;
  }
  if (flags & HEADER_CRC) {
    const stated = (bytes[next] ?? 0) | ((bytes[next + 1] ?? 0) << 8);
    if (stated !== (crc32(bytes.subarray(at, next)) & 0xffff)) return null;
    next += 2;
  }
  return next < bytes.length ? next : null;
}

/**
 * Compresses a file of pixels as a gzip file of one member, without name or time. The same pixels
 * give the same bytes.
 *
 * @param width bytes of a voxel
 */
export function gzip(bytes: Uint8Array, width: 1 | 2 | 3 | 4): Uint8Array<ArrayBuffer> {
  const file = deflate(bytes, width, HEAD, TRAILER);
  const trailer = new DataView(file.buffer, file.length - TRAILER);
  trailer.setUint32(0, crc32(bytes), true);
  trailer.setUint32(4, bytes.length, true);
  return file;
}

/** CRC-32 and length. */
const TRAILER = 8;

/** Deflate, no flags, no time, fast compression. OS byte 255 means unknown. */
const HEAD = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255);
