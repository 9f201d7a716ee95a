import type { Point } from './hull.ts';
import type { Image } from './image.ts';

/** A distance that a person knows and drew on an image whose header has no spacing: a ruler, a caliper of known length. */
export interface Calibration {
  /** Id of the image: of another it says nothing. */
  readonly of: string;
  /** Its ends, source pixels (centres at integers). */
  readonly line: readonly [Point, Point];
  /** Its length. */
  readonly millimetres: number;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Pixels: of a shorter line, the ends are too uncertain. */
export const SHORTEST_LINE = 8;
/** mm: no picture of a patient is larger. */
export const LONGEST = 3000;

export const lineLength = ([[x0, y0], [x1, y1]]: Calibration['line']): number =>
  Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);

/** mm between pixel centres, on both axes, that a line of this length gives; null: nothing that can be. */
export function spacingOf(line: Calibration['line'], millimetres: number): number | null {
  const pixels = lineLength(line);
  if (!(pixels >= SHORTEST_LINE) || !(millimetres > 0) || millimetres > LONGEST) return null;
  return millimetres / pixels;
}

/** mm between pixel centres as measured on this image; null: it was not. */
export function measuredSpacing(calibration: Calibration | null | undefined, image: string): number | null {
  return calibration?.of === image ? spacingOf(calibration.line, calibration.millimetres) : null;
}

/** The image with the spacing that was measured on it. A spacing of the header is never overridden. */
export const withMeasured = (image: Image, spacing: number | null): Image =>
  spacing === null || image.spacing !== null ? image : { ...image, spacing: [spacing, spacing] };
