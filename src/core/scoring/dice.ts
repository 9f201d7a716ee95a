/** A segmentation as read from its file. */
export interface Segmentation {
  /** Pixels or voxels along each axis. */
  readonly size: readonly number[];
  /** First axis fastest. */
  readonly data: ArrayLike<number>;
  /** Pixel to world, row-major, in mm; absent where the file has none. */
  readonly affine?: readonly number[];
  /** mm along each axis; absent where the file has none. */
  readonly spacing?: readonly number[];
}

export interface MaskFacts {
  readonly size: readonly number[];
  readonly elements: number;
  /** Elements equal to the foreground value. */
  readonly foreground: number;
  /** Elements that are neither 0 nor the foreground value: the first, and how many. */
  readonly strange: { readonly value: number; readonly count: number } | null;
}

/** All that scoring needs of two masks, so that a worker can let go of their pixels. */
export interface MaskComparison {
  /** Null where there is no such mask. */
  readonly reference: MaskFacts | null;
  readonly prediction: MaskFacts | null;
  /** Elements that are foreground in both, by position in the data; null unless both have as many elements. */
  readonly intersection: number | null;
  /** Largest difference between entries of the affines; null where either is unknown. */
  readonly affineDifference: number | null;
  readonly foreground: number;
}

/** Counts two masks against each other. `foreground` is the one value besides 0 that a mask may hold. */
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

/** 2·|A∩B| / (|A|+|B|) of counts; two empty masks give 1, so exactly one gives 0. Source: Dice, Ecology 1945;26:297-302. */
export function dice(reference: number, prediction: number, intersection: number): number {
  return reference + prediction === 0 ? 1 : (2 * intersection) / (reference + prediction);
}

/** Equal shapes; NIfTI does not tell an axis of length 1 at the end from no axis. */
export function sameShape(one: readonly number[], other: readonly number[]): boolean {
  const [a, b] = [withoutSingletons(one), withoutSingletons(other)];
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** The same lengths on other axes. */
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
