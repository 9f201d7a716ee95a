import type { Pixels } from '../measure.ts';
import type { Part } from './ink-parts.ts';

/** Minimum height in pixels (width, in a column) of a letter. */
const LEAST = 5;

/** A part that may be a letter, with its place along and across its line, in pixels. */
export interface Placed {
  readonly part: Part;
  /** Along the line. */
  readonly from: number;
  readonly to: number;
  /** Across it. */
  readonly top: number;
  readonly foot: number;
  readonly height: Pixels;
}

/** The parts with the size of a letter, in order along the line (along columns when `upright`). */
export function placedOf(parts: readonly Part[], upright: boolean, most: number): Placed[] {
  const placed: Placed[] = [];
  for (const part of parts) {
    const [from, to, top, foot] = upright
      ? [part.y0, part.y1, part.x0, part.x1]
      : [part.x0, part.x1, part.y0, part.y1];
    const height = foot - top;
    if (height < LEAST || height > most || to - from > 20 * height) continue;
    placed.push({ part, from, to, top, foot, height });
  }
  return placed.sort((a, b) => a.from - b.from || a.top - b.top);
}

/** Rows of parts: each part is followed by the nearest next part at the same height. */
export function chains(placed: readonly Placed[]): Placed[][] {
  const next = new Int32Array(placed.length).fill(-1);
  const before = new Int32Array(placed.length).fill(-1);
  for (let at = 0; at < placed.length; at++) {
    const one = placed[at];
    if (!one) continue;
    let best = -1;
    let bestGap = Infinity;
    for (let other = at + 1; other < placed.length; other++) {
      const two = placed[other];
      if (!two) continue;
      const reach = Math.max(one.height, Math.min(two.height, 1.5 * one.height)) * 1.3;
      if (two.from - one.to > 40) break;
      if (two.from - one.to > reach) continue;
      if (two.to <= one.to) continue;
      const shared = Math.min(one.foot, two.foot) - Math.max(one.top, two.top);
      const smaller = Math.min(one.height, two.height);
      const taller = Math.max(one.height, two.height);
      if (shared < 0.7 * smaller || taller > 1.7 * smaller) continue;
      if (Math.min(Math.abs(one.foot - two.foot), Math.abs(one.top - two.top)) > 0.15 * taller + 0.5)
        continue;
      const gap = Math.max(0, two.from - one.to) + Math.abs(one.foot - two.foot);
      if (two.from - one.to < -0.4 * smaller) continue;
      if (gap < bestGap) {
        best = other;
        bestGap = gap;
      }
    }
    if (best >= 0 && (before[best] ?? -1) < 0) {
      next[at] = best;
      before[best] = at;
    }
  }
  const out: Placed[][] = [];
  for (let at = 0; at < placed.length; at++) {
    if ((before[at] ?? -1) >= 0) continue;
    const chain: Placed[] = [];
    for (let on = at; on >= 0; on = next[on] ?? -1) {
      const one = placed[on];
      if (one) chain.push(one);
    }
    out.push(chain);
  }
  return out;
}

/** Number of letters in a chain. Touching parts are counted by their width. */
export function lettersOf(chain: readonly Placed[], upright: boolean): number {
  let letters = 0;
  for (const one of chain) {
    const { from, to, height } = one;
    const wide = (to - from) / height;
    letters += wide <= 1.3 ? 1 : Math.max(0.5, Math.min(wide / 0.9, crossed(one, upright) / 1.3));
  }
  return letters;
}

/** Mean number of strokes crossed along the part. */
export function crossed({ part, height }: Placed, upright: boolean): number {
  return (upright ? part.runsDown : part.runs) / height;
}
