import type { Image } from '../../core/image/image.ts';
import { renderGrey, type Window } from '../../core/image/window.ts';

/** Draws an image at one canvas pixel a source pixel; the page scales it. */
export function drawImage(canvas: HTMLCanvasElement, image: Image, window: Window, invert: boolean): void {
  const [columns, rows] = image.size;
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  const pixels = renderGrey(image, { ...window, invert });
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
}

/** Okabe–Ito sky blue, which stands off grey and off the good and bad colours of the page. */
const MASK_COLOR = [86, 180, 233, 110] as const;

/** Draws a mask as a translucent layer of the same size. */
export function drawMask(canvas: HTMLCanvasElement, mask: Uint8Array, size: readonly [number, number]): void {
  canvas.width = size[0];
  canvas.height = size[1];
  const pixels = new Uint8ClampedArray(size[0] * size[1] * 4);
  mask.forEach((value, at) => {
    if (value !== 0) pixels.set(MASK_COLOR, at * 4);
  });
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, size[0], size[1]), 0, 0);
}

/** Width over height as the patient is: pixels may not be square. */
export function aspectOf({ size, spacing }: Pick<Image, 'size' | 'spacing'>): number {
  const [sx, sy] = spacing ?? [1, 1];
  return (size[0] * sx) / (size[1] * sy);
}
