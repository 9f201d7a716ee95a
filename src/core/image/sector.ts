import type { UltrasoundRegion } from '../dicom/facts.ts';
import type { Point } from '../measure.ts';
import { convexHull, polygonArea, simplified } from './hull.ts';
import type { Image, Mask } from '../dicom/image.ts';
import { components, polygonMask } from './mask.ts';
import { fitSector } from './sector-fit.ts';
import { clipped, regionBox } from './sector-limits.ts';
import { drawnPixels, lightOf, luminance, withoutThin, type Light } from './sector-light.ts';
import { joinedOutline, sectorOutline, shapeOf, type Sector, type SectorShape } from './sector-shape.ts';

/**
 * A proposed mask of the visible ultrasound field, for a person to check and edit. The mask is
 * exactly the polygon.
 */
export interface SectorProposal {
  readonly mask: Mask;
  /** Pixels (centres at integers), at most 64 points. */
  readonly polygon: readonly Point[];
  readonly source: 'regions+component' | 'component' | 'regions';
  /**
   * The one or two fields that the polygon draws. Empty when the polygon follows the lit area,
   * without a known shape.
   */
  readonly sectors: readonly Sector[];
  readonly shape: SectorShape | 'dual' | 'free';
}

/**
 * How far above the background a pixel counts as lit, low values first: many scanners fill the
 * sector with 1 and the rest with 0.
 */
const THRESHOLDS = [0, 3, 8, 20];
const POINTS = 30;
/**
 * Minimum number of further frames. With fewer, motion can't be judged: they may be two different
 * pictures.
 */
const LEAST_FURTHER = 4;

/**
 * Proposes the ultrasound sector: the largest lit region without banners, texts, rulers, wedges and
 * marks, within the header's 2D regions if they fit the image. The shape is the field of a linear,
 * convex, phased or trapezoid probe, or two such fields side by side. Several thresholds are tried,
 * because lossy compression brightens the background. Further frames of a loop separate moving from
 * drawn content. Null when nothing looks like a sector.
 */
export function proposeSector(
  image: Image,
  regions: readonly UltrasoundRegion[],
  further: readonly Image[] = [],
): SectorProposal | null {
  const [columns, rows] = image.size;
  const box = regionBox(image.size, regions);
  const within = box ?? [0, 0, columns - 1, rows - 1];
  const same = further.filter(({ size }) => size[0] === columns && size[1] === rows);
  const frames = same.length < LEAST_FURTHER ? [] : same.map(luminance);
  const grey = luminance(image);
  const drawn = drawnPixels(grey, image.size, frames);
  const lightest = grey.slice();
  for (const frame of frames)
    frame.forEach((value, at) => (lightest[at] = Math.max(lightest[at] ?? 0, value)));
  const background = commonest(grey);
  let best: Found | null = null;
  for (const threshold of THRESHOLDS) {
    const light = lightOf(lightest, drawn, image.size, within, background, threshold);
    const found = fieldsIn(withoutThin(light, Math.max(2, Math.round(light.size[0] / 60))));
    // A rectangle as large as the image is a lit background and not a sector.
    if (found === null || found.share > 0.97) continue;
    const worth = spansImage(found.outline, image.size) ? found.worth * 0.9 : found.worth;
    if (best === null || worth > best.worth * 1.02) best = { ...found, worth };
  }
  if (best !== null) {
    const source = box === null ? 'component' : 'regions+component';
    const found = best.refined();
    const polygon = clipped(found.polygon, within);
    return { ...found, polygon, mask: polygonMask(polygon, image.size), source };
  }
  if (box === null) return null;
  const [x0, y0, x1, y1] = [box[0] - 0.5, box[1] - 0.5, box[2] + 0.5, box[3] + 0.5];
  const corners = [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ] as const;
  const polygon = [...corners];
  const sectors = [{ corners, sag: [0, 0] as const }];
  return { polygon, mask: polygonMask(polygon, image.size), source: 'regions', sectors, shape: 'linear' };
}

/**
 * True when an outline reaches the left, right and lower border. Then the lit area is probably
 * background, if another candidate exists.
 */
function spansImage(polygon: readonly Point[], [columns, rows]: Image['size']): boolean {
  const reaches = (test: (point: Point) => boolean) => polygon.some(test);
  return reaches(([x]) => x < 4) && reaches(([x]) => x > columns - 5) && reaches(([, y]) => y > rows - 5);
}

