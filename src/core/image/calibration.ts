import type { Point } from './hull.ts';
import type { Image } from '../dicom/image.ts';

/** A distance that a person knows and drew on an image whose header has no spacing: a ruler, a caliper of known length. */
export interface Calibration {
  /** Id of the image: of another it says nothing. */
  readonly of: string;
  /** Its ends, source pixels (centres at integers). */
  readonly line: readonly [Point, Point];
  /** Its length. */
  readonly millimetres: number;
  /** Height of a pixel over its width, where the header tells that it is not 1. */
  readonly pixelAspect?: number | undefined;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Pixels: of a shorter line, the ends are too uncertain. */
export const SHORTEST_LINE = 8;
/** mm: no picture of a patient is larger. */
export const LONGEST = 3000;

/** mm between pixel centres, [x, y]. */
export type MeasuredSpacing = readonly [number, number];

/** In widths of a pixel. */
export const lineLength = (
  [[x0, y0], [x1, y1]]: Calibration['line'],
  pixelAspect: number | undefined = 1,
): number => Math.sqrt((x1 - x0) ** 2 + ((y1 - y0) * pixelAspect) ** 2);

/** What a line of this length gives; null: nothing that can be. */
export function spacingOf({
  line,
  millimetres,
  pixelAspect = 1,
}: Pick<Calibration, 'line' | 'millimetres' | 'pixelAspect'>): MeasuredSpacing | null {
  const pixels = lineLength(line, pixelAspect);
  if (!(pixels >= SHORTEST_LINE) || !(millimetres > 0) || millimetres > LONGEST) return null;
  const width = millimetres / pixels;
  return [width, width * pixelAspect];
}

/** As measured on this image; null: it was not. */
export function measuredSpacing(
  calibration: Calibration | null | undefined,
  image: string,
): MeasuredSpacing | null {
  return calibration?.of === image ? spacingOf(calibration) : null;
}

/** The image with the spacing that was measured on it. A spacing of the header is never overridden. */
export const withMeasured = (image: Image, spacing: MeasuredSpacing | null): Image =>
  spacing === null || image.spacing !== null ? image : { ...image, spacing };
