import type { UltrasoundRegion } from '../dicom/facts.ts';
import { convexHull, polygonArea, simplified, type Point } from './hull.ts';
import type { Image, Mask } from './image.ts';
import { components, polygonMask } from './mask.ts';

/** A first mask of the visible ultrasound field, to be seen and edited: the mask is exactly the polygon's. */
export interface SectorProposal {
  readonly mask: Mask;
  /** Pixels (centres at integers), at most 64 points. */
  readonly polygon: readonly Point[];
  readonly source: 'regions+component' | 'component' | 'regions';
}

/** Pixels, [x0, y0, x1, y1], all inside. */
type Box = readonly [number, number, number, number];

/** How far above the background a pixel is lit. Low first: many scanners fill the sector with 1 and the rest with 0. */
const THRESHOLDS = [0, 3, 8, 20];
/** Share of lit pixels in a cell of tissue; text has less. */
const DENSE = 0.6;
/** Text goes from black to white within a cell, which speckle rarely does. */
const TEXT_DARK = 16;
const TEXT_BRIGHT = 180;
const POINTS = 48;
const ARC_POINTS = 12;

/**
 * Proposes the ultrasound sector: the largest densely lit region, within the header's 2D regions where they fit the image, as a convex
 * outline whose upper edge may be the arc of a curved probe. Text and banners are sparse, flat or apart, and stay outside. Several
 * thresholds are tried, since lossy compression lights the background; the largest outline that is well filled is taken.
 * null when nothing looks like a sector.
 */
