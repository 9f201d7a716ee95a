import type { PixelArray } from './image.ts';
import type { ImageFacts } from './facts.ts';

/** Stored samples, before any colour conversion. */
type Layout = Pick<ImageFacts, 'bitsAllocated' | 'bitsStored' | 'signed'>;

/**
 * Converts little-endian sample bytes to numbers. Bits outside the stored bits can have any value
 * and are not part of the samples (PS3.5 section 8.1.1): they are masked out, and the sign is
 * extended.
 *
 * @param count number of samples
 */
export function samplesOf(
  bytes: Uint8Array,
  count: number,
  { bitsAllocated, bitsStored, signed }: Layout,
  highBit: number,
): PixelArray {
  if (bitsAllocated === 1)
    return Uint8Array.from({ length: count }, (_, i) => ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1);
  const tight = bytes.slice(0, count * (bitsAllocated / 8)).buffer;
  const raw = typed(tight, bitsAllocated, signed);
  if (bitsStored === bitsAllocated) return raw;
  const up = 31 - highBit;
  const down = 32 - bitsStored;
  for (let i = 0; i < raw.length; i++) {
    const word = (raw[i] ?? 0) << up;
    raw[i] = signed ? word >> down : word >>> down;
  }
  return raw;
}

function typed(buffer: ArrayBuffer, bits: number, signed: boolean): PixelArray {
  if (bits === 8) return signed ? new Int8Array(buffer) : new Uint8Array(buffer);
  if (bits === 16) return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
  return signed ? new Int32Array(buffer) : new Uint32Array(buffer);
}

/** Converts consecutive planes to interleaved samples. */
export function interleaved<T extends PixelArray>(planes: T, pixels: number, components: number): T {
  const out = planes.slice() as T;
  for (let component = 0; component < components; component++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      out[pixel * components + component] = planes[component * pixels + pixel] ?? 0;
    }
  }
  return out;
}
