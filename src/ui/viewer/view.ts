import type { Point, Size } from '../../core/measure.ts';

/** A place or a distance on the screen, in CSS pixels. */
export interface OnScreen {
  readonly x: number;
  readonly y: number;
}

/** A rectangle of the screen, in CSS pixels. */
export interface ScreenArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How a picture is placed in its field. */
export interface View {
  /** 1: the picture fits the field. */
  readonly zoom: number;
  /** From the middle of the field to the middle of the picture. */
  readonly pan: OnScreen;
}

const MIDDLE: OnScreen = { x: 0, y: 0 };
const LEAST_ZOOM = 0.25;
const MOST_ZOOM = 16;

/** The whole picture in the middle of the field. */
export const WHOLE: View = { zoom: 1, pan: MIDDLE };
/** One press of a zoom button multiplies or divides the zoom by this factor. */
export const ZOOM_STEP = 1.25;

/** The view with another zoom. @param at the place that does not move, from the middle of the field */
export function zoomed({ zoom, pan }: View, factor: number, at: OnScreen = MIDDLE): View {
  const next = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom * factor));
  const ratio = next / zoom;
  return { zoom: next, pan: { x: at.x - (at.x - pan.x) * ratio, y: at.y - (at.y - pan.y) * ratio } };
}

/** The view with the picture moved by a distance. */
export const panned = ({ zoom, pan }: View, by: OnScreen): View => ({
  zoom,
  pan: { x: pan.x + by.x, y: pan.y + by.y },
});

/**
 * Size of the picture on the screen, in CSS pixels.
 *
 * @param field width and height of the field, in CSS pixels; 0 while the page has not laid it out
 * @param aspect width over height of the picture
 */
export function sizeOnScreen(field: Pick<ScreenArea, 'width' | 'height'>, aspect: number, zoom: number) {
  const width = Math.min(field.width, field.height * aspect);
  return { width: width * zoom, height: (width / aspect) * zoom };
}

/** The source pixel at a place of the screen. @param picture where the whole picture is */
export function pixelAt({ x, y }: OnScreen, picture: ScreenArea, [columns, rows]: Size): Point {
  return [
    ((x - picture.left) / picture.width) * columns - 0.5,
    ((y - picture.top) / picture.height) * rows - 0.5,
  ];
}

/** Whether a place is on a pixel of the image. */
export const isInside = ([x, y]: Point, [columns, rows]: Size): boolean =>
  x >= -0.5 && y >= -0.5 && x <= columns - 0.5 && y <= rows - 0.5;