interface Found {
  /** Accuracy in pixels that is sufficient for the choice. */
  readonly outline: readonly Point[];
  readonly refined: () => Pick<SectorProposal, 'polygon' | 'sectors' | 'shape'>;
  /** Agreement (Dice) of the outline with the lit places. */
  readonly worth: number;
  /** Share of the image's area. */
  readonly share: number;
}

/** The fields of the largest lit component, and of a second one beside it of equal size. */
function fieldsIn(light: Light): Found | null {
  const [width, height] = light.size;
  const lit = Uint8Array.from(light.places, (place) => (place === 1 ? 1 : 0));
  const { labels, sizes } = components({ size: light.size, data: lit }, 4);
  const largest = sizes[0] ?? 0;
  if (largest < 0.008 * width * height) return null;
  let groups = groupsOf(labels, sizes, width);
  const regionsOf = (): Uint8Array[] =>
    groups.map((members) => Uint8Array.from(labels, (label) => (members.has(label) ? 1 : 0)));
  const fieldsOf = (): Sector[] => regions.flatMap((region) => fitSector(light, region, null) ?? []);
  let regions = regionsOf();
  let sectors = fieldsOf();
  if (groups.length > 1 && !areTwins(sectors)) {
    // This is a shadow through one field and not a gap between two.
    groups = [new Set(groups.flatMap((members) => [...members]))];
    regions = regionsOf();
    sectors = fieldsOf();
  }
  const whole = Uint8Array.from(labels, (label) => (groups.some((members) => members.has(label)) ? 1 : 0));
  const filled = filledColumns(whole, width);
  const agreement = (polygon: readonly Point[]): number =>
    dice(polygonMask(polygon, light.size).data, filled);
  let ideal = joinedOutline(sectors.map(sectorOutline));
  const free = simplified(hullOf(whole, width), POINTS);
  let fitted = sectors.length > 0 ? agreement(ideal) : 0;
  const [region] = regions;
  if (regions.length === 1 && region && fitted < 0.96) {
    // Two fields with a gap too narrow to be visible on this grid.
    const halves = halved(region, width);
    const twins = halves.flatMap((half) => fitSector(light, half, null) ?? []);
    const both = areTwins(twins) ? joinedOutline(twins.map(sectorOutline)) : [];
    const agreed = both.length > 0 ? agreement(both) : 0;
    if (agreed > fitted + 0.02) [regions, sectors, ideal, fitted] = [halves, twins, both, agreed];
  }
  const followed = regions.length === 1 ? agreement(free) : 0;
  // A known shape is used unless the lit area clearly has another shape.
  const useFree = followed > fitted + 0.06;
  const share = polygonArea(useFree ? free : ideal) / (width * height);
  const count = (cells: Uint8Array) => cells.reduce((sum, value) => sum + value, 0);
  // A background that noise brightens in places is not a field.
  const density = count(whole) / Math.max(1, count(filled));
  const worth = Math.max(fitted, followed) * Math.sqrt(Math.min(1, share / 0.08)) * density ** 0.25;
  const up = ([x, y]: Point): Point => [(x + 0.5) * light.step - 0.5, (y + 0.5) * light.step - 0.5];
  return {
    worth,
    share,
    outline: (useFree ? free : ideal).map(up),
    refined: () => {
      if (useFree) return { polygon: free.map(up), sectors: [], shape: 'free' };
      const fine = regions.flatMap((region, at) => fitSector(light, region, sectors[at] ?? null) ?? []);
      const scaled = fine.map(({ corners: [tl, tr, br, bl], sag }): Sector => ({
        corners: [up(tl), up(tr), up(br), up(bl)],
        sag: [sag[0] * light.step, sag[1] * light.step],
      }));
      const [first] = scaled;
      const shape = !first ? 'free' : scaled.length > 1 ? 'dual' : shapeOf(first);
      return { polygon: joinedOutline(scaled.map(sectorOutline)), sectors: scaled, shape };
    },
  };
}

/** The parts left and right of the least lit column in the middle third of a region. */
function halved(region: Uint8Array, width: number): Uint8Array[] {
  const lit = new Uint32Array(width);
  region.forEach((value, at) => (lit[at % width] = (lit[at % width] ?? 0) + value));
  const first = lit.findIndex((count) => count > 0);
  const last = lit.findLastIndex((count) => count > 0);
  const third = Math.floor((last - first) / 3);
  let cut = first + third;
  for (let x = cut; x <= last - third; x++) if ((lit[x] ?? 0) < (lit[cut] ?? 0)) cut = x;
  return [
    region.map((value, at) => (at % width < cut ? value : 0)),
    region.map((value, at) => (at % width > cut ? value : 0)),
  ];
}

