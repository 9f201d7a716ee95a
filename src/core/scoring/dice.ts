import { onGrid, placeMask } from '../dicom/mask-grid.ts';
import type { Elsewhere } from '../image/failures.ts';
import type { Millimetres, Pixels } from '../measure.ts';

/** `reordered`: the prediction's axes were put in the order of the reference's. */
export type MaskGeometry = 'reordered' | Elsewhere;

/** A segmentation as read from its file. */
export interface Segmentation {
  /** Pixels or voxels along each axis. */
  readonly size: readonly Pixels[];
  /** First axis fastest. */
  readonly data: ArrayLike<number>;
  /** Pixel to world, row-major, in mm. Absent when the file has none. */
  readonly affine?: readonly number[];
  /** Along each axis. Absent when the file has none. */
  readonly spacing?: readonly Millimetres[];
}

export interface MaskFacts {
  readonly size: readonly Pixels[];
  readonly elements: number;
  /** Number of elements equal to the foreground value. */
  readonly foreground: number;
  /**
   * Elements that are neither 0 nor the foreground value: the first such value, and their number.
   */
  readonly strange: { readonly value: number; readonly count: number } | null;
}

/** Everything that scoring needs from two masks, so that a worker can release their pixels. */
export interface MaskComparison {
  /** Null when the mask does not exist. */
  readonly reference: MaskFacts | null;
  readonly prediction: MaskFacts | null;
  /**
   * Number of elements that are foreground in both masks, compared by position in the data. Null
   * unless both have the same number of elements.
   */
  readonly intersection: number | null;
  /** Largest difference between entries of the affines. Null when either is unknown. */
  readonly affineDifference: number | null;
  readonly foreground: number;
  /** What the files' own geometries made of the prediction. Absent: it was taken as it stands. */
  readonly geometry?: MaskGeometry;
}

/**
 * Compares two masks by counting elements. `foreground` is the only value besides 0 that a mask may
 * hold.
 */
export function compareMasks(
  reference: Segmentation | null,
  prediction: Segmentation | null,
  foreground = 1,
): MaskComparison {
  let intersection: number | null = null;
  if (reference && prediction && reference.data.length === prediction.data.length) {
    intersection = 0;
    for (let index = 0; index < reference.data.length; index++) {
      if (reference.data[index] === foreground && prediction.data[index] === foreground) intersection++;
    }
  }
  return {
    reference: reference && facts(reference, foreground),
    prediction: prediction && facts(prediction, foreground),
    intersection,
    affineDifference: affineDifference(reference?.affine, prediction?.affine),
    foreground,
  };
}

/**
 * The prediction on the grid of the reference, by the geometry that both files state. It is left as it
 * stands where that says nothing else, or another place or size.
 */
export function onReference(
  reference: Segmentation,
  prediction: Segmentation,
): { readonly prediction: Segmentation; readonly geometry?: MaskGeometry } {
  const [grid, mask] = [reference, prediction].map(({ size, affine = null }) => ({ size, affine })) as [
    { size: readonly number[]; affine: readonly number[] | null },
    { size: readonly number[]; affine: readonly number[] | null },
  ];
  const placed = placeMask(mask, grid);
  if (!placed.ok) {
    const { code, details } = placed.failure;
    return code === 'image/mask-elsewhere' ? { prediction, geometry: details } : { prediction };
  }
  const elements = reference.size.reduce((product, length) => product * length, 1);
  if (prediction.data.length !== elements) return { prediction };
  const data = onGrid(prediction.data, reference.size, placed.value);
  const isAsItStands = data === prediction.data;
  if (isAsItStands && sameShape(prediction.size, reference.size)) return { prediction };
  const { size, affine, spacing } = reference;
  return {
    prediction: { size, data, ...(affine && { affine }), ...(spacing && { spacing }) },
    ...(!isAsItStands && { geometry: 'reordered' as const }),
  };
}

/**
 * 2·|A∩B| / (|A|+|B|) from counts. Two empty masks give 1; exactly one empty mask gives 0. Source:
 * Dice, Ecology 1945;26:297-302.
 */
export function dice(reference: number, prediction: number, intersection: number): number {
  return reference + prediction === 0 ? 1 : (2 * intersection) / (reference + prediction);
}

/**
 * True for equal shapes. A last axis of length 1 is ignored, because NIfTI can't distinguish it
 * from a missing axis.
 */
export function sameShape(one: readonly number[], other: readonly number[]): boolean {
  const [a, b] = [withoutSingletons(one), withoutSingletons(other)];
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** True when both have the same lengths, but on other axes. */
export function swappedAxes(one: readonly number[], other: readonly number[]): boolean {
  const ordered = (size: readonly number[]) => withoutSingletons(size).toSorted((a, b) => a - b);
  return !sameShape(one, other) && sameShape(ordered(one), ordered(other));
}

function withoutSingletons(size: readonly number[]): readonly number[] {
  let axes = size.length;
  while (axes > 0 && size[axes - 1] === 1) axes--;
  return size.slice(0, axes);
}

function facts({ size, data }: Segmentation, foreground: number): MaskFacts {
  let inside = 0;
  let strange: { value: number; count: number } | null = null;
  for (let index = 0; index < data.length; index++) {
    const value = data[index] as number;
    if (value === foreground) inside++;
    else if (value !== 0) {
      if (strange) strange.count++;
      else strange = { value, count: 1 };
    }
  }
  return { size, elements: data.length, foreground: inside, strange };
}

function affineDifference(one?: readonly number[], other?: readonly number[]): number | null {
  if (!one || !other) return null;
  let largest = one.length === other.length ? 0 : Infinity;
  for (let index = 0; index < Math.min(one.length, other.length); index++) {
    const difference = Math.abs((one[index] as number) - (other[index] as number));
    largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  }
  return largest;
}
