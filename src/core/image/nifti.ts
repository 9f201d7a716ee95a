import { failure } from '../failure.ts';
import { ORIGIN, UNKNOWN_AS_ONE, type Millimetres, type Pixels } from '../measure.ts';
import { failed, success, type Result } from '../result.ts';
import type { Image, Mask, PixelArray } from '../dicom/image.ts';

/** An image as stored in a NIfTI file. */
export interface NiftiImage {
  /** Pixels, [columns, rows] or [columns, rows, 1]. */
  readonly size: readonly Pixels[];
  readonly components: number;
  readonly componentType: string;
  readonly data: PixelArray;
  readonly spacing: readonly Millimetres[];
  /** LPS. */
  readonly origin: readonly Millimetres[];
  /** Row by row (LPS): a square matrix with as many rows as `size` has entries. */
  readonly direction: readonly number[];
}

/**
 * Converts a NIfTI image to an image for display or processing. Failure: `image/nifti-unsupported`
 * for two or four components.
 */
export function imageFromNifti(nifti: NiftiImage): Result<Image> {
  const { size, components, data, spacing, origin, direction } = nifti;
  if (components !== 1 && components !== 3) {
    return failed(failure('image/nifti-unsupported', { what: `${components} components` }));
  }
  const width = size.length;
  // A 2D file has no third axis: its direction has two entries per row.
  const cosine = (axis: number, along: number) => (axis < width ? (direction[axis * width + along] ?? 0) : 0);
  return success({
    size: [size[0] ?? 0, size[1] ?? 0],
    components,
    data,
    spacing: [spacing[0] ?? UNKNOWN_AS_ONE[0], spacing[1] ?? UNKNOWN_AS_ONE[1]],
    origin: [origin[0] ?? ORIGIN[0], origin[1] ?? ORIGIN[1], origin[2] ?? ORIGIN[2]],
    orientation: [cosine(0, 0), cosine(1, 0), cosine(2, 0), cosine(0, 1), cosine(1, 1), cosine(2, 1)],
    thickness: spacing[2] ?? UNKNOWN_AS_ONE[0],
  });
}

/**
 * Pixels in the type used in the NIfTI files of packages: `uint8` for masks and colour; for grey
 * `int16` where that is lossless, else `int32` for whole numbers and `float32` for the rest.
 * `int16` pixels are not copied: they are the image's own array.
 */
export function niftiPixels(image: Image | Mask): PixelArray {
  const { data } = image;
  if (!('components' in image) || image.components === 3) return new Uint8Array(data);
  if (data instanceof Int16Array) return data;
  const isFloating = data instanceof Float32Array || data instanceof Float64Array;
  let whole = true;
  let low = 0;
  let high = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at] ?? 0;
    if (isFloating && !Number.isInteger(value)) whole = false;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (whole && low >= -32768 && high <= 32767) return new Int16Array(data);
  if (whole && low >= -(2 ** 31) && high < 2 ** 31) return new Int32Array(data);
  return new Float32Array(data);
}
