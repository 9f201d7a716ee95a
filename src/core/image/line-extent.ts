import type { Pixels } from '../measure.ts';
import type { Plane } from './grey-plane.ts';
import { type TextLine, type Inked, LIKE } from './text-lines.ts';

/**
 * Distance in letter heights over which a line continues to a similar letter. Letters between them
 * may have merged with anatomy of the same grey.
 */
const GAP = 4;

/**
 * A line with its continuation: first letters of its height, level and place, even if letters
 * between them have merged with anatomy; then places where ink of its level continues between its
 * top and foot and not beyond them; then a blank and a letter at either end, because the last
 * letter may be merged.
 */
export function lengthened(line: TextLine, { plane, parts, upright }: Inked): TextLine {
  const placed = parts.map(({ x0, y0, x1, y1, level }) =>
    upright ? { from: y0, to: y1, top: x0, foot: x1, level } : { from: x0, to: x1, top: y0, foot: y1, level },
  );
  let [from, to] = upright ? [line.y0, line.y1] : [line.x0, line.x1];
  const [top, foot] = upright ? [line.x0, line.x1] : [line.y0, line.y1];
  const letters = placed.filter(
    (one) =>
      one.top >= top - 1 &&
      one.foot <= foot + 1 &&
      Math.abs(one.foot - one.top - line.height) <= 0.2 * line.height,
  );
  const levels = letters
    .filter((one) => one.from >= from && one.to <= to)
    .map(({ level }) => level)
    .sort((a, b) => a - b);
  const level = levels[levels.length >> 1];
  const like = letters.filter((one) => level !== undefined && Math.abs(one.level - level) <= LIKE);
  for (let grown = true; grown;) {
    grown = false;
    for (const one of like) {
      const isNear = one.from - to <= GAP * line.height && from - one.to <= GAP * line.height;
      if (!isNear || (one.from >= from && one.to <= to)) continue;
      [from, to] = [Math.min(from, one.from), Math.max(to, one.to)];
      grown = true;
    }
  }
  if (level !== undefined) {
    const ends = alongInk(plane, { ...line, from, to, top, foot, level }, upright);
    [from, to] = ends;
  }
  from = Math.max(0, Math.floor(from - LAST * line.height));
  to = Math.ceil(to + LAST * line.height);
  return upright ? { ...line, y0: from, y1: to } : { ...line, x0: from, x1: to };
}

/** Letter heights added at either end: a blank and an initial. */
const LAST = 1.6;
/** Number of windows of a letter's height that may lack ink: a blank between words. */
const BLANK = 2;
/** Minimum share of a window filled by letters, and maximum share of ink just above and below. */
const INKED = 0.08;
const BEYOND = 0.3;
/** Grey levels by which soft edges differ from the ink. */
const NEAR = 6;

interface Strip {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly foot: number;
  readonly level: number;
  readonly isLight: boolean;
  readonly height: Pixels;
}

/**
 * Extends both ends of a strip while the next windows have its ink: letters that touch anatomy are
 * not parts, but they can be read.
 */
function alongInk(
  { columns, rows, data }: Plane,
  { from, to, top, foot, level, isLight, height }: Strip,
  upright: boolean,
): readonly [from: Pixels, to: Pixels] {
  const [length, width] = upright ? [rows, columns] : [columns, rows];
  const share = (start: number, end: number, first: number, last: number): number => {
    let ink = 0;
    let all = 0;
    for (let along = Math.max(0, start); along < Math.min(length, end); along++) {
      for (let across = Math.max(0, first); across < Math.min(width, last); across++) {
        const grey = data[upright ? along * columns + across : across * columns + along] ?? 0;
        if (isLight ? grey >= level - NEAR : grey <= level + NEAR) ink++;
        all++;
      }
    }
    return all === 0 ? 0 : ink / all;
  };
  const edge = Math.max(2, Math.round(height / 6));
  const isInk = (start: number): boolean => {
    const end = start + height;
    const within = share(start, end, top, foot);
    const above = share(start, end, top - 1 - edge, top - 1);
    const below = share(start, end, foot + 1, foot + 1 + edge);
    return within >= INKED && Math.max(above, below) <= BEYOND * within;
  };
  let [first, last] = [from, to];
  for (let step = 0; step <= BLANK && last + step * height < length; step++) {
    if (isInk(last + step * height)) [last, step] = [last + (step + 1) * height, -1];
  }
  for (let step = 1; step <= BLANK + 1 && first - step * height > -height; step++) {
    if (isInk(first - step * height)) [first, step] = [first - step * height, 0];
  }
  return [Math.max(0, first), Math.min(length, last)];
}
