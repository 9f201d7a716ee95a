/*
 * Deflate (RFC 1951) of one stream, in memory. fflate does not tell where a stream ends, which the
 * members of a gzip file (RFC 1952) need, and it does not stop at a given number of bytes.
 */

export interface Inflated {
  readonly plain: Uint8Array<ArrayBuffer>;
  /** Offset of the first byte after the stream. */
  readonly end: number;
  /** False: `most` bytes were made, and the stream goes on. */
  readonly isWhole: boolean;
}

/** Longest code, bits. */
const LONGEST = 15;
const END_OF_BLOCK = 256;
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BITS = Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1));
const basesOf = (bits: readonly number[], first: number): number[] => {
  let next = first;
  return bits.map((extra) => (next += 2 ** extra) - 2 ** extra);
};
const LENGTHS = basesOf(LENGTH_BITS, 3).with(28, 258);
const DISTANCES = basesOf(DISTANCE_BITS, 1);
/** Order in which the lengths of the code length code stand. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * Table of a prefix code: for the next `bits` bits the symbol and, in the lower four bits, the length
 * of its code; 0 where no code begins so.
 */
interface Code {
  readonly table: Uint16Array;
  readonly bits: number;
}

/**
 * Null for lengths of which no code can be made: more codes than there is room for, or fewer, which
 * is allowed only where there is at most one code of one bit (as in zlib).
 */
function codeOf(lengths: ArrayLike<number>, mayBeSingle = true): Code | null {
  const counts = new Uint16Array(LONGEST + 1);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0;
    counts[length] = (counts[length] ?? 0) + 1;
  }
  counts[0] = 0;
  const bits = Math.max(
    1,
    counts.findLastIndex((count) => count > 0),
  );
  const next = new Uint16Array(LONGEST + 2);
  let space = 1;
  for (let length = 1; length <= LONGEST; length++) {
    space = 2 * space - (counts[length] ?? 0);
    if (space < 0) return null;
    next[length + 1] = ((next[length] ?? 0) + (counts[length] ?? 0)) << 1;
  }
  const isSingle = bits === 1 && (mayBeSingle || space === 0);
  if (space > 0 && !isSingle) return null;
  const table = new Uint16Array(2 ** bits);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0;
    if (length === 0) continue;
    // Codes are packed with their first bit lowest.
    const code = next[length] ?? 0;
    next[length] = code + 1;
    let turned = 0;
    for (let bit = 0; bit < length; bit++) turned |= ((code >> bit) & 1) << (length - 1 - bit);
    for (let at = turned; at < table.length; at += 2 ** length) table[at] = (symbol << 4) | length;
  }
  return { table, bits };
}

const FIXED = Uint8Array.from({ length: 288 }, (_, n) => (n < 144 ? 8 : n < 256 ? 9 : n < 280 ? 7 : 8));
const FIXED_DISTANCES = new Uint8Array(32).fill(5);

class Damaged extends Error {}

/**
 * Unpacks the stream that begins at `start`, at most `most` bytes of it. Null: the stream is damaged
 * or ends too early.
 */
export function inflate(bytes: Uint8Array, start: number, most: number): Inflated | null {
  try {
    return new Inflater(bytes, start, most).run();
  } catch (error) {
    if (error instanceof Damaged) return null;
    throw error;
  }
}

