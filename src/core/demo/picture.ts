import type { Random } from '../random.ts';
import type { Pixels, Point } from '../measure.ts';

/**
 * A drawing surface of real values with a scale. Coordinates of shapes are in mm from its centre, x
 * to the right and y down.
 */
export interface Picture {
  readonly columns: number;
  readonly rows: number;
  /** mm between pixel centres. */
  readonly spacing: number;
  readonly data: Float32Array;
}

/** Where on the drawing surface. */
export type Place = readonly [across: number, down: number];

/** Signed distance in mm to the edge of a shape, exact or approximate. Negative inside. */
export type Shape = (x: number, y: number) => number;

/** Value of the paint at a point. */
export type Paint = (x: number, y: number) => number;

export function blankPicture(columns: number, rows: number, spacing: number, value: number): Picture {
  return { columns, rows, spacing, data: new Float32Array(columns * rows).fill(value) };
}

/** Converts a pixel to a place, and back. */
export const placeOf = (picture: Picture, column: Pixels, row: Pixels): Place => [
  (column - (picture.columns - 1) / 2) * picture.spacing,
  (row - (picture.rows - 1) / 2) * picture.spacing,
];
export const toPixel = (picture: Picture, x: number, y: number): Point => [
  Math.round(x / picture.spacing + (picture.columns - 1) / 2),
  Math.round(y / picture.spacing + (picture.rows - 1) / 2),
];

const BLOCK = 16;
/** Maximum difference in mm between a wandering edge and the distance at the middle of a block. */
const WANDER = 8;

/**
 * Paints the inside of a shape, with an edge about `soft` mm wide. Blocks of pixels far outside the
 * shape are skipped.
 */
export function fill(picture: Picture, shape: Shape, paint: number | Paint, soft = picture.spacing): void {
  const { columns, rows, spacing, data } = picture;
  const reach = BLOCK * spacing * 0.71 + soft + WANDER;
  for (let top = 0; top < rows; top += BLOCK) {
    for (let left = 0; left < columns; left += BLOCK) {
      const [middleX, middleY] = placeOf(picture, left + BLOCK / 2, top + BLOCK / 2);
      if (shape(middleX, middleY) > reach) continue;
      for (let row = top; row < Math.min(rows, top + BLOCK); row++) {
        const y = (row - (rows - 1) / 2) * spacing;
        for (let column = left; column < Math.min(columns, left + BLOCK); column++) {
          const x = (column - (columns - 1) / 2) * spacing;
          const cover = Math.min(1, 0.5 - shape(x, y) / soft);
          if (cover <= 0) continue;
          const index = row * columns + column;
          const under = data[index] ?? 0;
          data[index] = under + cover * ((typeof paint === 'number' ? paint : paint(x, y)) - under);
        }
      }
    }
  }
}

/** 1 where a pixel's centre is inside the shape, else 0. */
export function maskOf(picture: Picture, shape: Shape): Uint8Array {
  const mask = new Uint8Array(picture.data.length);
  forEachPixel(picture, (index, x, y) => {
    if (shape(x, y) <= 0) mask[index] = 1;
  });
  return mask;
}

export function forEachPixel(picture: Picture, visit: (index: number, x: number, y: number) => void): void {
  const { columns, rows, spacing } = picture;
  for (let row = 0, index = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, index++) {
      visit(index, (column - (columns - 1) / 2) * spacing, (row - (rows - 1) / 2) * spacing);
    }
  }
}

/**
 * Adds texture: smooth noise of several sizes, from `largest` mm down, and grain. Each has
 * approximately the given standard deviation.
 */
export function roughen(
  picture: Picture,
  random: Random,
  texture: { smooth: number; largest: number; grain: number },
): void {
  const smooth = smoothNoise(random, texture.largest);
  forEachPixel(picture, (index, x, y) => {
    const grain = (random() + random() + random() - 1.5) * 2;
    picture.data[index] =
      (picture.data[index] ?? 0) + smooth(x, y) * texture.smooth * 2 + grain * texture.grain;
  });
}

const LATTICE = 64;

/** Smooth noise between about -1 and 1: three octaves of value noise, the largest of `size` mm. It repeats after 64 sizes. */
export function smoothNoise(random: Random, size: number): Paint {
  const lattice = Float32Array.from({ length: LATTICE * LATTICE }, () => random() * 2 - 1);
  const at = (column: number, row: number) =>
    lattice[(row & (LATTICE - 1)) * LATTICE + (column & (LATTICE - 1))] ?? 0;
  const octave = (x: number, y: number) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const u = smoothStep(x - column);
    const v = smoothStep(y - row);
    const above = at(column, row) * (1 - u) + at(column + 1, row) * u;
    const below = at(column, row + 1) * (1 - u) + at(column + 1, row + 1) * u;
    return above * (1 - v) + below * v;
  };
  return (x, y) =>
    (octave(x / size, y / size) +
      0.5 * octave((2 * x) / size + 17, (2 * y) / size + 5) +
      0.25 * octave((4 * x) / size + 31, (4 * y) / size + 47)) /
    1.4;
}

const smoothStep = (t: number) => t * t * (3 - 2 * t);

export const between = (random: Random, low: number, high: number) => low + random() * (high - low);

// Shapes.

export function ellipse(cx: number, cy: number, rx: number, ry: number, degrees = 0): Shape {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const scale = Math.min(rx, ry);
  return (x, y) => {
    const u = ((x - cx) * cos + (y - cy) * sin) / rx;
    const v = ((y - cy) * cos - (x - cx) * sin) / ry;
    return (Math.sqrt(u * u + v * v) - 1) * scale;
  };
}

/** The band along a line through points. */
export function stroke(points: readonly Place[], width: number): Shape {
  const segments = points.slice(1).map(([bx, by], index) => {
    const [ax, ay] = points[index] ?? [bx, by];
    return { ax, ay, dx: bx - ax, dy: by - ay, square: (bx - ax) ** 2 + (by - ay) ** 2 || 1 };
  });
  return (x, y) => {
    let nearest = Infinity;
    for (const { ax, ay, dx, dy, square } of segments) {
      const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square));
      const u = x - ax - t * dx;
      const v = y - ay - t * dy;
      nearest = Math.min(nearest, u * u + v * v);
    }
    return Math.sqrt(nearest) - width / 2;
  };
}

/** The inside of a closed line through points. */
export function polygon(points: readonly Place[]): Shape {
  const first = points[0];
  const edge = stroke(first ? [...points, first] : [], 0);
  return (x, y) => {
    let inside = false;
    for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
      const [ax, ay] = points[i] ?? [0, 0];
      const [bx, by] = points[j] ?? [0, 0];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside ? -edge(x, y) : edge(x, y);
  };
}

export const allOf =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) => {
    let distance = -Infinity;
    for (const shape of shapes) distance = Math.max(distance, shape(x, y));
    return distance;
  };

export const anyOf =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) => {
    let distance = Infinity;
    for (const shape of shapes) distance = Math.min(distance, shape(x, y));
    return distance;
  };

export const outside =
  (shape: Shape): Shape =>
  (x, y) =>
    -shape(x, y);

/**
 * A shape whose edge wanders by `by` mm. Far from the edge the noise changes nothing, so it is not
 * computed there.
 */
export const rough =
  (shape: Shape, noise: Paint, by: number): Shape =>
  (x, y) => {
    const distance = shape(x, y);
    return Math.abs(distance) > 2 * by + 3 ? distance : distance + noise(x, y) * by;
  };
