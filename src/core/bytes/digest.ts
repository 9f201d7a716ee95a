import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';

/** SHA-256 of some bytes, as 64 lower-case hexadecimal digits. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)));
}

/**
 * SHA-256 of bytes that arrive in pieces, so that a package of many GiB is never in memory as a
 * whole.
 */
export class Digest {
  readonly #hash = nobleSha256.create();

  add(piece: Uint8Array): void {
    this.#hash.update(piece);
  }

  /** 64 lower-case hexadecimal digits. Nothing can be added afterwards. */
  end(): string {
    return hex(this.#hash.digest());
  }
}

/** Two lower-case hexadecimal digits per byte. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Converts hexadecimal digits to bytes, two digits per byte. */
export const bytesOfHex = (digits: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );

/**
 * CRC tables of a byte followed by zero, one, two and three zero bytes. With them four bytes are
 * processed in one step.
 */
const CRC_TABLES = [0, 1, 2, 3].map((zeros) =>
  Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8 * (zeros + 1); bit++) {
      value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    }
    return value;
  }),
) as unknown as readonly [Int32Array, Int32Array, Int32Array, Int32Array];

/** CRC-32 of the zip format (ISO 3309). */
export function crc32(bytes: Uint8Array): number {
  const [last, third, second, first] = CRC_TABLES;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~3;
  let crc = -1;
  for (let at = 0; at < whole; at += 4) {
    const four = crc ^ view.getInt32(at, true);
    crc =
      (first[four & 0xff] ?? 0) ^
      (second[(four >>> 8) & 0xff] ?? 0) ^
      (third[(four >>> 16) & 0xff] ?? 0) ^
      (last[four >>> 24] ?? 0);
  }
  for (let at = whole; at < bytes.length; at++) {
    crc = (crc >>> 8) ^ (last[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  }
  return ~crc >>> 0;
}
