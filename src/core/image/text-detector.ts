import { flatParts, TALLEST_FLAT } from './flat-ink.ts';
import { greyPlanes, halved, type Plane } from './grey-plane.ts';
import type { Image } from '../dicom/image.ts';
import { inkParts } from './ink-parts.ts';
import {
  candidateLines,
  isText,
  isTextBeside,
  MOST,
  shortLines,
  type Inked,
  type TextLine,
} from './text-lines.ts';
import type { Pixels } from '../measure.ts';
import { lengthened } from './line-extent.ts';

/** Source pixels: first column and row, then the column and row after the last. */
export type TextBox = readonly [x0: Pixels, y0: Pixels, x1: Pixels, y1: Pixels];

/**
 * Increased when the same picture can give other boxes: a statement about a box is valid only for
 * the detector version that drew it.
 */
export const TEXT_DETECTOR = 3;

/**
 * A picture whose longer side has at least this many pixels is also searched at a quarter of its
 * size.
 */
const LARGE = 1400;

/**
 * Boxes around likely written text, in reading order. Works for any modality: grey of any depth or
 * RGB, light on dark or dark on light, along rows or columns, letters of about 6 to 50 pixels (100
 * in pictures of {@link LARGE} pixels). False alarms are preferred to misses. Pure: the same pixels
 * give the same boxes.
 *
 * Method: pixels above or below the middle between the smallest and the largest value of their
 * neighbourhood (Bernsen, 1986) are joined to parts. Parts of similar height beside each other form
 * a line. A line is text when its parts are as sharp, as uniform and as separate from their
 * surroundings as type is and anatomy is not. `text-lines.ts` holds the measures and their limits.
 */
export function detectText(image: Pick<Image, 'size' | 'components' | 'data'>): readonly TextBox[] {
  const found = searchesOf(image).map((search) => ({ search, lines: candidateLines(search) }));
  const boxes: TextBox[] = [];
  const near: Near[] = [];
  const inks: number[] = [];
  const take = (line: TextLine, search: Search): void => {
    boxes.push(enlarged(lengthened(line, search), search.scale, image.size));
  };
  for (const { search, lines } of found) {
    const { scale, upright } = search;
    for (const line of lines.filter(isText)) {
      take(line, search);
      inks.push(line.level);
      near.push({ box: around(line, scale), upright, height: line.height * scale });
    }
  }
  if (inks.length > 0) {
    const isBeside = (line: TextLine, { scale, upright }: Search): boolean =>
      near.some((one) => {
        const height = line.height * scale;
        return (
          one.upright === upright &&
          Math.max(one.height, height) <= LIKE_HEIGHT * Math.min(one.height, height) &&
          meets(one.box, enlarged(line, scale, image.size))
        );
      });
    for (const { search, lines } of found) {
      for (const line of [...lines.filter((one) => !isText(one)), ...shortLines(search, inks)])
        if (isTextBeside(line, inks) && isBeside(line, search)) take(line, search);
    }
  }
  return merged(boxes).sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}

/**
 * Distance, in letter heights, within which other text of a line's ink is searched: the next line,
 * or a word after a wide blank.
 */
const BESIDE = 3;
/** Maximum ratio of letter heights between lines written together, larger divided by smaller. */
const LIKE_HEIGHT = 1.6;

interface Near {
  readonly box: TextBox;
  readonly upright: boolean;
  readonly height: Pixels;
}

function around({ x0, y0, x1, y1, height }: TextLine, scale: number): TextBox {
  const reach = BESIDE * height;
  return [(x0 - reach) * scale, (y0 - reach) * scale, (x1 + reach) * scale, (y1 + reach) * scale];
}

const meets = (a: TextBox, b: TextBox): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

interface Search extends Inked {
  /** Source pixels per pixel of the plane. */
  readonly scale: number;
}

/** The parts of both polarities in each size and plane, and the parts of one value. */
function searchesOf(image: Pick<Image, 'size' | 'components' | 'data'>): readonly Search[] {
  const planes = greyPlanes(image);
  const scales = Math.max(...image.size) >= LARGE ? [1, 2, 4] : [1, 2];
  const both = (search: Omit<Search, 'upright'>): readonly Search[] =>
    [false, true].map((upright) => ({ ...search, upright }));
  const out: Search[] = [];
  for (const full of planes) {
    let plane: Plane = full;
    for (const scale of scales) {
      const { light, dark } = inkParts(plane);
      for (const parts of [light, dark]) out.push(...both({ plane, parts, scale, most: MOST }));
      plane = halved(plane);
    }
  }
  const [first] = planes;
  if (!first) return out;
  for (const parts of flatParts(image, first))
    out.push(...both({ plane: first, parts, scale: 1, most: TALLEST_FLAT }));
  return out;
}

/**
 * A margin of two fifths of the letter height includes dots, accents, descenders and soft edges.
 */
function enlarged(
  { x0, y0, x1, y1, height }: TextLine,
  scale: number,
  [columns, rows]: Image['size'],
): TextBox {
  const margin = Math.max(2, Math.ceil(height * 0.4)) * scale;
  return [
    Math.max(0, x0 * scale - margin),
    Math.max(0, y0 * scale - margin),
    Math.min(columns, x1 * scale + margin),
    Math.min(rows, y1 * scale + margin),
  ];
}

/**
 * Boxes that share most of their area, or that follow each other in a row, are merged until no such
 * pair is left.
 */
function merged(boxes: readonly TextBox[]): TextBox[] {
  let list = [...boxes];
  for (;;) {
    const out: TextBox[] = [];
    for (const box of list) {
      const at = out.findIndex((other) => belong(box, other));
      const other = out[at];
      if (other) out[at] = union(box, other);
      else out.push(box);
    }
    if (out.length === list.length) return out;
    list = out;
  }
}

function belong(a: TextBox, b: TextBox): boolean {
  const across = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const down = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (across > 0 && down > 0) {
    const smaller = Math.min(areaOf(a), areaOf(b));
    if (across * down >= smaller / 2) return true;
  }
  const lower = Math.min(a[3] - a[1], b[3] - b[1]);
  const higher = Math.max(a[3] - a[1], b[3] - b[1]);
  return down >= 0.7 * higher && across > -lower;
}

const areaOf = ([x0, y0, x1, y1]: TextBox): number => (x1 - x0) * (y1 - y0);

const union = (a: TextBox, b: TextBox): TextBox => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
];
