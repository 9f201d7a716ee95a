import type { Pixels } from '../measure.ts';
import type { Plane } from './grey-plane.ts';
import type { Part } from './ink-parts.ts';
import { type LineMeasures, isPatchy, oddsOfText } from './text-odds.ts';
import { type Placed, placedOf, chains, lettersOf, crossed } from './letter-chains.ts';
import { surroundings } from './line-ground.ts';

/** A row (or column) of parts that may be text, with measures that separate type from anatomy. */
export interface TextLine {
  readonly x0: Pixels;
  readonly y0: Pixels;
  readonly x1: Pixels;
  readonly y1: Pixels;
  /** Height of its letters, in pixels. */
  readonly height: Pixels;
  /** Grey level of its ink. */
  readonly level: number;
  /** True when the ink is lighter than its surroundings. */
  readonly isLight: boolean;
  readonly measures: LineMeasures;
}

/** Maximum height in pixels (width, in a column) of a letter, except in flat ink. */
export const MOST = 30;

/**
 * Parts of one polarity or value. Lines are searched in them along rows or (`upright`) along
 * columns.
 */
export interface Inked {
  readonly plane: Plane;
  readonly parts: readonly Part[];
  readonly upright: boolean;
  /** Maximum letter height in pixels. */
  readonly most: number;
}

/** Every row of parts that is long enough, with its measures. */
export function candidateLines({ plane, parts, upright, most }: Inked): TextLine[] {
  return chains(placedOf(parts, upright, most)).flatMap((chain) =>
    lettersOf(chain, upright) >= FEWEST ? lineOf(plane, chain, upright) : [],
  );
}

/**
 * Shorter rows of parts, in an ink that is known to be used for writing in this picture: initials,
 * a day.
 */
export function shortLines({ plane, parts, upright, most }: Inked, inks: readonly number[]): TextLine[] {
  const like = parts.filter(({ level }) => inks.some((ink) => Math.abs(ink - level) <= LIKE));
  return chains(placedOf(like, upright, most)).flatMap((chain) => {
    const letters = lettersOf(chain, upright);
    return letters >= FEWEST_BESIDE && letters < FEWEST ? lineOf(plane, chain, upright) : [];
  });
}

/** Minimum number of letters of a text found on its own: two letters are as often anatomy. */
const FEWEST = 2.5;
/** Minimum number of letters of a text beside other text of its ink. */
const FEWEST_BESIDE = 1.5;
/** Added odds for a line when the picture has other text of the same ink. */
const CREDIT = 8;

export const isText = ({ measures }: TextLine): boolean => oddsOfText(measures) > 0 && !isPatchy(measures);

/** True when a line would be text, given that the picture has writing in inks of these levels. */
export const isTextBeside = ({ level, measures }: TextLine, inks: readonly number[]): boolean =>
  inks.some((ink) => Math.abs(ink - level) <= LIKE) && oddsOfText(measures) + CREDIT > 0;

/** Maximum difference of grey level between letters of one line. */
export const LIKE = 12;

function lineOf(plane: Plane, chain: readonly Placed[], upright: boolean): TextLine {
  const x0 = Math.min(...chain.map(({ part }) => part.x0));
  const y0 = Math.min(...chain.map(({ part }) => part.y0));
  const x1 = Math.max(...chain.map(({ part }) => part.x1));
  const y1 = Math.max(...chain.map(({ part }) => part.y1));
  const heights = chain.map(({ height }) => height).sort((a, b) => a - b);
  const height = heights[heights.length >> 1] ?? 0;
  const ink = chain.reduce((sum, { part }) => sum + part.area, 0);
  const level = chain.reduce((sum, { part }) => sum + part.area * part.level, 0) / ink;
  const { ground, deviation, crowded } = surroundings(plane, { x0, y0, x1, y1 }, chain, level, height);
  const contrast = Math.abs(level - ground);
  const runs = chain.reduce((sum, { part }) => sum + part.runs, 0);
  const sharp = chain.reduce((sum, { part }) => sum + part.sharp * part.runs, 0) / runs;
  const widths = chain.map(({ part }) => part.area / Math.max(part.runs, part.runsDown));
  const stroke = widths.reduce((sum, width) => sum + width, 0) / widths.length;
  const length = upright ? y1 - y0 : x1 - x0;
  const uneven = deviationOf(chain.map(({ part }) => part.level)) / contrast;
  return {
    x0,
    y0,
    x1,
    y1,
    height,
    level,
    isLight: level > ground,
    measures: {
      letters: lettersOf(chain, upright),
      contrast,
      apart: contrast / Math.max(1.5, deviation),
      sharp,
      uneven,
      ragged: raggedness(chain, height),
      crowded,
      fill: ink / ((x1 - x0) * (y1 - y0)),
      strokes: (chain.reduce((sum, one) => sum + crossed(one, upright), 0) * height) / length,
      stroke: stroke / height,
      strokeUneven: deviationOf(widths) / stroke,
    },
  };
}

function raggedness(chain: readonly Placed[], height: number): number {
  const feet = median(chain.map(({ foot }) => foot));
  const tops = median(chain.map(({ top }) => top));
  const off = chain.reduce(
    (sum, { top, foot }) =>
      sum + Math.min(Math.abs(foot - feet), Math.abs(top - tops)) + 0.3 * Math.abs(foot - feet),
    0,
  );
  return off / (chain.length * height);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
