import { OVERLAY, rgb } from '../../core/image/overlay-colours.ts';
import type { Segmentation } from '../../core/scoring/dice.ts';
import type { Size } from '../../core/measure.ts';

export type MaskLayer = 'none' | 'reference' | 'prediction' | 'difference';

/** Okabe–Ito colours: bluish green for pixels of both masks, sky blue for the reference, orange for the prediction. */
const LAYER_COLORS = {
  both: [...rgb(OVERLAY.agreed), 120],
  reference: [...rgb(OVERLAY.mask), 170],
  prediction: [...rgb(OVERLAY.mark), 170],
} as const;

/** Draws two masks of one plane as a translucent layer. Pixels of the reference alone are striped, so that they can be distinguished without colour. */
export function drawDifference(
  canvas: HTMLCanvasElement,
  reference: Segmentation | null,
  prediction: Segmentation | null,
  layer: MaskLayer,
  [columns, rows]: Size,
): void {
  canvas.width = columns;
  canvas.height = rows;
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  // A mask of another size cannot be drawn over the image.
  const fits = (mask: Segmentation | null) =>
    mask && mask.size[0] === columns && mask.size[1] === rows ? mask.data : null;
  const [truth, predicted] = [fits(reference), fits(prediction)];
  for (let at = 0; at < columns * rows; at++) {
    const inTruth = truth !== null && (truth[at] ?? 0) !== 0;
    const inPrediction = predicted !== null && (predicted[at] ?? 0) !== 0;
    const color =
      layer === 'reference'
        ? inTruth && LAYER_COLORS.reference
        : layer === 'prediction'
          ? inPrediction && LAYER_COLORS.prediction
          : inTruth && inPrediction
            ? LAYER_COLORS.both
            : inTruth
              ? ((at % columns) + Math.floor(at / columns)) % 3 !== 0 && LAYER_COLORS.reference
              : inPrediction && LAYER_COLORS.prediction;
    if (color) pixels.set(color, at * 4);
  }
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
}
