export type PixelArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

export const isFloating = (data: PixelArray): boolean =>
  data instanceof Float32Array || data instanceof Float64Array;

/** One 2D image (a slice or a frame) in memory. */
export interface Image {
  /** Pixels, [columns, rows]. */
  readonly size: readonly [number, number];
  /** 1 for grey, 3 for RGB (interleaved). */
  readonly components: 1 | 3;
  /** Row by row, `columns * rows * components` values. Grey values are after the modality rescale. */
  readonly data: PixelArray;
  /** mm between pixel centres, [x, y]; null when unknown. */
  readonly spacing: readonly [number, number] | null;
  /**
   * Height of a pixel divided by its width. Present only when it is not 1 and `spacing` is null.
   */
  readonly pixelAspect?: number;
  /** Centre of the first pixel, mm (LPS); [0, 0, 0] when unknown. */
  readonly origin: readonly [number, number, number];
  /** Row and column direction cosines (LPS); identity when unknown. */
  readonly orientation: readonly [number, number, number, number, number, number];
  /** Thickness in mm perpendicular to the plane; 1 when unknown. */
  readonly thickness: number;
}

/** Size [x, y] of a pixel in mm. Without known spacing: in units of the pixel width. */
export const pixelShape = ({
  spacing,
  pixelAspect = 1,
}: Pick<Image, 'spacing' | 'pixelAspect'>): readonly [number, number] => spacing ?? [1, pixelAspect];

/** A binary mask on an image's grid: 0 outside, 1 inside. */
export interface Mask {
  readonly size: readonly [number, number];
  readonly data: Uint8Array;
}
