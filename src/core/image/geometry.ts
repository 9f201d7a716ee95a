import type { Image } from '../dicom/image.ts';
import { millimetres, UNKNOWN_AS_ONE, type PhysicalPoint, type Point } from '../measure.ts';

/** Without a unit: a direction, or a row of a matrix. */
export type Vector = readonly [number, number, number];
/** Row by row. */
export type Matrix = readonly [Vector, Vector, Vector];

/** The grid of an image without its pixels. */
export type Geometry = Pick<Image, 'size' | 'spacing' | 'origin' | 'orientation' | 'thickness'>;

/**
 * Direction matrix (LPS). Its columns are the direction of increasing column index, the direction
 * of increasing row index, and their normal, as in `itk::Image::GetDirection`.
 */
export function directionOf(orientation: Image['orientation']): Matrix {
  const [rx, ry, rz, cx, cy, cz] = orientation;
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx] as const;
  // Not Math.hypot: its last bit differs between browsers.
  const length = Math.sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]) || 1;
  return [
    [rx, cx, normal[0] / length],
    [ry, cy, normal[1] / length],
    [rz, cz, normal[2] / length],
  ];
}

/**
 * Physical point, mm (LPS), of a continuous pixel position (pixel centres at integers). Unknown
 * spacing counts as 1.
 */
export function physicalPoint(geometry: Geometry, [x, y]: Point): PhysicalPoint {
  const [sx, sy] = geometry.spacing ?? UNKNOWN_AS_ONE;
  const { origin, orientation } = geometry;
  return [
    millimetres(origin[0] + orientation[0] * sx * x + orientation[3] * sy * y),
    millimetres(origin[1] + orientation[1] * sx * x + orientation[4] * sy * y),
    millimetres(origin[2] + orientation[2] * sx * x + orientation[5] * sy * y),
  ];
}
