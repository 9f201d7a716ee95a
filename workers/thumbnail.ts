import type { Preprocessing } from '../src/core/definition/definition.ts';
import { cropBox } from '../src/core/image/grid.ts';
import type { Image } from '../src/core/dicom/image.ts';
import { centroid } from '../src/core/image/mask.ts';
import { MASK_OPACITY, OVERLAY, rgb } from '../src/core/image/overlay-colours.ts';
import { reducedImage, reducedMask, thumbnailSize } from '../src/core/image/thumbnail.ts';
import { renderGrey, type Window } from '../src/core/image/window.ts';
import type { Pixels, Point } from '../src/core/measure.ts';
import { success, type Result } from '../src/core/result.ts';
import type { Picture } from '../src/pipeline/picture.ts';
import type { PixelChoice } from '../src/pipeline/pixel-choice.ts';
import { thumbnailSource } from '../src/pipeline/thumbnail.ts';

const MASK = rgb(OVERLAY.mask);

/** A small picture of one frame with the chosen crop, sector and mask. Failures: those of decoding. @param side pixels of its longer side */
export async function thumbnail(
  picture: Picture,
  choice: PixelChoice,
  preprocessing: Preprocessing,
  side: Pixels,
): Promise<Result<ImageBitmap>> {
  const source = await thumbnailSource(picture, choice);
  if (!source.ok) return source;
  return success(drawn(source.value.image, source.value.window, choice, preprocessing, side));
}

function drawn(
  image: Image,
  window: Window,
  { center, mask, sector }: PixelChoice,
  preprocessing: Preprocessing,
  side: Pixels,
): ImageBitmap {
  const size = thumbnailSize(image, side);
  const pixels = renderGrey(reducedImage(image, size), { ...window, invert: false });
  const own = mask?.length === image.size[0] * image.size[1] ? { size: image.size, data: mask } : null;
  if (own) tint(pixels, reducedMask(own, size));
  const canvas = new OffscreenCanvas(...size);
  const context = canvas.getContext('2d');
  context?.putImageData(new ImageData(pixels, ...size), 0, 0);
  const middle = preprocessing.crop === 'centroid' ? ((own && centroid(own)?.pixels) ?? null) : center;
  if (context && preprocessing.imageSize !== null && (middle !== null || preprocessing.crop === 'none')) {
    const [x0, y0, x1, y1] = cropBox(image, preprocessing, middle);
    const corners: readonly Point[] = [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ];
    line(context, corners, image.size, size);
  }
  if (context && sector) line(context, sector, image.size, size);
  return canvas.transferToImageBitmap();
}

function tint(pixels: Uint8ClampedArray, shares: Float32Array): void {
  shares.forEach((share, at) => {
    if (share === 0) return;
    const weight = share * MASK_OPACITY;
    MASK.forEach((color, component) => {
      const place = at * 4 + component;
      pixels[place] = (pixels[place] ?? 0) * (1 - weight) + color * weight;
    });
  });
}

function line(
  context: OffscreenCanvasRenderingContext2D,
  points: readonly Point[],
  [columns, rows]: Point,
  [width, height]: Point,
): void {
  context.strokeStyle = OVERLAY.line;
  context.lineWidth = 2;
  context.beginPath();
  // Pixel centres are at integers.
  for (const [x, y] of points) context.lineTo(((x + 0.5) * width) / columns, ((y + 0.5) * height) / rows);
  context.closePath();
  context.stroke();
}
