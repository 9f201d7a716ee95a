import type { Random } from '../random.ts';
import type { Drawing } from './drawing.ts';
import { writeText } from './font.ts';
import type { Picture, Shape } from './picture.ts';
import {
  anyOf,
  between,
  blankPicture,
  ellipse,
  fill,
  forEachPixel,
  rough,
  smoothNoise,
  stroke,
  toPixel,
  type Place,
} from './picture.ts';

const TYPES = [
  'Foie Homogene',
  'Metastase',
  'Kyste',
  'Foie Homogene',
  'CHC',
  'Angiome',
  'Foie Homogene',
  'HNF',
];

/**
 * Distance in mm from the centre of the picture to the centre of the probe's curve, and the radii
 * of the curve and of the image.
 */
const APEX = -150;
const NEAR = 60;
const FAR = 268;
const HALF_ANGLE = (34 * Math.PI) / 180;

const SPACING = 0.4752;

/**
 * A convex ultrasound sector through the liver, eight bits, with the banner that a scanner burns
 * in. `banner` is its first line.
 */
export function drawLiver(index: number, random: Random, banner: readonly string[]): Drawing {
  const type = TYPES[index % TYPES.length] ?? 'Foie Homogene';
  const lesion = type !== 'Foie Homogene';
  const malignant = type === 'Metastase' || type === 'CHC';
  const wander = smoothNoise(random, 22);
  const place = [between(random, -34, 30), between(random, -12, 32)] as const;
  const size = between(random, 10, 17);
  return {
    labels: { Lesion: lesion, Benin: lesion && !malignant, Malin: malignant, 'Type de lesion': type },
    slice: () => {
      const echo = blankPicture(800, 600, SPACING, 1);
      drawTissue(echo, wander);
      if (lesion) drawLesion(echo, type, place, size, wander);
      const picture = developed(echo, random, type === 'Kyste' ? { place, size } : null);
      drawScreen(picture, banner);
      return { picture, center: null, mask: null };
    },
  };
}

/** Echogenicity, 1 for liver. */
function drawTissue(echo: Picture, wander: (x: number, y: number) => number): void {
  fill(
    echo,
    () => -1,
    (x, y) => 1 + 0.12 * wander(x, y),
  );
  const skinDepth = (x: number, y: number) => Math.sqrt(x * x + (y - APEX) ** 2) - NEAR;
  fill(
    echo,
    (x, y) => skinDepth(x, y) - 19 - 2 * wander(x, y),
    (x, y) => 1.5 + 0.9 * Math.sin(skinDepth(x, y) * 1.1 + wander(x, y)),
    3,
  );
  fill(echo, (x, y) => Math.abs(skinDepth(x, y) - 20 - 2 * wander(x, y)) - 0.7, 4.5, 1);
  // Portal veins have bright walls, hepatic veins none.
  const portal = rough(
    stroke(
      [
        [-30, -8],
        [2, 4],
        [34, 22],
      ],
      9,
    ),
    wander,
    2,
  );
  fill(echo, (x, y) => portal(x, y) - 1.8, 2.6, 2);
  fill(echo, portal, 0.1, 1.5);
  fill(
    echo,
    rough(
      stroke(
        [
          [58, -30],
          [40, 12],
          [20, 46],
        ],
        7,
      ),
      wander,
      1.5,
    ),
    0.12,
    2,
  );
  fill(echo, rough(ellipse(-54, -18, 5, 4), wander, 1), 0.12, 1.5);
  // Diaphragm: a bright arc. Behind it a mirror image of the liver, then little signal.
  const diaphragm: Shape = (x, y) => Math.hypot(x + 10, y + 42) - 128 - 3 * wander(x, y);
  fill(
    echo,
    (x, y) => -diaphragm(x, y),
    (x, y) => 0.45 + 0.2 * wander(x, y),
    4,
  );
  fill(echo, (x, y) => Math.abs(diaphragm(x, y)) - 1.6, 6, 2);
}

