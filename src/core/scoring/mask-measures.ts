import { pixels, UNKNOWN_AS_ONE, type Millimetres, type Pixels } from '../measure.ts';
import type { Segmentation } from './dice.ts';
import { sameShape } from './dice.ts';
import { surfaceDistances } from './surface-distance.ts';

/** Measures of one predicted mask besides Dice. They do not affect the score. */
export type MaskMeasures =
  | (MeasuresIn<Millimetres> & { readonly unit: 'mm' })
  /** The reference gives no spacing. */
  | (MeasuresIn<Pixels> & { readonly unit: 'pixels' });

interface MeasuresIn<Length extends Millimetres | Pixels> {
  /** |A∩B| / |A∪B|; two empty masks give 1. */
  readonly iou: number;
  /** Null when either mask is empty. */
  readonly hausdorff: Length | null;
  readonly hausdorff95: Length | null;
  readonly averageDistance: Length | null;
  /** mm² for a 2D image, mm³ for a volume; pixels or voxels when the unit is pixels. */
  readonly referenceVolume: number;
  readonly predictionVolume: number;
  /**
   * (prediction − reference) / reference. 0 when both are empty; null when only the reference is
   * empty.
   */
  readonly volumeError: number | null;
}

/**
 * Measures two masks of one shape, with the reference's spacing. Null when the shapes differ. A
 * last axis of length 1 is ignored: the border of a 2D image is a line. Sources: IoU: Jaccard, Bull
 * Soc Vaud Sci Nat 1901;37:547-579; distances and volume: Taha and Hanbury, BMC Med Imaging
 * 2015;15:29.
 */
export function measureMasks(
  reference: Segmentation,
  prediction: Segmentation,
  foreground = 1,
): MaskMeasures | null {
  if (!sameShape(reference.size, prediction.size)) return null;
  if (reference.data.length !== prediction.data.length) return null;
  let axes = reference.size.length;
  while (axes > 2 && reference.size[axes - 1] === 1) axes--;
  const size = reference.size.slice(0, axes);
  const known = reference.spacing;
  const binary = ({ data }: Segmentation) => {
    const found = new Uint8Array(data.length);
    for (let i = 0; i < data.length; i++) if (data[i] === foreground) found[i] = 1;
    return found;
  };
  const [a, b] = [binary(reference), binary(prediction)];
  let [inA, inB, inBoth] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    inA += a[i] ?? 0;
    inB += b[i] ?? 0;
    inBoth += (a[i] ?? 0) & (b[i] ?? 0);
  }
  const union = inA + inB - inBoth;
  const measured = <Length extends Millimetres | Pixels>(spacing: readonly Length[]): MeasuresIn<Length> => {
    const distances = surfaceDistances({ size, spacing, data: a }, { size, spacing, data: b });
    const element = spacing.reduce<number>((product, step) => product * step, 1);
    return {
      iou: union === 0 ? 1 : inBoth / union,
      hausdorff: distances?.hausdorff ?? null,
      hausdorff95: distances?.hausdorff95 ?? null,
      averageDistance: distances?.average ?? null,
      referenceVolume: inA * element,
      predictionVolume: inB * element,
      volumeError: inA === 0 ? (inB === 0 ? 0 : null) : (inB - inA) / inA,
    };
  };
  return known
    ? { ...measured(size.map((_, axis) => known[axis] ?? UNKNOWN_AS_ONE[0])), unit: 'mm' }
    : { ...measured(size.map(() => pixels(1))), unit: 'pixels' };
}
