import { Inflate } from 'fflate';

/** Packed bytes that are unpacked at a time: at most a thousand times as many come out before the length is looked at. */
const PIECE = 4096;

class TooLong extends Error {}

/**
 * Unpacks Deflate (RFC 1951), and stops as soon as more comes out than `most` allows for what went
 * in. `too-long` then; `damaged` where the bytes are no Deflate, or end too early.
 *
 * @param most greatest number of unpacked bytes after so many packed ones
 */
export function inflateWithin(
  packed: Uint8Array,
  most: (packedBytes: number) => number,
): Uint8Array<ArrayBuffer> | 'damaged' | 'too-long' {
  const parts: Uint8Array[] = [];
  let length = 0;
  let read = 0;
  const stream = new Inflate((part) => {
    length += part.length;
    if (length > most(read)) throw new TooLong();
    parts.push(part);
  });
  try {
    do {
      const piece = packed.subarray(read, read + PIECE);
      read += piece.length;
      stream.push(piece, read >= packed.length);
    } while (read < packed.length);
  } catch (error) {
    return error instanceof TooLong ? 'too-long' : 'damaged';
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
