import type { PixelArray } from './image.ts';
import type { ImageFacts } from './facts.ts';

/** Stored samples, before any colour conversion. */
type Layout = Pick<ImageFacts, 'bitsAllocated' | 'bitsStored' | 'signed'>;

/**
 * Converts little-endian sample bytes to numbers. Bits outside the stored bits can have any value
 * and are not part of the samples (PS3.5 section 8.1.1): they are masked out, and the sign is
 * extended. Null when the bits above continue the picture, or bits below are set: then the header
 * describes other samples than the file holds. (HighBit is BitsStored - 1, PS3.5 section 8.1.1.)
 *
 * @param count number of samples
 * @param hidden true when overlays are declared in the bits outside
 */
export function samplesOf(
  bytes: Uint8Array,
  count: number,
  { bitsAllocated, bitsStored, signed }: Layout,
  highBit: number,
  hidden: boolean,
): PixelArray | null {
  if (bitsAllocated === 1)
    return Uint8Array.from({ length: count }, (_, i) => ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1);
  const tight = bytes.slice(0, count * (bitsAllocated / 8)).buffer;
  const raw = typed(tight, bitsAllocated, signed);
  if (bitsStored === bitsAllocated) return raw;
  const up = 31 - highBit;
  const down = 32 - bitsStored;
  const low = highBit + 1 - bitsStored;
  const below = 2 ** low - 1;
  let isFilled = false;
  const masked = raw.slice();
  for (let i = 0; i < raw.length; i++) {
    const whole = raw[i] ?? 0;
    const word = whole << up;
    const value = signed ? word >> down : word >>> down;
    masked[i] = value;
    if (!hidden && (whole & below) !== 0) return null;
    // Bits above a negative value can be copies of its sign bit, or 0.
    const above = whole >> (highBit + 1);
    isFilled ||= highBit < 31 && above !== 0 && !(signed && value < 0 && above === -1);
  }
  return isFilled && !hidden && continues(raw, masked, bitsAllocated, highBit, low) ? null : masked;
}

/**
 * True when the bits above belong to the values. Either neighbouring samples differ less with them
 * than without: they are high bits, or copies of a sign that is not declared. Or they are a picture
 * of more than two bits of its own: neighbours are much more alike than distant samples. Bits that
 * mean nothing, and one or two planes of overlays, do neither.
 */
function continues(
  raw: PixelArray,
  masked: PixelArray,
  bitsAllocated: number,
  highBit: number,
  low: number,
): boolean {
  const up = 32 - bitsAllocated;
  const { length } = raw;
  const above = (i: number): number => ((raw[i % length] ?? 0) << up) >>> (up + highBit + 1);
  let [alone, unsigned, signed, near, far, used] = [0, 0, 0, 0, 0, 0];
  for (let i = 1; i < length; i++) {
    const [one, before] = [raw[i] ?? 0, raw[i - 1] ?? 0];
    alone += Math.abs((masked[i] ?? 0) - (masked[i - 1] ?? 0));
    unsigned += Math.abs(((one << up) >>> (up + low)) - ((before << up) >>> (up + low)));
    signed += Math.abs(((one << up) >> (up + low)) - ((before << up) >> (up + low)));
    near += Math.abs(above(i) - above(i - 1));
    far += Math.abs(above(i) - above(i * FAR));
    used |= above(i);
  }
  if (Math.min(unsigned, signed) < alone) return true;
  const planes = used.toString(2).replaceAll('0', '').length;
  return planes > 2 && near < far / 2;
}

/** A prime: samples this many times further on are not neighbours. */
const FAR = 7919;

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
