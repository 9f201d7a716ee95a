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

/**
 * Size of the picture on the screen, in CSS pixels.
 *
 * @param field width and height of the field, in CSS pixels; 0 while the page has not laid it out
 * @param aspect width over height of the picture
 * @param zoom 1: the picture fits the field
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
