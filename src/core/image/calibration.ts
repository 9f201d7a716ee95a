import {
  millimetres as inMillimetres,
  pixels as inPixels,
  type Millimetres,
  type Pixels,
  type PixelSpacing,
  type Point,
} from '../measure.ts';
import type { Image } from '../dicom/image.ts';

/**
 * A known distance that a person drew on an image whose header has no spacing: a ruler, or a
 * caliper of known length.
 */
export interface Calibration {
  /** Id of the image. The distance does not apply to any other image. */
  readonly of: string;
  /** Ends of the line, in the source image. */
  readonly line: readonly [Point, Point];
  /** Length of the line. */
  readonly millimetres: Millimetres;
  /** Height of a pixel divided by its width, when the header says that it is not 1. */
  readonly pixelAspect?: number | undefined;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Minimum length: the ends of a shorter line are too uncertain. */
export const SHORTEST_LINE: Pixels = 8;
/** Maximum: no picture of a patient is larger. */
export const LONGEST = inMillimetres(3000);

/** The spacing that a person measured. */
export type MeasuredSpacing = PixelSpacing;

/** In widths of a pixel. */
export const lineLength = (
  [[x0, y0], [x1, y1]]: Calibration['line'],
  pixelAspect: number | undefined = 1,
): Pixels => inPixels(Math.sqrt((x1 - x0) ** 2 + ((y1 - y0) * pixelAspect) ** 2));

/** The spacing that a line of this length gives. Null when it is not plausible. */
export function spacingOf({
  line,
  millimetres,
  pixelAspect = 1,
}: Pick<Calibration, 'line' | 'millimetres' | 'pixelAspect'>): MeasuredSpacing | null {
  const pixels = lineLength(line, pixelAspect);
  if (!(pixels >= SHORTEST_LINE) || !(millimetres > 0) || millimetres > LONGEST) return null;
  const width = millimetres / pixels;
  return [inMillimetres(width), inMillimetres(width * pixelAspect)];
}

/** The spacing measured on this image. Null when none was measured. */
export function measuredSpacing(
  calibration: Calibration | null | undefined,
  image: string,
): MeasuredSpacing | null {
  return calibration?.of === image ? spacingOf(calibration) : null;
}

/** The image with the spacing measured on it. It never overrides the header's spacing. */
export const withMeasured = (image: Image, spacing: MeasuredSpacing | null): Image =>
  spacing === null || image.spacing !== null ? image : { ...image, spacing };
