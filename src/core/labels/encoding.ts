import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import type { RepairCount } from './repairs.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const MARKS: readonly { readonly encoding: Encoding; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/**
 * Decodes a text file: UTF-8, UTF-16, else Windows-1252 (this includes ISO-8859-1 text). Every
 * encoding except UTF-8 without a mark counts as a repair. Fails on bytes that are invalid in the
 * encoding of their mark.
 */
export function decodeText(
  bytes: Uint8Array,
  repairs: RepairCount,
  file?: string,
): Result<{ readonly text: string; readonly encoding: Encoding }> {
  const mark = MARKS.find((candidate) => candidate.bytes.every((byte, index) => bytes[index] === byte));
  if (mark) {
    const text = decode(mark.encoding, bytes.subarray(mark.bytes.length));
    if (text === null) return failed(failure('labels/undecodable', { encoding: mark.encoding }, file));
    if (mark.encoding !== 'utf-8') repairs.add('encoding', `${mark.encoding} → utf-8`);
    repairs.add('byte-order-mark');
    return success({ text, encoding: mark.encoding });
  }
  const unmarked = unmarkedUtf16(bytes);
  const wide = unmarked && decode(unmarked, bytes);
  if (unmarked && typeof wide === 'string') {
    repairs.add('encoding', `${unmarked} → utf-8`);
    return success({ text: wide, encoding: unmarked });
  }
  const text = decode('utf-8', bytes);
  if (text !== null) return success({ text, encoding: 'utf-8' });
  repairs.add('encoding', 'windows-1252 → utf-8');
  return success({ text: decodeWindows1252(bytes), encoding: 'windows-1252' });
}

/**
 * UTF-16 without a byte-order mark. In a table most characters are ASCII, so that at least half of
 * the bytes in one place of each pair are 0, and none in the other place.
 */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const zeros = [0, 0];
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (bytes.length % 2 === 1 || 4 * (even + odd) < bytes.length) return null;
  if (even === 0) return 'utf-16le';
  return odd === 0 ? 'utf-16be' : null;
}

/** Windows-1252 from 0x80 to 0x9f, by the WHATWG index; the rest is ISO-8859-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Decoded here, because Node 20 decodes these bytes as ISO-8859-1. */
function decodeWindows1252(bytes: Uint8Array): string {
  const characters: string[] = [];
  for (const byte of bytes) {
    const special = byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252[byte - 0x80] : undefined;
    characters.push(special ?? String.fromCharCode(byte));
  }
  return characters.join('');
}

/** Null when the bytes are not in this encoding. In that case, and no other, the decoder throws. */
function decode(encoding: Encoding, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
