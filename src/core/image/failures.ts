/** Failure codes of `core/image`, each with the details its sentence needs. */
export interface ImageFailures {
  /** The decoded pixels do not fill the image that the header announces. */
  'image/wrong-pixel-count': { readonly expected: number; readonly got: number };
  'image/resample-failed': { readonly cause: string };
  'image/nifti-not-read': { readonly cause: string };
  /** A valid variant of the format that is not read here, by name. */
  'image/nifti-unsupported': { readonly what: string };
  /** Bytes of the uncompressed file. */
  'image/nifti-truncated': { readonly expected: number; readonly got: number };
  'image/png-not-read': { readonly cause: string };
  /** `colour`: pixels that are not grey; `size`: more than half a gigabyte. */
  'image/png-unsupported': { readonly what: 'colour' | 'transparency' | 'size' };
  /** Several slices, or other axes, where one 2D image is asked. Pixels, [columns, rows, slices, …]. */
  'image/nifti-not-2d': { readonly size: readonly number[] };
  /** Pixels, [columns, rows]. */
  'image/mask-other-size': { readonly expected: readonly number[]; readonly got: readonly number[] };
  'image/mask-axes-swapped': { readonly expected: readonly number[]; readonly got: readonly number[] };
  /** The mask holds these values (at most ten are listed) besides 0 and `declared`. */
  'image/mask-not-binary': { readonly declared: number; readonly values: readonly number[] };
  'image/mask-empty': object;
}
