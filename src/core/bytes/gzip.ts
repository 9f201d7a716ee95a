import { Gunzip } from 'fflate';
import { crc32 } from './digest.ts';
import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import { deflate } from './deflate.ts';

/**
 * Maximum number of unpacked bytes of one image. A larger file is a zip bomb or a volume, and both
 * are refused.
 */
export const LARGEST_IMAGE = 2 ** 29;

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Unpacks a gzip file of one member (RFC 1952); checksum and length are verified. Failures: `image/nifti-not-read`,
 * `image/nifti-unsupported` beyond {@link LARGEST_IMAGE}.
 */
export function gunzip(bytes: Uint8Array): Result<Uint8Array<ArrayBuffer>> {
  const broken = failed(failure('image/nifti-not-read', { cause: 'gzip' }));
  // fflate would skip these without reading them: reserved flags, and the header checksum, which no
  // common program writes.
  if (bytes.length < 18 || ((bytes[3] ?? 0) & 0xe2) !== 0) return broken;
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
  const [crc, size] = [trailer.getUint32(0, true), trailer.getUint32(4, true)];
  // Deflate compresses at most 1032 to 1. A truncated file ends in arbitrary bytes, which are not a
  // valid length.
  if (size > 1032 * bytes.length) return broken;
  if (size > LARGEST_IMAGE)
    return failed(failure('image/nifti-unsupported', { what: `> ${LARGEST_IMAGE} bytes` }));
  const plain = new Uint8Array(size);
  let length = 0;
  const stream = new Gunzip((chunk) => {
    if (length + chunk.length > size) throw new Error('longer than its length says');
    plain.set(chunk, length);
    length += chunk.length;
  });
  stream.onmember = () => {
    throw new Error('more than one member');
  };
  try {
    stream.push(bytes, true);
  } catch {
    return broken;
  }
  return length === size && crc32(plain) === crc ? success(plain) : broken;
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
