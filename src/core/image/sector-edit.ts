import type { UltrasoundRegion } from '../dicom/facts.ts';
import type { Point } from './hull.ts';
import type { Image } from './image.ts';
import { clipped, regionBox } from './sector-limits.ts';
import { joinedOutline, sectorOutline, type Sector } from './sector-shape.ts';

/** How an outline came about, and the fields that draw it. */
export interface SectorForm {
  /** None where the outline is free. */
  readonly sectors: readonly Sector[];
  /** Found in the image, taken over from the scanner's last image, or drawn or moved by a person. */
  readonly from: 'fit' | 'scanner' | 'person';
}

/** Corners of a side stay this far apart, pixels. */
const APART = 0.5;

/** Corners of the fields, in the order of {@link withCorner}. */
export const cornersOf = (sectors: readonly Sector[]): Point[] => sectors.flatMap(({ corners }) => corners);

/**
 * The fields with one corner moved. Arcs keep their angle: their sag grows and shrinks with their chord. A corner stays on its side of its
 * neighbours, so that no outline crosses itself.
 */
export function withCorner(sectors: readonly Sector[], corner: number, to: Point): Sector[] {
  return sectors.map((sector, index) =>
    index === Math.floor(corner / 4) ? moved(sector, corner % 4, to) : sector,
  );
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

type Chord = readonly [Point, Point];

/** Of a side that is nearly a point, as a phased probe's is, nothing can be told. */
function stretch(before: Chord, after: Chord): number {
  const length = ([p, q]: Chord) => Math.hypot(q[0] - p[0], q[1] - p[1]);
  return length(before) < 2 ? 1 : length(after) / length(before);
}

/**
 * The outline of the fields within the image and the header's 2D regions: what the header says is not ultrasound stays outside, however
 * the fields are moved.
 */
export function sectorPolygon(
  sectors: readonly Sector[],
  size: Image['size'],
  regions: readonly UltrasoundRegion[],
): Point[] {
  const within = regionBox(size, regions) ?? [0, 0, size[0] - 1, size[1] - 1];
  return clipped(joinedOutline(sectors.map(sectorOutline)), within);
}
