import type { UltrasoundRegion } from '../dicom/facts.ts';
import type { Point } from '../measure.ts';
import type { Image } from '../dicom/image.ts';
import type { PixelBox } from './sector-light.ts';

/**
 * Union of the 2D regions. Regions that extend beyond the image belong to another version of it
 * (scaled or cropped) and are ignored.
 */
export function regionBox(
  [columns, rows]: Image['size'],
  regions: readonly UltrasoundRegion[],
): PixelBox | null {
  const used = regions.filter(
    ({ spatialFormat, x0, y0, x1, y1 }) =>
      spatialFormat === 1 && x0 >= 0 && y0 >= 0 && x1 > x0 && y1 > y0 && x1 <= columns && y1 <= rows,
  );
  if (used.length === 0) return null;
  return [
    Math.min(...used.map((region) => region.x0)),
    Math.min(...used.map((region) => region.y0)),
    Math.min(columns - 1, Math.max(...used.map((region) => region.x1))),
    Math.min(rows - 1, Math.max(...used.map((region) => region.y1))),
  ];
}

/**
 * First and last pixels that an outline may contain: those of the 2D regions, else those of the
 * image.
 */
export const limitsOf = (size: Image['size'], regions: readonly UltrasoundRegion[]): PixelBox =>
  regionBox(size, regions) ?? [0, 0, size[0] - 1, size[1] - 1];

/** Moves a point outside the box to its border. */
export const withinBox = ([x, y]: Point, [x0, y0, x1, y1]: PixelBox): Point => [
  Math.min(x1 + 0.5, Math.max(x0 - 0.5, x)),
  Math.min(y1 + 0.5, Math.max(y0 - 0.5, y)),
];

/**
 * Points outside the box are moved to its border: areas that are not ultrasound according to the
 * header stay outside.
 */
export const clipped = (polygon: readonly Point[], box: PixelBox): Point[] =>
  polygon.map((point) => withinBox(point, box));