export function proposeSector(image: Image, regions: readonly UltrasoundRegion[]): SectorProposal | null {
  const box = regionBox(image.size, regions);
  const [columns, rows] = image.size;
  const grey = luminance(image);
  const within = box ?? [0, 0, columns - 1, rows - 1];
  let best: { readonly polygon: Point[]; readonly worth: number } | null = null;
  for (const threshold of THRESHOLDS) {
    const lit = litPixels(grey, image.size, within, threshold);
    const found = mainComponent(lit, grey, image.size);
    if (found === null) continue;
    const polygon = outline(found, image.size);
    const area = polygonArea(polygon);
    const filled = found.reduce((sum, value) => sum + value, 0) / area;
    // A rectangle as large as the image itself is a lit background, not a sector.
    if (filled < 0.4 || area > 0.97 * columns * rows) continue;
    const worth = area * filled * filled;
    if (best === null || worth > 1.05 * best.worth) best = { polygon, worth };
  }
  if (best !== null) {
    const source = box === null ? 'component' : 'regions+component';
    return { polygon: best.polygon, mask: polygonMask(best.polygon, image.size), source };
  }
  if (box === null) return null;
  const [x0, y0, x1, y1] = [box[0] - 0.5, box[1] - 0.5, box[2] + 0.5, box[3] + 0.5];
  const polygon: Point[] = [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
  return { polygon, mask: polygonMask(polygon, image.size), source: 'regions' };
}

/** Union of the 2D regions. Regions that leave the image belong to another version of it (scaled or cropped) and are not believed. */
function regionBox([columns, rows]: Image['size'], regions: readonly UltrasoundRegion[]): Box | null {
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

/** 0–255: the largest of the three colours, so that dark blue flow counts; wider grey is scaled by its maximum. */
function luminance({ data, components, size }: Image): Uint8Array {
  const grey = new Uint8Array(size[0] * size[1]);
  if (components === 3) {
    for (let at = 0; at < grey.length; at++) {
      grey[at] = Math.max(data[3 * at] ?? 0, data[3 * at + 1] ?? 0, data[3 * at + 2] ?? 0);
    }
    return grey;
  }
  let highest = 0;
  for (const value of data) if (value > highest) highest = value;
  const scale = highest > 255 ? 255 / highest : 1;
  for (let at = 0; at < grey.length; at++) grey[at] = Math.max(0, (data[at] ?? 0) * scale);
  return grey;
}

/** Pixels inside the box that differ from the background (the commonest value), without the rows of banners. */
function litPixels(grey: Uint8Array, [columns]: Image['size'], box: Box, threshold: number): Uint8Array {
  const [x0, y0, x1, y1] = box;
  const lit = new Uint8Array(grey.length);
  const background = commonest(grey);
  for (let y = y0; y <= y1; y++) {
    if (isBanner(grey.subarray(y * columns, (y + 1) * columns), background)) continue;
    for (let x = x0; x <= x1; x++) {
      const value = grey[y * columns + x] ?? 0;
      if (Math.abs(value - background) > threshold) lit[y * columns + x] = 1;
    }
  }
  return lit;
}

/** A row that runs from border to border in one flat value, but for its text. */
function isBanner(row: Uint8Array, background: number): boolean {
  const flat = row[0] ?? 0;
  if (flat <= background + 30 || row.at(-1) !== flat) return false;
  return row.reduce((count, value) => count + (value === flat ? 1 : 0), 0) > row.length / 2;
}

function commonest(values: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts.indexOf(Math.max(...counts));
}

/** The lit pixels of the largest dense component, and of those stacked with it across its width; null when it is tiny. */
function mainComponent(lit: Uint8Array, grey: Uint8Array, [columns, rows]: Image['size']): Uint8Array | null {
  const cell = Math.max(4, Math.round(Math.sqrt(columns * rows) / 130));
  const width = Math.ceil(columns / cell);
  const height = Math.ceil(rows / cell);
  const counts = new Uint16Array(width * height);
  const darkest = new Uint8Array(width * height).fill(255);
  const brightest = new Uint8Array(width * height);
  const cellOf = Int32Array.from(
    lit,
    (_, at) => Math.floor(Math.floor(at / columns) / cell) * width + Math.floor((at % columns) / cell),
  );
  lit.forEach((value, at) => {
    const into = cellOf[at] ?? 0;
    const level = grey[at] ?? 0;
    if (value) counts[into] = (counts[into] ?? 0) + 1;
    if (level < (darkest[into] ?? 0)) darkest[into] = level;
    if (level > (brightest[into] ?? 0)) brightest[into] = level;
  });
  const isTissue = (count: number, at: number) =>
    count >= DENSE * cell * cell && !((darkest[at] ?? 0) < TEXT_DARK && (brightest[at] ?? 0) > TEXT_BRIGHT);
  let cells: Uint8Array = Uint8Array.from(counts, (count, at) => (isTissue(count, at) ? 1 : 0));
  // Closing joins speckle; opening then cuts off lines of text, which are a few cells high.
  cells = shifted(shifted(cells, width, 2, true), width, 2, false);
  cells = shifted(shifted(cells, width, 3, false), width, 3, true);
  const { labels, sizes } = components({ size: [width, height], data: cells }, 4);
  if ((sizes[0] ?? 0) < 0.01 * width * height) return null;
  const extent = (label: number) => {
    let low = Infinity;
    let high = -Infinity;
    labels.forEach((value, at) => {
      if (value !== label) return;
      low = Math.min(low, at % width);
      high = Math.max(high, at % width);
    });
    return [low, high] as const;
  };
  const [left, right] = extent(1);
  const kept = sizes.map((_, index) => {
    const [low, high] = extent(index + 1);
    return low >= left - 1 && high <= right + 1 && high - low >= 0.6 * (right - left);
  });
  const chosen = labels.map((label) => (label > 0 && kept[label - 1] ? 1 : 0));
  const near = shifted(Uint8Array.from(chosen), width, 1, true);
  const pixels = lit.map((value, at) => (value && near[cellOf[at] ?? 0] ? 1 : 0));
  // What only lies beside the component, as a ruler's tick does, is not part of it.
  const parts = components({ size: [columns, rows], data: pixels }, 4);
  const inside = new Set<number>();
  parts.labels.forEach((label, at) => {
    if (label > 0 && chosen[cellOf[at] ?? 0]) inside.add(label);
  });
  return pixels.map((_, at) => (inside.has(parts.labels[at] ?? 0) ? 1 : 0));
}

/** Dilation (or erosion) by a square of `2 * radius + 1` cells; beyond the border counts as the border. */
function shifted(cells: Uint8Array, width: number, radius: number, grow: boolean): Uint8Array {
  const height = cells.length / width;
  const pick = grow ? Math.max : Math.min;
  const pass = (source: Uint8Array, dx: number, dy: number) =>
    source.map((value, at) => {
      const x = at % width;
      const y = Math.floor(at / width);
      let result = value;
      for (let step = -radius; step <= radius; step++) {
        const nx = Math.min(width - 1, Math.max(0, x + dx * step));
        const ny = Math.min(height - 1, Math.max(0, y + dy * step));
        result = pick(result, source[ny * width + nx] ?? 0);
      }
      return result;
    });
  return pass(pass(cells, 1, 0), 0, 1);
}

/** The convex outline through the outer corners of the pixels, with the arc of a curved probe cut out of its upper edge. */
function outline(pixels: Uint8Array, [columns, rows]: Image['size']): Point[] {
  const corners: Point[] = [];
  for (let y = 0; y < rows; y++) {
    const row = pixels.subarray(y * columns, (y + 1) * columns);
    const left = row.indexOf(1);
    if (left < 0) continue;
    const right = row.lastIndexOf(1);
    for (const dy of [-0.5, 0.5]) corners.push([left - 0.5, y + dy], [right + 0.5, y + dy]);
  }
  const hull = simplified(convexHull(corners), POINTS);
  const upper = upperEdge(hull);
  if (upper === null) return hull;
  const [from, to]: [Point, Point] = [hull[upper] ?? [0, 0], hull[(upper + 1) % hull.length] ?? [0, 0]];
  const depth = arcDepth(pixels, [columns, rows], from, to);
  if (depth === 0) return hull;
  const arc = Array.from({ length: ARC_POINTS }, (_, at): Point => {
    const u = (at + 1) / (ARC_POINTS + 1);
    return [from[0] + u * (to[0] - from[0]), from[1] + u * (to[1] - from[1]) + 4 * depth * u * (1 - u)];
  });
  return [...hull.slice(0, upper + 1), ...arc, ...hull.slice(upper + 1)];
}

/** Index of the longest nearly horizontal edge on the upper side of a hull; null when that side is a point. */
function upperEdge(hull: readonly Point[]): number | null {
  let best: number | null = null;
  let longest = 8;
  hull.forEach(([x0, y0], at) => {
    const [x1, y1] = hull[(at + 1) % hull.length] ?? [x0, y0];
    const run = x1 - x0;
    if (run > longest && Math.abs(y1 - y0) < 0.2 * run) {
      longest = run;
      best = at;
    }
  });
  return best;
}

/** How deep (pixels) the upper border sags as an arc below the chord; 0 when it follows none, as where the near field is merely dark. */
function arcDepth(pixels: Uint8Array, [columns, rows]: Image['size'], from: Point, to: Point): number {
  const depths: number[] = [];
  for (let x = Math.ceil(from[0]); x < to[0]; x++) {
    const u = (x - from[0]) / (to[0] - from[0]);
    if (u < 0.1 || u > 0.9) continue;
    const chord = from[1] + u * (to[1] - from[1]);
    let y = Math.max(0, Math.floor(chord));
    while (y < rows && pixels[y * columns + x] !== 1) y++;
    if (y < rows) depths.push((y - 0.5 - chord) / (4 * u * (1 - u)));
  }
  depths.sort((a, b) => a - b);
  const quantile = (share: number) => depths[Math.floor(share * (depths.length - 1))] ?? 0;
  const [low, middle, high] = [quantile(0.25), quantile(0.5), quantile(0.75)];
  // Where columns agree on one parabola it is the probe's face; the shallower quartile is kept, to lose no tissue.
  return middle > 3 && high - low < Math.max(3, 0.25 * middle) ? low : 0;
}