/**
 * Two fields of one probe side by side are alike and upright. The two halves of one fan are not.
 */
function areTwins([one, other]: readonly Sector[]): boolean {
  if (!one || !other) return false;
  const box = ({ corners: [tl, tr, br, bl], sag }: Sector) => ({
    top: Math.min(tl[1], tr[1]),
    bottom: (bl[1] + br[1]) / 2 + sag[1],
    width: Math.max(tr[0], br[0]) - Math.min(tl[0], bl[0]),
    lean: (tl[0] + tr[0] - bl[0] - br[0]) / 2,
  });
  const [a, b] = [box(one), box(other)];
  const near = (p: number, q: number) => Math.abs(p - q) < 0.2 * Math.max(a.bottom - a.top, b.bottom - b.top);
  const isUpright = [a, b].every(({ lean, width }) => Math.abs(lean) < 0.18 * width);
  return near(a.top, b.top) && near(a.bottom, b.bottom) && near(a.width, b.width) && isUpright;
}

/**
 * Labels of each field. Fragments above or below the largest component belong to its field. A
 * component of similar size beside it is a second field.
 */
function groupsOf(labels: Int32Array, sizes: readonly number[], width: number): Set<number>[] {
  const boxes = sizes.map(
    () => [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number],
  );
  labels.forEach((label, at) => {
    const box = boxes[label - 1];
    if (!box) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  });
  const largest = sizes[0] ?? 0;
  const groups: Set<number>[] = [];
  const leaders: number[] = [];
  sizes.forEach((size, index) => {
    const box = boxes[index];
    if (!box || size < 0.004 * labels.length) return;
    for (const [at, leader] of leaders.entries()) {
      const main = boxes[leader];
      if (!main) continue;
      // Button bars are wider than the field above them.
      const slack = 0.03 * (main[2] - main[0]) + 1;
      const isWithin = box[0] >= main[0] - slack && box[2] <= main[2] + slack;
      if (isWithin && box[2] - box[0] > 0.15 * (main[2] - main[0])) {
        groups[at]?.add(index + 1);
        return;
      }
    }
    const main = boxes[leaders[0] ?? -1];
    const level = main ? Math.min(main[3], box[3]) - Math.max(main[1], box[1]) : 0;
    const isSecond =
      main !== undefined && leaders.length === 1 && size > 0.4 * largest && level > 0.6 * (main[3] - main[1]);
    const gap = main ? Math.max(main[0] - box[2], box[0] - main[2]) : 0;
    if (main && !isSecond && size > 0.03 * largest && gap < 0.06 * width && level > 0.5 * (box[3] - box[1])) {
      // The part on the far side of a shadow.
      groups[0]?.add(index + 1);
      return;
    }
    if (leaders.length === 0 || isSecond) {
      leaders.push(index);
      groups.push(new Set([index + 1]));
    }
  });
  return groups;
}

/**
 * Places between lit places of a column count as lit: a cyst does not make an outline around it
 * worse.
 */
function filledColumns(region: Uint8Array, width: number): Uint8Array {
  const filled = region.slice();
  for (let x = 0; x < width; x++) {
    let last = -1;
    for (let at = x; at < region.length; at += width) {
      if (!region[at]) continue;
      if (last >= 0) for (let between = last; between < at; between += width) filled[between] = 1;
      last = at;
    }
  }
  return filled;
}

function hullOf(region: Uint8Array, width: number): Point[] {
  const points: Point[] = [];
  for (let y = 0; y * width < region.length; y++) {
    const row = region.subarray(y * width, (y + 1) * width);
    const left = row.indexOf(1);
    if (left < 0) continue;
    const right = row.lastIndexOf(1) + 0.5;
    for (const edge of [y - 0.5, y + 0.5]) points.push([left - 0.5, edge], [right, edge]);
  }
  return convexHull(points);
}

function dice(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let sum = 0;
  for (let at = 0; at < a.length; at++) {
    both += (a[at] ?? 0) & (b[at] ?? 0);
    sum += (a[at] ?? 0) + (b[at] ?? 0);
  }
  return sum === 0 ? 0 : (2 * both) / sum;
}

function commonest(values: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts.indexOf(Math.max(...counts));
}
