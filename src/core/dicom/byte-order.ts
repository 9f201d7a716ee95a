import type { Element, Tag } from './dataset.ts';
import { numberOf, dataSetOf } from './element.ts';
import { PIXEL_DATA, type Encoding } from './element-header.ts';
import { byteUnit } from './vr.ts';

/** Big endian Pixel Data is ordered by its own words, which can be longer than those of the VR. */
export function unitOf(tag: Tag, vr: string, before: readonly Element[]): number {
  const allocated = tag === PIXEL_DATA ? before.find((each) => each.tag === '00280100') : undefined;
  const bits = allocated ? (numberOf(dataSetOf([allocated]), '00280100') ?? 0) : 0;
  return vr === 'OW' && (bits === 32 || bits === 64) ? bits / 8 : byteUnit(vr);
}

/** A value in little endian; a copy only where its bytes change. */
export function littleEndian(bytes: Uint8Array, unit: number, encoding: Encoding): Uint8Array {
  if (!encoding.bigEndian || unit === 1) return bytes;
  const swapped = bytes.slice();
  for (let at = 0; at + unit <= swapped.length; at += unit) swapped.subarray(at, at + unit).reverse();
  return swapped;
}
