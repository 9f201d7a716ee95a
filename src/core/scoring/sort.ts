/** Below this length, the engine's own sort is faster than clearing and summing the histograms. */
const SMALL = 3000;
const DIGITS = 6;
const BITS = 11;
const BUCKETS = 1 << BITS;

/**
 * Sorts finite doubles in place, ascending. −0 and 0 are equal; their order is undefined. A radix
 * sort over the bit patterns, about 1.6 times as fast as the engine's sort for a million values.
 */
export function sortDoubles(values: Float64Array<ArrayBuffer>): void {
  const n = values.length;
  if (n < SMALL) {
    values.sort();
    return;
  }
  // Bit patterns as unsigned integers have the order of the doubles after two changes: negative
  // numbers are inverted, and the sign bit of the others is set.
  const bits = new Uint32Array(values.buffer, values.byteOffset, 2 * n);
  let low = new Uint32Array(n);
  let high = new Uint32Array(n);
  const counts = new Uint32Array(DIGITS * BUCKETS);
  for (let index = 0; index < n; index++) {
    const top = bits[2 * index + HIGH] as number;
    const flip = top >>> 31 ? 0xffffffff : 0;
    const l = ((bits[2 * index + LOW] as number) ^ flip) >>> 0;
    const h = (top ^ (flip | 0x80000000)) >>> 0;
    low[index] = l;
    high[index] = h;
    for (let digit = 0; digit < DIGITS; digit++) {
      const at = digit * BUCKETS + digitOf(l, h, digit);
      counts[at] = (counts[at] as number) + 1;
    }
  }
  let lowTarget = new Uint32Array(n);
  let highTarget = new Uint32Array(n);
  for (let digit = 0; digit < DIGITS; digit++) {
    const base = digit * BUCKETS;
    if (counts[base + digitOf(low[0] as number, high[0] as number, digit)] === n) continue;
    let sum = 0;
    for (let bucket = base; bucket < base + BUCKETS; bucket++) {
      const count = counts[bucket] as number;
      counts[bucket] = sum;
      sum += count;
    }
    for (let index = 0; index < n; index++) {
      const l = low[index] as number;
      const h = high[index] as number;
      const at = base + digitOf(l, h, digit);
      const target = counts[at] as number;
      counts[at] = target + 1;
      lowTarget[target] = l;
      highTarget[target] = h;
    }
    [low, lowTarget] = [lowTarget, low];
    [high, highTarget] = [highTarget, high];
  }
  for (let index = 0; index < n; index++) {
    const h = high[index] as number;
    const flip = h >>> 31 ? 0 : 0xffffffff;
    bits[2 * index + LOW] = (low[index] as number) ^ flip;
    bits[2 * index + HIGH] = h ^ (flip | 0x80000000);
  }
}

const LOW = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/**
 * Digits of eleven bits of a 64-bit key, from the lowest. The third digit spans both halves; the
 * sixth has nine bits.
 */
function digitOf(low: number, high: number, digit: number): number {
  switch (digit) {
    case 0:
      return low & 2047;
    case 1:
      return (low >>> 11) & 2047;
    case 2:
      return (low >>> 22) | ((high & 1) << 10);
    case 3:
      return (high >>> 1) & 2047;
    case 4:
      return (high >>> 12) & 2047;
    default:
      return high >>> 23;
  }
}
