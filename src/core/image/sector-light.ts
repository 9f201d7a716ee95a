import type { Image } from '../dicom/image.ts';
import { components } from './mask.ts';
import type { Pixels, Size } from '../measure.ts';

/** An image on a coarser grid: how much each place looks like tissue. */
export interface Light {
  /** In places. */
  readonly size: Size;
  /** Number of pixels along the side of a place. */
  readonly step: Pixels;
  /** 1: lit, like tissue; 0: dark; −1: drawn. */
  readonly places: Int8Array;
}

/** All inclusive. */
export type PixelBox = readonly [x0: Pixels, y0: Pixels, x1: Pixels, y1: Pixels];

/** Images with longer sides are examined in coarser steps. */
const FINE = 350;
/** Shorter runs of one value can occur in speckle by chance. */
const FLAT_RUN = 5;
const LETTER_DARK = 16;
const LETTER_BRIGHT = 170;
/** Runs of a value above this are not the floor with which scanners fill the field. */
const FLAT_LIT = 24;

/**
 * 0–255: the largest of the three colours, so that dark blue flow counts. Grey with more bits is
 * scaled by its maximum.
 */
export function luminance({ data, components, size }: Image): Uint8Array {
  const grey = new Uint8Array(size[0] * size[1]);
  if (components === 3) {
    for (let at = 0; at < grey.length; at++) {
      grey[at] = Math.max(data[3 * at] ?? 0, data[3 * at + 1] ?? 0, data[3 * at + 2] ?? 0);
    }
    return grey;
  }
  let high = 0;
  for (const value of data) high = Math.max(high, value);
  const scale = high > 255 ? 255 / high : 1;
  for (let at = 0; at < grey.length; at++) grey[at] = Math.max(0, data[at] ?? 0) * scale;
  return grey;
}

/**
 * Pixels with drawn content: banners, grey wedges and colour bars (runs of one value, at most a
 * tenth of the width or from border to border). If frames over time are given, also bright pixels
 * that never change.
 */
export function drawnPixels(
  grey: Uint8Array,
  [columns, rows]: Image['size'],
  frames: readonly Uint8Array[],
): Uint8Array {
  const drawn = new Uint8Array(grey.length);
  for (let y = 0; y < rows; y++) {
    const row = grey.subarray(y * columns, (y + 1) * columns);
    if (isBanner(row)) {
      drawn.fill(1, y * columns, (y + 1) * columns);
      continue;
    }
    let start = 0;
    for (let x = 1; x <= columns; x++) {
      const value = row[start] ?? 0;
      if (x < columns && Math.abs((row[x] ?? 0) - value) <= 1) continue;
      const length = x - start;
      if (value > FLAT_LIT && value < 255 && length >= FLAT_RUN && length <= columns / 10)
        drawn.fill(1, y * columns + start, y * columns + x);
      start = x;
    }
  }
  keepColumnsOfRuns(drawn, columns, rows);
  markLetters(drawn, grey, columns, rows);
  if (frames.length >= 3) markStill(drawn, grey, columns, frames);
  return drawn;
}

/** A row that has one value from border to border, except for text on it. */
function isBanner(row: Uint8Array): boolean {
  const flat = row[0] ?? 0;
  if (flat <= FLAT_LIT || row.at(-1) !== flat) return false;
  let count = 0;
  for (const value of row) if (value === flat) count++;
  return count > row.length / 2;
}

/** A single run in its column is chance; a wedge has at least a dozen. */
function keepColumnsOfRuns(drawn: Uint8Array, columns: number, rows: number): void {
  for (let x = 0; x < columns; x++) {
    let start = 0;
    for (let y = 1; y <= rows; y++) {
      const value = drawn[start * columns + x];
      if (y < rows && drawn[y * columns + x] === value) continue;
      if (value && y - start < 10) for (let i = start; i < y; i++) drawn[i * columns + x] = 0;
      start = y;
    }
  }
}

/**
 * Speckle changes between frames. Bright pixels that stay exactly the same were drawn. Nothing is
 * marked in a frozen loop. Content across the whole field is not marked either: echoes of an idle
 * probe look like that.
 */
function markStill(
  drawn: Uint8Array,
  grey: Uint8Array,
  columns: number,
  frames: readonly Uint8Array[],
): void {
  const still = grey.map((value, at) =>
    value > FLAT_LIT && frames.every((frame) => frame[at] === value) ? 1 : 0,
  );
  let [lit, unmoved] = [0, 0];
  for (let at = 0; at < grey.length; at++) {
    if ((grey[at] ?? 0) <= FLAT_LIT) continue;
    lit++;
    unmoved += still[at] ?? 0;
  }
  if (unmoved > 0.7 * lit) return;
  let start = 0;
  for (let at = 1; at <= grey.length; at++) {
    const goesOn = (grey[at] ?? 0) > FLAT_LIT && (grey[at - 1] ?? 0) > FLAT_LIT && at % columns !== 0;
    if (goesOn) continue;
    if (at - start < columns / 8)
      for (let i = start; i < at; i++) drawn[i] = (drawn[i] ?? 0) | (still[i] ?? 0);
    start = at;
  }
}

