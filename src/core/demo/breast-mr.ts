import type { Random } from '../random.ts';
import type { Drawing } from './drawing.ts';
import type { Shape } from './picture.ts';
import {
  allOf,
  anyOf,
  between,
  blankPicture,
  ellipse,
  fill,
  outside,
  rough,
  roughen,
  smoothNoise,
  stroke,
  toPixel,
} from './picture.ts';

/**
 * Every type of the challenge, in an order that gives both classes in a short batch and all types
 * in a long one.
 */
const TYPES: readonly (readonly [type: string, malignant: boolean])[] = [
  ['Carcinome canalaire infiltrant', true],
  ['Fibroadenome', false],
  ['Carcinome lobulaire infiltrant', true],
  ['Tissu glandulaire', false],
  ['Carcinome canalaire infiltrant', true],
  ['Kyste', false],
  ['Cancer triple negatif', true],
  ['Papillome', false],
  ['Carcinome intracanalaire', true],
  ['PASH', false],
  ['Carcinome mucineux', true],
  ['Adenose sclerosante', false],
  ['Autre lesion proliferante', false],
  ['Cicatrice radiaire', false],
  ['Galactophorite', false],
  ['Hyperplasie canalaire sans atypie', false],
  ['cytosteatonecrose', false],
  ['ganglio intra-mammaire', false],
];

/** An axial fat-suppressed slice of both breasts after injection, with one enhancing lesion. */
export function drawBreasts(index: number, random: Random): Drawing {
  const [type, malignant] = TYPES[index % TYPES.length] ?? ['Kyste', false];
  const side = random() < 0.5 ? -1 : 1;
  const lesionX = side * between(random, 68, 92);
  const lesionY = between(random, -58, -28);
  const radius = type === 'Tissu glandulaire' ? 0 : between(random, malignant ? 7 : 5, malignant ? 12 : 9);
  const gland = smoothNoise(random, 17);
  const wander = smoothNoise(random, 24);
  const fine = smoothNoise(random, 5);
  const depth = between(random, 74, 86);

  return {
    labels: { Malin: malignant, 'Type de lesion': type },
    contrast: true,
    slice: (offset) => {
      const picture = blankPicture(448, 448, 0.804, 6);
      const breasts = [-1, 1].map((of) => ellipse(of * 80, 0, 62, depth));
      const thorax = ellipse(0, 92, 160, 96);
      const front: Shape = (_, y) => y - 55;
      const body = anyOf(...breasts.map((breast) => allOf(breast, front)), thorax);
      fill(picture, body, 235, 1.5);
      fill(
        picture,
        (x, y) => body(x, y) + 2.2,
        (x, y) => 92 + 10 * wander(x, y),
        1.5,
      );
      breasts.forEach((breast, at) => {
        const cx = at === 0 ? -80 : 80;
        const cone = ellipse(cx, -24, 40, 44);
        const tissue: Shape = (x, y) =>
          Math.max(cone(x, y) + 14 * gland(x, y), breast(x, y) + 7, y - 4 - 8 * gland(x, y));
        fill(picture, tissue, (x, y) => 215 + 65 * gland(y, x) + 30 * fine(x, y), 5);
        fill(picture, ellipse(cx, -depth + 1, 5, 4), 420, 3);
        for (let vessel = 0; vessel < 2; vessel++) {
          const course = [8, -4, -16, -28, -40].map(
            (y) => [cx + (vessel * 2 - 1) * (19 + y * 0.15) + 8 * wander(cx + vessel * 40, y), y] as const,
          );
          fill(picture, stroke(course, 1.1), 400, 1.4);
        }
      });
      drawChest(picture, wander, body);
      if (radius > 0) {
        const size = radius * Math.max(0.35, 1 - Math.abs(offset) / 14);
        drawLesion(lesionX, lesionY, size);
      }
      roughen(picture, random, { smooth: 5, largest: 30, grain: 9 });
      return { picture, center: toPixel(picture, lesionX, lesionY), mask: null };

      function drawLesion(x: number, y: number, size: number): void {
        if (malignant) {
          for (let spicule = 0; spicule < 9; spicule++) {
            const angle = (spicule / 9) * 2 * Math.PI + 0.5 * wander(spicule * 9, 3);
            const reach = size * (1.5 + 0.5 * fine(spicule * 7, 1));
            fill(
              picture,
              stroke(
                [
                  [x, y],
                  [x + reach * Math.cos(angle), y + reach * Math.sin(angle)],
                ],
                1.3,
              ),
              560,
              2,
            );
          }
          const mass = rough(ellipse(x, y, size, size * 0.86, 30), fine, size * 0.3);
          fill(picture, mass, (u, v) => 760 + 90 * fine(u, v), 1.8);
          fill(picture, rough(ellipse(x, y, size * 0.45, size * 0.4), fine, size * 0.2), 520, 3);
        } else if (type === 'Kyste') {
          fill(picture, ellipse(x, y, size, size * 0.92), 400, 1.5);
          fill(picture, ellipse(x, y, size - 1.6, size * 0.92 - 1.6), 45, 1.5);
        } else {
          const mass = ellipse(x, y, size * 1.15, size * 0.85, 20);
          fill(picture, mass, 610, 1.5);
          fill(
            picture,
            allOf(mass, (u, v) => Math.abs(v - y - 0.2 * (u - x)) - 0.5),
            420,
            1,
          );
        }
      }
    },
  };
}

function drawChest(
  picture: Parameters<typeof fill>[0],
  wander: (x: number, y: number) => number,
  body: Shape,
): void {
  const wall = ellipse(0, 98, 142, 88);
  fill(
    picture,
    allOf(rough(wall, wander, 3), (x, y) => body(x, y) + 4),
    (x, y) => 170 + 18 * wander(x * 2, y * 2),
    2,
  );
  const cage = ellipse(0, 104, 126, 80);
  fill(picture, cage, 24, 2);
  for (let rib = 0; rib < 7; rib++) {
    const angle = Math.PI * (0.14 + rib * 0.12) + Math.PI;
    fill(
      picture,
      ellipse(134 * Math.cos(angle), 101 + 84 * Math.sin(angle), 8, 3.4, (angle * 180) / Math.PI + 90),
      70,
      1.5,
    );
  }
  fill(picture, ellipse(0, 22, 12, 5), 75, 2);
  const heart = rough(ellipse(24, 76, 46, 38, 25), wander, 4);
  fill(picture, heart, 330, 3);
  fill(picture, rough(ellipse(36, 76, 26, 20, 30), wander, 3), (x, y) => 640 + 40 * wander(x * 2, y), 3);
  fill(picture, rough(ellipse(2, 62, 17, 15), wander, 2), 600, 3);
  fill(picture, allOf(ellipse(24, 138, 11, 11), outside(heart)), 620, 2);
}
