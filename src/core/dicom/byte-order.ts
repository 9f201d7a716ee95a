import type { Tag } from './dataset.ts';
import { PIXEL_DATA, type Encoding } from './element-header.ts';
import { byteUnit } from './vr.ts';

/** Big endian Pixel Data is ordered by its own words, which can be longer than those of the VR. */
export function unitOf(tag: Tag, vr: string, bitsAllocated: number): number {
  const isWide = tag === PIXEL_DATA && vr === 'OW' && (bitsAllocated === 32 || bitsAllocated === 64);
  return isWide ? bitsAllocated / 8 : byteUnit(vr);
}

/** A value in little endian; a copy only where its bytes change. */
export function littleEndian(bytes: Uint8Array, unit: number, encoding: Encoding): Uint8Array {
  if (!encoding.bigEndian || unit === 1) return bytes;
  const swapped = bytes.slice();
  for (let at = 0; at + unit <= swapped.length; at += unit) swapped.subarray(at, at + unit).reverse();
  return swapped;
}