/**
 * Letters are black and white with few greys between; speckle has all greys. Marks the bright
 * pixels of tiles that look like letters.
 */
function markLetters(drawn: Uint8Array, grey: Uint8Array, columns: number, rows: number): void {
  const side = Math.max(6, Math.round(columns / 80));
  for (let top = 0; top < rows; top += side) {
    for (let left = 0; left < columns; left += side) {
      let [dark, bright, count] = [0, 0, 0];
      const bottom = Math.min(rows, top + side);
      const right = Math.min(columns, left + side);
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          const value = grey[y * columns + x] ?? 0;
          count++;
          if (value <= LETTER_DARK) dark++;
          else if (value >= LETTER_BRIGHT) bright++;
        }
      }
      if (dark + bright < 0.85 * count || dark < 0.1 * count || bright < 0.05 * count) continue;
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          if ((grey[y * columns + x] ?? 0) > LETTER_DARK) drawn[y * columns + x] = 1;
        }
      }
    }
  }
}

/**
 * The coarser grid. A place is lit when most of its pixels differ from the background, and drawn
 * when a third of them are drawn.
 */
export function lightOf(
  grey: Uint8Array,
  drawn: Uint8Array,
  [columns, rows]: Image['size'],
  within: PixelBox,
  background: number,
  threshold: number,
): Light {
  const step = Math.max(1, Math.ceil(Math.max(columns, rows) / FINE));
  const width = Math.ceil(columns / step);
  const height = Math.ceil(rows / step);
  const places = new Int8Array(width * height);
  // The window is wider than a place, so that the dark between two speckles does not become a hole.
  const reach = step + 1;
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const [x0, y0] = [Math.max(within[0], i * step - 1), Math.max(within[1], j * step - 1)];
      const [x1, y1] = [Math.min(within[2], i * step + reach), Math.min(within[3], j * step + reach)];
      let [lit, marks, count] = [0, 0, 0];
      for (let y = y0; y <= y1; y++) {
        for (let x = x0; x <= x1; x++) {
          const at = y * columns + x;
          count++;
          if (drawn[at]) marks++;
          else if (Math.abs((grey[at] ?? 0) - background) > threshold) lit++;
        }
      }
      if (count === 0) continue;
      places[j * width + i] = marks * 3 > count ? -1 : lit * 2 > count ? 1 : 0;
    }
  }
  return { size: [width, height], step, places };
}

/**
 * The light without thin structures: text, rulers, marks. An opening with a square of `2 * radius +
 * 1` places is applied. Its result grows back into the lit places around it; the rest counts as
 * dark.
 */
export function withoutThin(light: Light, radius: number): Light {
  const [width, height] = light.size;
  const lit = Uint8Array.from(light.places, (place) => (place === 1 ? 1 : 0));
  const closed = morph(morph(lit, width, height, 1, true), width, height, 1, false);
  const seeds = morph(closed, width, height, radius, false);
  const around = morph(seeds, width, height, radius * 2, true);
  // The regrown area must be connected to a seed.
  const grown = around.map((value, at) => (value && closed[at] ? 1 : 0));
  const { labels } = components({ size: [width, height], data: grown }, 4);
  const rooted = new Set<number>();
  labels.forEach((label, at) => {
    if (label > 0 && seeds[at]) rooted.add(label);
  });
  const places = light.places.map((place, at) => {
    if (place !== 1) return place;
    return rooted.has(labels[at] ?? 0) ? 1 : 0;
  });
  return { ...light, places };
}

/** Dilation (or erosion) by a square of `2 * radius + 1`. Outside the border counts as dark. */
export function morph(
  cells: Uint8Array,
  width: number,
  height: number,
  radius: number,
  grow: boolean,
): Uint8Array {
  return pass(pass(cells, width, height, radius, grow, 1, width), height, width, radius, grow, width, 1);
}

/** One direction, by counting the set cells in a moving window. */
function pass(
  cells: Uint8Array,
  length: number,
  lines: number,
  radius: number,
  grow: boolean,
  along: number,
  across: number,
): Uint8Array {
  const out = new Uint8Array(cells.length);
  const full = 2 * radius + 1;
  for (let line = 0; line < lines; line++) {
    const base = line * across;
    let count = 0;
    for (let i = 0; i < Math.min(radius, length); i++) count += cells[base + i * along] ?? 0;
    for (let i = 0; i < length; i++) {
      if (i + radius < length) count += cells[base + (i + radius) * along] ?? 0;
      if (i - radius - 1 >= 0) count -= cells[base + (i - radius - 1) * along] ?? 0;
      out[base + i * along] = grow ? (count > 0 ? 1 : 0) : count === full ? 1 : 0;
    }
  }
  return out;
}
