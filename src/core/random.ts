/** A repeatable source of random numbers: uniform doubles in [0, 1) with 32 random bits. */
export type Random = () => number;

/**
 * Random numbers that are the same for the same seed on every machine. Not for secrets.
 *
 * Source: sfc32 of Chris Doty-Humphrey's PractRand, seeded by a 128-bit string hash (cyrb128).
 */
export function seededRandom(seed: string): Random {
  let [a, b, c, counter] = hash128(seed);
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let round = 0; round < 15; round++) next();
  return next;
}

/** A new array in a random order (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const keyed = [...items];
  for (let last = keyed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [item] = keyed.splice(other, 1, ...keyed.slice(last, last + 1));
    if (item !== undefined) keyed[last] = item;
  }
  return keyed;
}

function hash128(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  a ^= b ^ c ^ d;
  return [a, b ^ a, c ^ a, d ^ a];
}
