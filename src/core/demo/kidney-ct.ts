import type { Random } from '../random.ts';
import type { Drawing } from './drawing.ts';
import type { Picture, Shape } from './picture.ts';
import {
  allOf,
  anyOf,
  between,
  blankPicture,
  ellipse,
  fill,
  maskOf,
  outside,
  polygon,
  rough,
  roughen,
  smoothNoise,
} from './picture.ts';

/** A coronal CT of the abdomen in HU with both kidneys, with or without contrast, and the mask of their cortex. */
export function drawKidneys(index: number, random: Random): Drawing {
  const hasContrast = index % 2 === 0;
  const shapes = [-1, 1].map((side) => kidney(side, random));
  const wander = smoothNoise(random, 40);
  return {
    labels: {},
    contrast: hasContrast,
    slice: (offset) => {
      const picture = blankPicture(512, 512, 0.782, -1000);
      drawTrunk(picture, wander, hasContrast, random);
      for (const { fat, outer, cortex, pyramids, sinus } of shapes) {
        fill(picture, fat, -98, 3);
        fill(picture, outer, hasContrast ? 118 : 33);
        fill(picture, pyramids, hasContrast ? 88 : 29, 2);
        fill(picture, cortex, hasContrast ? 186 : 41, 1.2);
        fill(picture, sinus, -62, 3);
      }
      const cortex = anyOf(...shapes.map((shape) => shape.cortex));
      const mask = maskOf(picture, cortex);
      roughen(picture, random, { smooth: 6, largest: 14, grain: hasContrast ? 9 : 11 });
      return { picture, center: null, mask: offset === 0 ? mask : null };
    },
  };
}

interface Kidney {
  readonly fat: Shape;
  readonly outer: Shape;
  readonly cortex: Shape;
  readonly pyramids: Shape;
  readonly sinus: Shape;
}

/** A bean with its hilum toward the spine: cortex, a crown of pyramids with columns between, and fat in the sinus. */
function kidney(side: number, random: Random): Kidney {
  const cx = side * between(random, 58, 63);
  const cy = between(random, 2, 12) - side * 5;
  const rx = between(random, 24, 27);
  const ry = between(random, 50, 56);
  const tilt = -side * between(random, 11, 16);
  const wander = smoothNoise(random, 22);
  const hilum = ellipse(cx - side * rx * 1.02, cy + 2, rx * 0.5, ry * 0.36, tilt);
  const outer = rough(allOf(ellipse(cx, cy, rx, ry, tilt), outside(hilum)), wander, 1.2);
  const inner = rough(ellipse(cx - side * 1.5, cy, rx - 7.5, ry - 8.5, tilt), wander, 1);
  const turn = between(random, 0, 0.6);
  const crown: Shape = (x, y) => {
    const angle = Math.atan2((y - cy) / ry, (x - cx) / rx);
    return (Math.abs(Math.sin(angle * 4.5 + turn)) < 0.32 ? 1 : -1) * 2;
  };
  const sinus = rough(ellipse(cx - side * rx * 0.42, cy + 1, rx * 0.42, ry * 0.42, tilt), wander, 4);
  const pyramids = allOf(inner, crown, outside(sinus));
  return {
    fat: ellipse(cx, cy, rx + 9, ry + 9, tilt),
    outer,
    pyramids,
    sinus: allOf(sinus, outer),
    cortex: allOf(outer, outside(inner), outside(hilum), outside(sinus)),
  };
}

function drawTrunk(
  picture: Picture,
  wander: (x: number, y: number) => number,
  hasContrast: boolean,
  random: Random,
): void {
  const enhanced = (without: number, gain: number) => (hasContrast ? without + gain : without);
  const waist: Shape = (x, y) =>
    Math.abs(x) - (163 - 10 * Math.exp(-(((y - 60) / 55) ** 2)) + 5 * wander(0, y));
  fill(picture, waist, -104);
  fill(picture, (x, y) => waist(x, y) + 17 + 4 * wander(x, y), 48, 2);
  fill(picture, (x, y) => waist(x, y) + 27 + 3 * wander(y, x), -92, 3);
  // Lungs above their domes, with a few vessels.
  for (const side of [-1, 1]) {
    const dome: Shape = (x, y) => y + 112 - 22 * Math.cos((x - side * 78) / 34) * -1;
    fill(
      picture,
      allOf(
        dome,
        (x) => Math.abs(x - side * 78) - 52,
        (x, y) => waist(x, y) + 22,
      ),
      (x, y) => -860 + 60 * wander(x * 3, y * 3),
      3,
    );
  }
  const liver = allOf(rough(ellipse(-92, -62, 58, 64, 18), wander, 6), (x, y) => waist(x, y) + 27);
  fill(picture, liver, enhanced(56, 48), 2);
  const spleen = allOf(rough(ellipse(102, -72, 30, 46, -14), wander, 4), (x, y) => waist(x, y) + 27);
  fill(picture, spleen, enhanced(48, 66), 2);
  // Loops of bowel, some with gas.
  for (let loop = 0; loop < 9; loop++) {
    const side = loop % 2 === 0 ? -1 : 1;
    const x = side * between(random, 58, 112);
    const y = between(random, 84, 168);
    const bowel = rough(
      ellipse(x, y, between(random, 14, 24), between(random, 11, 17), between(random, -40, 40)),
      wander,
      4,
    );
    fill(picture, bowel, enhanced(34, 26), 2);
    if (loop % 3 === 0) fill(picture, rough(ellipse(x, y - 3, 9, 6, 10), wander, 3), -780, 2);
  }
  for (const side of [-1, 1]) {
    fill(picture, rough(ellipse(side * 35, 84, 15, 98, -side * 9), wander, 3), 54, 2);
    const wing = polygon([
      [side * 134, 146],
      [side * 124, 176],
      [side * 96, 205],
      [side * 82, 205],
      [side * 104, 170],
      [side * 122, 142],
    ]);
    fill(picture, wing, 420, 1.5);
    fill(
      picture,
      (x, y) => wing(x, y) + 2.5,
      (x, y) => 190 + 60 * wander(x * 6, y * 6),
      1.5,
    );
  }
  for (let vertebra = -6; vertebra <= 5; vertebra++) {
    const y = vertebra * 34 + 6;
    const waisted: Shape = (x, dy) => Math.abs(x) - (20 + 0.014 * (dy - y) ** 2);
    fill(picture, (x, at) => Math.max(Math.abs(x) - 21, Math.abs(at - y - 17) - 5), 82, 2);
    fill(
      picture,
      allOf(waisted, (_, at) => Math.abs(at - y) - 13),
      430,
      1,
    );
    fill(
      picture,
      allOf(
        (x, at) => waisted(x, at) + 2.5,
        (_, at) => Math.abs(at - y) - 11,
      ),
      (x, at) => 205 + 60 * wander(x * 6, at * 6),
      1,
    );
  }
}
