import { greyPlanes, type Plane } from './grey-plane.ts';
import type { Image } from '../dicom/image.ts';
import type { TextBox } from './text-detector.ts';

/** A picture prepared for character recognition: dark letters on a light ground. */
export interface Page {
  /** Binary PGM. */
  readonly pgm: Uint8Array;
  /** Layout of the text: scattered, or a block of lines. */
  readonly layout: 'scattered' | 'block';
  /** The part of the source that the page shows. */
  readonly box: TextBox;
  /** Page pixels per source pixel. */
  readonly scale: number;
  /** Clockwise quarter turns from the source to the page. */
  readonly turned: 0 | 1 | 3;
}

/**
 * Length in pixels to which the longer side of a whole picture is enlarged, at most twice:
 * recognition needs letters of twenty pixels.
 */
const WHOLE = 1200;
/** Height in pixels to which one box is enlarged, at most four times. */
const LINE = 56;
/** Margin around a box, in pixels. */
const MARGIN = 6;

/**
 * The whole picture, then each box separately and larger. A box taller than wide is given in both
 * reading directions.
 */
export function pagesOf(
  image: Pick<Image, 'size' | 'components' | 'data'>,
  boxes: readonly TextBox[],
): readonly Page[] {
  const [plane] = greyPlanes(image);
  if (!plane) return [];
  const [columns, rows] = image.size;
  const whole: TextBox = [0, 0, columns, rows];
  const scale = Math.max(columns, rows) * 2 <= WHOLE ? 2 : 1;
  const pages = [pageOf(plane, whole, scale, 'scattered', 0)];
  for (const [x0, y0, x1, y1] of boxes) {
    const box: TextBox = [
      Math.max(0, x0 - MARGIN),
      Math.max(0, y0 - MARGIN),
      Math.min(columns, x1 + MARGIN),
      Math.min(rows, y1 + MARGIN),
    ];
    const shorter = Math.min(box[2] - box[0], box[3] - box[1]);
    const larger = Math.min(4, Math.max(1, Math.round(LINE / shorter)));
    const isUpright = box[3] - box[1] > 2 * (box[2] - box[0]);
    const turns: readonly Page['turned'][] = isUpright ? [1, 3] : [0];
    for (const turned of turns) pages.push(pageOf(plane, box, larger, 'block', turned));
  }
  return pages;
}

/** Converts a box on a page to a box in the source. */
export function sourceBox(page: Page, [x0, y0, x1, y1]: TextBox): TextBox {
  const { box, scale, turned } = page;
  const width = (box[2] - box[0]) * scale;
  const height = (box[3] - box[1]) * scale;
  const [u0, v0, u1, v1] =
    turned === 0
      ? [x0, y0, x1, y1]
      : turned === 1
        ? [y0, height - x1, y1, height - x0]
        : [width - y1, x0, width - y0, x1];
  return [
    box[0] + Math.floor(u0 / scale),
    box[1] + Math.floor(v0 / scale),
    box[0] + Math.ceil(u1 / scale),
    box[1] + Math.ceil(v1 / scale),
  ];
}

function pageOf(
  plane: Plane,
  box: TextBox,
  scale: number,
  layout: Page['layout'],
  turned: Page['turned'],
): Page {
  const width = (box[2] - box[0]) * scale;
  const height = (box[3] - box[1]) * scale;
  const grey = new Uint8Array(width * height);
  let sum = 0;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to++) {
      const value = between(plane, box[0] + (x + 0.5) / scale - 0.5, box[1] + (y + 0.5) / scale - 0.5);
      grey[to] = value;
      sum += value;
    }
  }
  if (sum < 127 * grey.length) for (let at = 0; at < grey.length; at++) grey[at] = 255 - (grey[at] ?? 0);
  const isTurned = turned !== 0;
  const columns = isTurned ? height : width;
  const rows = isTurned ? width : height;
  const head = new TextEncoder().encode(`P5\n${columns} ${rows}\n255\n`);
  const pgm = new Uint8Array(head.length + grey.length);
  pgm.set(head);
  for (let y = 0, to = head.length; y < rows; y++) {
    for (let x = 0; x < columns; x++, to++) {
      const [u, v] = turned === 0 ? [x, y] : turned === 1 ? [y, height - 1 - x] : [width - 1 - y, x];
      pgm[to] = grey[v * width + u] ?? 0;
    }
  }
  return { pgm, layout, box, scale, turned };
}

/** Bilinear interpolation. Outside the image the edge value is repeated. */
function between({ columns, rows, data }: Plane, x: number, y: number): number {
  const u = Math.min(columns - 1, Math.max(0, x));
  const v = Math.min(rows - 1, Math.max(0, y));
  const left = Math.floor(u);
  const top = Math.floor(v);
  const at = top * columns + left;
  const right = left + 1 < columns ? 1 : 0;
  const down = top + 1 < rows ? columns : 0;
  const upper = (data[at] ?? 0) * (1 - u + left) + (data[at + right] ?? 0) * (u - left);
  const lower = (data[at + down] ?? 0) * (1 - u + left) + (data[at + down + right] ?? 0) * (u - left);
  return upper * (1 - v + top) + lower * (v - top);
}