class Inflater {
  readonly #bytes: Uint8Array;
  readonly #most: number;
  #at: number;
  #held = 0;
  #count = 0;
  #out: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(bytes: Uint8Array, start: number, most: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#most = most;
    this.#out = new Uint8Array(Math.min(most, 65_536));
  }

  run(): Inflated {
    for (let isLast = false; !isLast;) {
      isLast = this.#take(1) === 1;
      const kind = this.#take(2);
      const isWhole = kind === 0 ? this.#stored() : this.#block(kind);
      if (!isWhole) return { plain: this.#out.subarray(0, this.#length), end: this.#at, isWhole };
    }
    // Whole bytes that were read ahead belong to what follows.
    this.#at -= this.#count >> 3;
    if (this.#at > this.#bytes.length) throw new Damaged();
    return { plain: this.#out.subarray(0, this.#length), end: this.#at, isWhole: true };
  }

  /** Zero bytes stand in for those after the end; `run` and `#stored` find that they were used. */
  #fill(count: number): void {
    while (this.#count < count) {
      if (this.#at > this.#bytes.length + 4) throw new Damaged();
      this.#held |= (this.#bytes[this.#at++] ?? 0) << this.#count;
      this.#count += 8;
    }
  }

  #take(count: number): number {
    if (count === 0) return 0;
    this.#fill(count);
    const value = this.#held & (2 ** count - 1);
    this.#held >>>= count;
    this.#count -= count;
    return value;
  }

  #symbol({ table, bits }: Code): number {
    this.#fill(bits);
    const entry = table[this.#held & (table.length - 1)] ?? 0;
    if (entry === 0) throw new Damaged();
    this.#held >>>= entry & 15;
    this.#count -= entry & 15;
    return entry >> 4;
  }

  /** Makes room for `more` bytes; false: that is more than asked for. */
  #room(more: number): boolean {
    const needed = this.#length + more;
    if (needed > this.#most) return false;
    if (needed > this.#out.length) {
      const larger = new Uint8Array(Math.min(this.#most, Math.max(needed, 2 * this.#out.length)));
      larger.set(this.#out);
      this.#out = larger;
    }
    return true;
  }

  #stored(): boolean {
    this.#at -= this.#count >> 3;
    this.#held = this.#count = 0;
    const [a = -1, b = -1, c = -1, d = -1] = this.#bytes.subarray(this.#at, this.#at + 4);
    const length = a | (b << 8);
    if (d < 0 || (length ^ (c | (d << 8))) !== 0xffff) throw new Damaged();
    const from = this.#at + 4;
    if (from + length > this.#bytes.length) throw new Damaged();
    this.#at = from + length;
    const isWhole = this.#room(length);
    const taken = isWhole ? length : this.#most - this.#length;
    if (!isWhole) this.#room(taken);
    this.#out.set(this.#bytes.subarray(from, from + taken), this.#length);
    this.#length += taken;
    return isWhole;
  }

  #block(kind: number): boolean {
    const codes = kind === 1 ? [codeOf(FIXED), codeOf(FIXED_DISTANCES)] : kind === 2 ? this.#codes() : [];
    const [literals, distances] = codes;
    if (!literals || !distances) throw new Damaged();
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol === END_OF_BLOCK) return true;
      if (symbol < END_OF_BLOCK) {
        if (!this.#room(1)) return false;
        this.#out[this.#length++] = symbol;
        continue;
      }
      const length = (LENGTHS[symbol - 257] ?? NaN) + this.#take(LENGTH_BITS[symbol - 257] ?? 0);
      const code = this.#symbol(distances);
      const distance = (DISTANCES[code] ?? NaN) + this.#take(DISTANCE_BITS[code] ?? 0);
      if (!(length > 0 && distance <= this.#length)) throw new Damaged();
      const isWhole = this.#room(length);
      const end = isWhole ? this.#length + length : this.#most;
      if (!isWhole) this.#room(end - this.#length);
      const out = this.#out;
      for (let at = this.#length; at < end; at++) out[at] = out[at - distance] ?? 0;
      this.#length = end;
      if (!isWhole) return false;
    }
  }

  /** The two codes of a block that states them. */
  #codes(): readonly (Code | null)[] {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const stated = this.#take(4) + 4;
    const own = new Uint8Array(19);
    for (const place of ORDER.slice(0, stated)) own[place] = this.#take(3);
    const code = codeOf(own, false);
    if (!code || literals > 286 || distances > 30) throw new Damaged();
    const lengths = new Uint8Array(literals + distances);
    for (let at = 0; at < lengths.length;) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      if (symbol === 16 && at === 0) throw new Damaged();
      const value = symbol === 16 ? (lengths[at - 1] ?? 0) : 0;
      const times =
        symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (at + times > lengths.length) throw new Damaged();
      lengths.fill(value, at, (at += times));
    }
    if (lengths[END_OF_BLOCK] === 0) throw new Damaged();
    return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))];
  }
}
