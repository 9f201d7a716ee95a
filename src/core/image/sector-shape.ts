import type { Point } from '../measure.ts';

/**
 * One visible ultrasound field: a quadrilateral whose upper and lower sides may be arcs. This
 * covers every probe: linear (a rectangle), convex (both sides are arcs), phased (the upper side is
 * nearly a point).
 */
export interface Sector {
  /** Pixels (centres at integers): upper left, upper right, lower right, lower left. */
  readonly corners: readonly [Point, Point, Point, Point];
  /**
   * Distance in pixels from the chord down to the middle of the upper and of the lower side.
   * Negative: the side curves up.
   */
  readonly sag: readonly [top: number, bottom: number];
}

export type SectorShape = 'linear' | 'trapezoid' | 'convex' | 'phased';

/** The field as a fan around the intersection of its sides. */
export interface Fan {
  readonly apex: Point;
  /** Pixels from the apex to the middles of the upper and lower side. */
  readonly radii: readonly [near: number, far: number];
  /** Angle of the left and the right side in degrees from straight down, positive to the right. */
  readonly angles: readonly [left: number, right: number];
}

/** Number of points between the corners of an arc. */
const ARC_POINTS = 11;

/** The closed outline, at most 26 points. */
export function sectorOutline({ corners: [tl, tr, br, bl], sag: [top, bottom] }: Sector): Point[] {
  return [tl, ...arc(tl, tr, top), tr, br, ...arc(br, bl, bottom), bl];
}

/** Points on the circle through two points. The middle of the arc is `sag` below their chord. */
function arc(from: Point, to: Point, sag: number): Point[] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const chord = Math.sqrt(dx * dx + dy * dy);
  if (Math.abs(sag) < 0.25 || chord < 1) return [];
  // Downward, for either direction of the side.
  const down = dx >= 0 ? 1 : -1;
  const [nx, ny] = [(-dy / chord) * down, (dx / chord) * down];
  const radius = (chord * chord) / (8 * Math.abs(sag)) + Math.abs(sag) / 2;
  const half = Math.min(chord / 2, radius);
  const middle = Math.sqrt(Math.max(0, radius * radius - half * half));
  const depth = Math.abs(sag) > radius ? radius + middle : radius - middle;
  return Array.from({ length: ARC_POINTS }, (_, i): Point => {
    const u = (i + 1) / (ARC_POINTS + 1);
    const along = (2 * u - 1) * half;
    const hang = Math.sign(sag) * (Math.sqrt(Math.max(0, radius * radius - along * along)) - radius + depth);
    return [from[0] + dx * u + nx * hang, from[1] + dy * u + ny * hang];
  });
}

/** null when the sides are parallel. */
export function fanOf({ corners: [tl, tr, br, bl], sag: [top, bottom] }: Sector): Fan | null {
  const [ax, ay] = [tl[0] - bl[0], tl[1] - bl[1]];
  const [bx, by] = [tr[0] - br[0], tr[1] - br[1]];
  const cross = ax * by - ay * bx;
  if (Math.abs(cross) < 1e-6) return null;
  const t = ((br[0] - bl[0]) * by - (br[1] - bl[1]) * bx) / cross;
  const apex: Point = [bl[0] + t * ax, bl[1] + t * ay];
  const distance = (p: Point, q: Point, sag: number): number =>
    Math.hypot((p[0] + q[0]) / 2 - apex[0], (p[1] + q[1]) / 2 + sag - apex[1]);
  const angle = (p: Point) => (Math.atan2(p[0] - apex[0], p[1] - apex[1]) * 180) / Math.PI;
  return { apex, radii: [distance(tl, tr, top), distance(bl, br, bottom)], angles: [angle(bl), angle(br)] };
}

/** The type of probe that produces such a field. */
export function shapeOf(sector: Sector): SectorShape {
  const [tl, tr, br, bl] = sector.corners;
  const above = tr[0] - tl[0];
  const below = br[0] - bl[0];
  if (above < 0.15 * below) return 'phased';
  if (Math.abs(below - above) < 0.08 * below) return 'linear';
  return sector.sag[0] > 0.04 * above ? 'convex' : 'trapezoid';
}

/**
 * Outlines of several fields as one outline. They are connected by bridges of zero width, which
 * contain no pixel centre.
 */
export function joinedOutline(outlines: readonly (readonly Point[])[]): Point[] {
  const [first, ...others] = outlines;
  if (!first) return [];
  const anchor = first[0];
  return [
    ...first,
    ...others.flatMap((outline) => [anchor, ...outline, outline[0]]),
    ...(others.length ? [anchor] : []),
  ].filter((point): point is Point => point !== undefined);
}
