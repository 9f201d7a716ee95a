import type { Point } from '../measure.ts';
import { convexHull } from './hull.ts';
import type { Light } from './sector-light.ts';
import { sectorOutline, type Sector } from './sector-shape.ts';

/** Smallest steps, in places: for the choice between starts, and for the fit. */
const COARSE = 2;
const FINE = 0.2;
/** As a share of the chord: tan(30°) / 2. */
const MOST_SAG = 0.29;
/**
 * Cost of a dark place inside. A field may fade with depth, and cysts are dark, but not most of it.
 */
const DARK = 0.16;
/** Cost of a dark place with lit places above and below: a cyst, or fluid under a near wall. */
const BETWEEN = 0.02;
/** Cost of a drawn place inside. */
const DRAWN = 1.2;

/**
 * The field that contains the lit places of `region` (1 inside) and little else, in places (centres
 * at integers). It starts from the lit hull, as a rectangle and as fans, and moves corners and arcs
 * as long as the result improves. A second pass starts `from` the first result and uses small
 * steps. Null when nothing is lit.
 */
export function fitSector(light: Light, region: Uint8Array, from: Sector | null): Sector | null {
  const sums = rowSums(light, region);
  if (from !== null) return climb(from, sums, light.size, COARSE / 2, FINE).sector;
  const far = Math.max(...light.size) / 16;
  let best: { sector: Sector; worth: number } | null = null;
  for (const start of starts(region, light.size)) {
    const found = climb(start, sums, light.size, far, COARSE);
    if (best === null || found.worth > best.worth) best = found;
  }
  return best && best.sector;
}

/** Summed value of the places to the left of each border between two places, row by row. */
function rowSums({ places, size: [width, height] }: Light, region: Uint8Array): Float64Array {
  const sums = new Float64Array((width + 1) * height);
  const first = new Int32Array(width).fill(height);
  const last = new Int32Array(width).fill(-1);
  region.forEach((value, at) => {
    if (!value) return;
    const x = at % width;
    const y = (at - x) / width;
    first[x] = Math.min(first[x] ?? height, y);
    last[x] = y;
  });
  for (let y = 0; y < height; y++) {
    let sum = 0;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const place = places[at] ?? 0;
      const isBetween = y > (first[x] ?? height) && y < (last[x] ?? -1);
      // A lit place of another component costs as much as a drawn one.
      if (place === 0) sum -= isBetween ? BETWEEN : DARK;
      else sum += place === 1 && region[at] ? 1 : -DRAWN;
      sums[y * (width + 1) + x + 1] = sum;
    }
  }
  return sums;
}

/**
 * Sum of the values inside, over every `stride`th row. The outline runs clockwise: edges that go
 * down are right borders, edges that go up are left borders. Each edge adds or subtracts the sum to
 * its left.
 */
function worthOf(sector: Sector, sums: Float64Array, [width, height]: Light['size'], stride: number): number {
  const outline = sectorOutline(sector);
  let worth = 0;
  let [x0, y0] = outline[outline.length - 1] ?? [0, 0];
  for (const [x1, y1] of outline) {
    const sign = y1 > y0 ? 1 : -1;
    const top = Math.max(0, Math.ceil(Math.min(y0, y1)));
    const bottom = Math.min(height - 1, Math.ceil(Math.max(y0, y1)) - 1);
    const slope = y1 === y0 ? 0 : (x1 - x0) / (y1 - y0);
    for (let y = Math.ceil(top / stride) * stride; y <= bottom; y += stride) {
      const border = Math.min(width, Math.max(0, x0 + (y - y0) * slope + 0.5));
      const whole = Math.floor(border);
      const at = y * (width + 1) + whole;
      const before = sums[at] ?? 0;
      worth += sign * (border > whole ? before + ((sums[at + 1] ?? 0) - before) * (border - whole) : before);
    }
    [x0, y0] = [x1, y1];
  }
  return worth * stride;
}