function drawLesion(
  echo: Picture,
  type: string,
  [x, y]: Place,
  size: number,
  wander: (x: number, y: number) => number,
): void {
  const round = ellipse(x, y, size, size * 0.9);
  const uneven = rough(round, wander, 2.5);
  if (type === 'Kyste') {
    fill(echo, (u, v) => round(u, v) - 0.8, 1.7, 1);
    fill(echo, round, 0.02, 1);
  } else if (type === 'Angiome') {
    fill(echo, uneven, (u, v) => 2.9 + 0.5 * wander(u * 3, v * 3), 1.5);
  } else if (type === 'CHC') {
    fill(echo, (u, v) => uneven(u, v) - 1.2, 0.3, 1.5);
    fill(echo, uneven, (u, v) => 0.7 + 0.6 * wander(u * 4, v * 4), 1.5);
  } else if (type === 'HNF') {
    fill(echo, uneven, 0.78, 2);
    const arms = [0, 1, 2, 3, 4].map((arm) =>
      stroke(
        [
          [x, y],
          [x + size * 0.7 * Math.cos(arm * 1.26), y + size * 0.6 * Math.sin(arm * 1.26)],
        ],
        1,
      ),
    );
    fill(echo, anyOf(...arms), 1.6, 2);
  } else {
    fill(echo, (u, v) => uneven(u, v) - 3, 0.25, 2);
    fill(echo, uneven, 1.25, 2);
    fill(echo, rough(ellipse(x, y, size * 0.4, size * 0.35), wander, 2), 0.4, 2);
  }
}

/**
 * Speckle along the beams, attenuation with depth, brighter echoes behind a cyst, log compression.
 * Nothing outside the sector.
 */
function developed(echo: Picture, random: Random, cyst: { place: Place; size: number } | null): Picture {
  const picture = blankPicture(echo.columns, echo.rows, echo.spacing, 0);
  const real = smoothNoise(random, 1.7);
  const imaginary = smoothNoise(random, 1.7);
  const beams = smoothNoise(random, 0.05);
  forEachPixel(echo, (index, x, y) => {
    const radius = Math.sqrt(x * x + (y - APEX) ** 2);
    const angle = Math.atan2(x, y - APEX);
    if (radius < NEAR || radius > FAR || Math.abs(angle) > HALF_ANGLE) return;
    const depth = (radius - NEAR) / (FAR - NEAR);
    // Speckle becomes wider across the beam with depth. The noise repeats, so its coordinates are
    // rotated to hide that.
    const across = angle * 82;
    const speckle = Math.hypot(
      real(across + 0.13 * radius, radius * 1.15),
      imaginary(across - 0.11 * radius, radius * 1.15 + 31),
    );
    let strength = (echo.data[index] ?? 0) * (0.25 + 1.9 * speckle) * (1.15 - 0.75 * depth);
    if (
      cyst &&
      Math.abs(angle - Math.atan2(cyst.place[0], cyst.place[1] - APEX)) < cyst.size / (cyst.place[1] - APEX)
    ) {
      if (radius > Math.hypot(cyst.place[0], cyst.place[1] - APEX) + cyst.size) strength *= 1.7;
    }
    strength *= 1 + 0.12 * beams(angle, 0);
    const grey = 78 * Math.log2(1 + 1.25 * Math.max(0, strength)) + (random() - 0.5) * 8;
    picture.data[index] = Math.min(255, Math.max(3, grey));
  });
  return picture;
}

/**
 * The text that a scanner writes around the sector: patient, date, place, settings, a depth scale
 * and a grey scale.
 */
function drawScreen(picture: Picture, banner: readonly string[]): void {
  banner.forEach((text, line) => {
    writeText(picture, text, { column: 12, row: 6 + line * 18, scale: 2, value: 235 });
  });
  ['C5-1', '32HZ', 'R 21CM', '2D', '58%', 'C 55', 'P LOW', 'HGEN'].forEach((text, line) => {
    writeText(picture, text, { column: 12, row: 110 + line * 13, scale: 1, value: 190 });
  });
  writeText(picture, 'MI 1.2  TIS 0.4', { column: 690, row: 44, scale: 1, value: 210 });
  for (let level = 0; level < 128; level++) {
    for (let column = 760; column < 772; column++)
      picture.data[(70 + level) * picture.columns + column] = 255 - level * 2;
  }
  for (let centimetre = 0; centimetre <= 20; centimetre++) {
    const y = APEX + NEAR + centimetre * 10;
    const row = Math.round(y / picture.spacing + (picture.rows - 1) / 2);
    const length = centimetre % 5 === 0 ? 9 : 4;
    picture.data.fill(200, row * picture.columns + 782 - length, row * picture.columns + 782);
    if (centimetre % 5 === 0)
      writeText(picture, String(centimetre), { column: 785, row: row - 3, scale: 1, value: 200 });
  }
}

/** The box around the sector in pixels, as a scanner writes it into SequenceOfUltrasoundRegions. */
export function sectorBoxOf(picture: Picture): { x0: number; y0: number; x1: number; y1: number } {
  const width = FAR * Math.sin(HALF_ANGLE);
  const [x0, y0] = toPixel(picture, -width, APEX + NEAR * Math.cos(HALF_ANGLE));
  const [x1, y1] = toPixel(picture, width, APEX + FAR);
  return { x0, y0, x1, y1 };
}
