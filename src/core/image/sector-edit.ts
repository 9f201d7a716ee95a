import type { UltrasoundRegion } from '../dicom/facts.ts';
import type { Point } from '../measure.ts';
import type { Image } from '../dicom/image.ts';
import { clipped, limitsOf } from './sector-limits.ts';
import { joinedOutline, sectorOutline, type Sector } from './sector-shape.ts';

/** How an outline was made, and the fields that draw it. */
export interface SectorForm {
  /** Empty when the outline is free. */
  readonly sectors: readonly Sector[];
  /** Found in the image, copied from the scanner's last image, or drawn or moved by a person. */
  readonly from: 'fit' | 'scanner' | 'person';
}

/** Minimum distance between the corners of a side, pixels. */
const APART = 0.5;
/**
 * Number of times the path of a corner is halved when its end would make outlines cross: the result
 * is exact to a thousandth of the path.
 */
const HALVINGS = 10;

/** Corners of the fields, in the order of {@link withCorner}. */
export const cornersOf = (sectors: readonly Sector[]): Point[] => sectors.flatMap(({ corners }) => corners);

/**
 * The fields with one corner moved. Arcs keep their angle: their sag scales with their chord. A
 * corner stays on its side of its neighbours. It stops where an outline would cross itself or
 * another field's outline: pixels inside twice would count as outside.
 */
export function withCorner(sectors: readonly Sector[], corner: number, to: Point): Sector[] {
  const from = cornersOf(sectors)[corner];
  if (!from) return [...sectors];
  const at = (share: number): Sector[] =>
    sectors.map((sector, index) =>
      index === Math.floor(corner / 4)
        ? moved(sector, corner % 4, [
            from[0] + share * (to[0] - from[0]),
            from[1] + share * (to[1] - from[1]),
          ])
        : sector,
    );
  let best = at(1);
  // Outlines that cross already, such as those of two overlapping fields, are moved without this
  // check.
  if (!areCrossed(best) || areCrossed(sectors)) return best;
  best = [...sectors];
  let [least, most] = [0, 1];
  for (let n = 0; n < HALVINGS; n++) {
    const middle = (least + most) / 2;
    const tried = at(middle);
    if (areCrossed(tried)) most = middle;
    else [best, least] = [tried, middle];
  }
  return best;
}

function moved({ corners: [tl, tr, br, bl], sag }: Sector, corner: number, [x, y]: Point): Sector {
  const isLeft = corner === 0 || corner === 3;
  const isUpper = corner < 2;
  const beside = [tr, tl, bl, br][corner] ?? tl;
  const across = [bl, br, tr, tl][corner] ?? tl;
  const to: Point = [
    isLeft ? Math.min(x, beside[0] - APART) : Math.max(x, beside[0] + APART),
    isUpper ? Math.min(y, across[1] - APART) : Math.max(y, across[1] + APART),
  ];
  const at = (index: number, point: Point): Point => (index === corner ? to : point);
  const corners = [at(0, tl), at(1, tr), at(2, br), at(3, bl)] as const;
  return {
    corners,
    sag: [
      sag[0] * stretch([tl, tr], [corners[0], corners[1]]),
      sag[1] * stretch([bl, br], [corners[3], corners[2]]),
    ],
  };
}

type Line = readonly [Point, Point];

/** A side that is nearly a point, as with a phased probe, has no usable direction. */
function stretch(before: Line, after: Line): number {
  const length = ([p, q]: Line) => Math.sqrt((q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2);
  return length(before) < 2 ? 1 : length(after) / length(before);
}

/** True when any two sides cross. Sides that only touch do not cross. */
function areCrossed(sectors: readonly Sector[]): boolean {
  const sides = sectors
    .map(sectorOutline)
    .flatMap((outline) =>
      outline.map((point, n): Line => [point, outline[(n + 1) % outline.length] ?? point]),
    );
  return sides.some((one, n) => sides.slice(n + 1).some((other) => cross(one, other)));
}

function cross([a, b]: Line, [c, d]: Line): boolean {
  const turn = (p: Point, q: Point, r: Point) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/**
 * The outline of the fields, limited to the image and the header's 2D regions. Areas that are not
 * ultrasound according to the header stay outside, for any position of the fields.
 */
export const sectorPolygon = (
  sectors: readonly Sector[],
  size: Image['size'],
  regions: readonly UltrasoundRegion[],
): Point[] => clipped(joinedOutline(sectors.map(sectorOutline)), limitsOf(size, regions));
