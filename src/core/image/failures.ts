/** How the geometry of a mask differs from that of its image. One of the three is not null. */
export interface Elsewhere {
  /** Angle between the planes or the axes. */
  readonly degrees: number | null;
  /** Pixel sizes, mm along the two axes. */
  readonly expected: readonly number[] | null;
  readonly got: readonly number[] | null;
  /** Distance between the first pixels. */
  readonly millimetres: number | null;
}

/** Failure codes of `core/image`, each with the details for its message. */
export interface ImageFailures {
  /** The number of decoded pixels differs from the size in the header. */
  'image/wrong-pixel-count': { readonly expected: number; readonly got: number };
  'image/resample-failed': { readonly cause: string };
  'image/nifti-not-read': { readonly cause: string };
  /** A valid variant of the format, given by name, that this reader does not support. */
  'image/nifti-unsupported': { readonly what: string };
  /** Number of bytes of the uncompressed file. */
  'image/nifti-truncated': { readonly expected: number; readonly got: number };
  'image/png-not-read': { readonly cause: string };
  /** `colour`: pixels that are not grey; `size`: more than half a gigabyte. */
  'image/png-unsupported': { readonly what: 'colour' | 'transparency' | 'size' };
  /**
   * The file has several slices or other axes, but one 2D image is required. Pixels, [columns,
   * rows, slices, …].
   */
  'image/nifti-not-2d': { readonly size: readonly number[] };
  /** Pixels, [columns, rows]. */
  'image/mask-other-size': { readonly expected: readonly number[]; readonly got: readonly number[] };
  'image/mask-axes-swapped': { readonly expected: readonly number[]; readonly got: readonly number[] };
  /** By its own geometry the mask does not lie on the image's pixels. */
  'image/mask-elsewhere': Elsewhere;
  /** Besides 0 and `declared`, the mask holds these values (at most ten are listed). */
  'image/mask-not-binary': { readonly declared: number; readonly values: readonly number[] };
  'image/mask-empty': object;
}
