import { pixelAspectOf, type Image } from '../../core/dicom/image.ts';
import type { Size } from '../../core/measure.ts';
import { MASK_OPACITY, OVERLAY, rgb } from '../../core/image/overlay-colours.ts';
import { renderGrey, type Window } from '../../core/image/window.ts';

/** Draws an image with one canvas pixel per source pixel. CSS scales it. */
export function drawImage(canvas: HTMLCanvasElement, image: Image, window: Window, invert: boolean): void {
  const [columns, rows] = image.size;
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  const pixels = renderGrey(image, { ...window, invert });
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
}

const [RED, GREEN, BLUE] = rgb(OVERLAY.mask);
/** A, B, G, R of a little-endian word. */
const MASK_WORD = ((Math.round(MASK_OPACITY * 255) << 24) | (BLUE << 16) | (GREEN << 8) | RED) >>> 0;

/** Draws a mask as a translucent layer of the same size. */
export function drawMask(canvas: HTMLCanvasElement, mask: Uint8Array, size: Size): void {
  const [columns, rows] = size;
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  const words = new Uint32Array(pixels.buffer);
  for (let at = 0; at < mask.length; at++) words[at] = mask[at] ? MASK_WORD : 0;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
}

/** Width over height in the patient: pixels may be rectangular. */
export function aspectOf(image: Pick<Image, 'size' | 'spacing' | 'pixelAspect'>): number {
  const { size } = image;
  return size[0] / (size[1] * pixelAspectOf(image));
}
