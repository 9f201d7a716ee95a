import type { ImageFacts } from '../dicom/facts.ts';
import type { Plane } from '../dicom/mask-grid.ts';

/** The plane of an image, as far as its header states it. */
export const planeOfFacts = ({ columns, rows, spacing, position, orientation }: ImageFacts): Plane => ({
  size: [columns, rows],
  spacing: spacing === null ? null : [spacing.x, spacing.y],
  position,
  orientation,
});