/** Moves that keep the shape of a field: of sides, corners and arcs, one alone or two together. */
const MOVES: readonly (readonly number[])[] = [
  // tl.x, tl.y, tr.x, tr.y, br.x, br.y, bl.x, bl.y, top sag, bottom sag
  [1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 1, 0, 0, 0],
  [0, 1, 0, 1, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 1, 0, 1, 0, 0],
  [0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 1, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 1, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  [1, 0, 0, 0, 0, 0, 1, 0, 0, 0],
  [0, 0, 1, 0, 1, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 1, 0, -1, 0, 0, 0],
  [1, 0, -1, 0, 0, 0, 0, 0, 0, 0],
  [0, 1, 0, 1, 0, 0, 0, 0, -1, 0],
  [0, 0, 0, 0, 0, 1, 0, 1, 0, -1],
  [0, 0, 0, 0, 1, -0.6, -1, -0.6, 0, 0],
  [1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, -1, 1, 0, 0, 0, 0, 0, 0],
];

function climb(
  start: Sector,
  sums: Float64Array,
  size: Light['size'],
  largest: number,
  smallest: number,
): { sector: Sector; worth: number } {
  let sector = start;
  let worth = 0;
  for (let step = largest; step >= smallest; step /= 2) {
    // Every few rows are enough to evaluate large moves.
    const stride = Math.max(1, Math.min(4, Math.floor(step)));
    worth = worthOf(sector, sums, size, stride);
    for (let round = 0; round < 6; round++) {
      let gained = false;
      for (const move of MOVES) {
        for (const by of [step, -step]) {
          const tried = moved(sector, move, by);
          if (tried === null) continue;
          const value = worthOf(tried, sums, size, stride);
          if (value <= worth) continue;
          [sector, worth, gained] = [tried, value, true];
        }
      }
      if (!gained) break;
    }
  }
  return { sector, worth };
}

function moved(
  { corners: [tl, tr, br, bl], sag }: Sector,
  move: readonly number[],
  by: number,
): Sector | null {
  const d = (at: number) => (move[at] ?? 0) * by;
  const next: Sector = {
    corners: [
      [tl[0] + d(0), tl[1] + d(1)],
      [tr[0] + d(2), tr[1] + d(3)],
      [br[0] + d(4), br[1] + d(5)],
      [bl[0] + d(6), bl[1] + d(7)],
    ],
    sag: [sag[0] + d(8), sag[1] + d(9)],
  };
  return isField(next) ? next : null;
}

/** Corners in their order; arcs of fans of at most 120 degrees. */
function isField({ corners: [tl, tr, br, bl], sag: [top, bottom] }: Sector): boolean {
  const [above, below] = [tr[0] - tl[0], br[0] - bl[0]];
  if (above < 0.5 || below < 4 || bl[1] - tl[1] < 4 || br[1] - tr[1] < 4) return false;
  return top >= -1 && top <= MOST_SAG * above && bottom >= -1 && bottom <= MOST_SAG * below;
}

function starts(region: Uint8Array, [width, height]: Light['size']): Sector[] {
  const points: Point[] = [];
  for (let y = 0; y < height; y++) {
    const row = region.subarray(y * width, (y + 1) * width);
    const left = row.indexOf(1);
    if (left >= 0) points.push([left, y], [row.lastIndexOf(1), y]);
  }
  const hull = convexHull(points);
  if (hull.length < 3) return [];
  const extreme = (key: (point: Point) => number): Point =>
    hull.reduce((best, point) => (key(point) > key(best) ? point : best));
  const [x0, x1] = [extreme(([x]) => -x)[0], extreme(([x]) => x)[0]];
  const [y0, y1] = [extreme(([, y]) => -y)[1], extreme(([, y]) => y)[1]];
  const rectangle: Sector = {
    corners: [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ],
    sag: [0, 0],
  };
  // A fan: widest where its sides end, narrow at the top.
  const tilt = 0.25;
  const bl = extreme(([x, y]) => -x + tilt * y);
  const br = extreme(([x, y]) => x + tilt * y);
  const tl = extreme(([x, y]) => -x * tilt - y);
  const tr = extreme(([x, y]) => x * tilt - y);
  const corners = [tl, [Math.max(tr[0], tl[0] + 1), tr[1]], br, bl] as const;
  const sag = Math.max(0, Math.min(y1 - (bl[1] + br[1]) / 2, MOST_SAG * (br[0] - bl[0])));
  const flat: Sector = { corners, sag: [0, sag] };
  // The face of a convex probe is parallel to its far arc.
  const share = (corners[1][0] - corners[0][0]) / Math.max(1, br[0] - bl[0]);
  const curved: Sector = { corners, sag: [sag * share, sag] };
  return [rectangle, flat, curved].filter(isField);
}
