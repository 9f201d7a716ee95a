import type { Millimetres, PhysicalPoint, PixelSpacing, Size } from '../measure.ts';

export type PixelArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

export const isFloating = (data: PixelArray): boolean =>
  data instanceof Float32Array || data instanceof Float64Array;

/** One 2D image (a slice or a frame) in memory. */
export interface Image {
  readonly size: Size;
  /** 1 for grey, 3 for RGB (interleaved). */
  readonly components: 1 | 3;
  /** Row by row, `columns * rows * components` values. Grey values are after the modality rescale. */
  readonly data: PixelArray;
  /** Null when unknown. */
  readonly spacing: PixelSpacing | null;
  /**
   * Height of a pixel divided by its width. Present only when it is not 1 and `spacing` is null.
   */
  readonly pixelAspect?: number;
  /** Centre of the first pixel, mm (LPS); [0, 0, 0] when unknown. */
  readonly origin: PhysicalPoint;
  /** Row and column direction cosines (LPS); identity when unknown. */
  readonly orientation: readonly [number, number, number, number, number, number];
  /** Perpendicular to the plane; 1 when unknown. */
  readonly thickness: Millimetres;
}

/** Height of a pixel divided by its width, whether the header gives a spacing or only this ratio. It has no unit. */
export const pixelAspectOf = ({
  spacing,
  pixelAspect = 1,
}: Pick<Image, 'spacing' | 'pixelAspect'>): number =>
  spacing === null ? pixelAspect : spacing[1] / spacing[0];

/** A binary mask on an image's grid: 0 outside, 1 inside. */
export interface Mask {
  readonly size: Size;
  readonly data: Uint8Array;
}
