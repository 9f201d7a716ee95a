import type { Random } from '../random.ts';
import type { Drawing } from './drawing.ts';
import {
  allOf,
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

/** An axial CT of the neck in HU after injection, at the level of the thyroid cartilage: a bright V around the airway. */
export function drawNeck(index: number, random: Random): Drawing {
  const abnormal = index % 2 === 1;
  const isLysis = index % 4 === 1;
  const side = random() < 0.5 ? -1 : 1;
  const wander = smoothNoise(random, 20);
  const slow = smoothNoise(random, 60);
  const fine = smoothNoise(random, 4);
  const spread = between(random, 22, 26);
  const front = between(random, -47, -43);
  const back = between(random, -15, -11);
  return {
    labels: { anormale: abnormal },
    contrast: true,
    slice: (offset) => {
      const picture = blankPicture(512, 512, 0.488, -1000);
      const neck = rough(ellipse(0, 4, 74, 66), slow, 3);
      fill(picture, neck, 30);
      fill(
        picture,
        (x, y) => neck(x, y) + 1.8,
        (x, y) => -102 + 8 * wander(x * 2, y * 2),
        1,
      );
      // Muscles: in front of the cartilage, at the sides, and around the spine.
      fill(picture, rough(ellipse(0, 36, 50, 27), wander, 3), (x, y) => 58 + 14 * fine(x * 0.4, y * 0.4), 2);
      fill(
        picture,
        stroke(
          [
            [0, 20],
            [0, 62],
          ],
          2.2,
        ),
        -70,
        2,
      );
      for (const of of [-1, 1]) {
        fill(
          picture,
          stroke(
            [
              [of * 6, 26],
              [of * 26, 44],
              [of * 40, 40],
            ],
            1.6,
          ),
          -80,
          2,
        );
        fill(picture, rough(ellipse(of * 46, -8, 9, 19, of * 28), wander, 2), 62, 1.5);
        fill(picture, ellipse(of * 13, front + 1, 11, 3, of * 32), 60, 1);
        fill(picture, ellipse(of * 36, -3, 4, 4), 235, 1);
        fill(picture, rough(ellipse(of * 43, 3, 6.5, 5), wander, 1.5), 205, 1);
        fill(picture, rough(ellipse(of * 34, 12, 3, 4), wander, 1), 25, 1);
      }
      fill(picture, rough(ellipse(0, 9, 27, 6), wander, 2), 60, 1.5);
      drawVertebra();

      fill(picture, rough(ellipse(0, -24, 21, 21), wander, 2), (x, y) => 62 + 14 * fine(x, y), 2);
      const airway = rough(ellipse(0, -24, 6.5 + 0.06 * offset, 13), wander, 1.5);
      const tumour = rough(ellipse(side * 15, -24, 12, 11, side * 30), wander, 4);
      if (abnormal) fill(picture, allOf(tumour, outside(airway)), (x, y) => 92 + 16 * fine(x, y), 1.5);
      fill(picture, airway, -995, 1);
      fill(picture, ellipse(0, 1, 9, 1.4), 70, 1);

      for (const of of [-1, 1]) {
        const line = [
          [0, front],
          [of * spread * 0.55, front * 0.62 + back * 0.38],
          [of * spread, back + 1],
        ] as const;
        const lamina = rough(stroke(line, 5.2), fine, 0.5);
        fill(picture, lamina, 330, 0.8);
        const marrow = rough(stroke(line, 2.2), fine, 0.5);
        fill(picture, marrow, (x, y) => 120 + 70 * fine(x * 1.5, y * 1.5), 1);
        if (abnormal && of === side && isLysis) {
          fill(
            picture,
            rough(ellipse(of * spread * 0.55, front * 0.62 + back * 0.38, 6.5, 7), fine, 2.5),
            (x, y) => 96 + 24 * fine(x, y),
            1.4,
          );
        } else if (abnormal && of === side) {
          fill(
            picture,
            allOf(rough(stroke(line, 7), fine, 1), (x, y) => Math.hypot(x - of * spread * 0.6, y + 26) - 14),
            (x, y) => 640 + 90 * fine(x, y),
            1,
          );
        }
        fill(picture, ellipse(of * 8, -9, 3, 2.4), 180, 1);
      }
      roughen(picture, random, { smooth: 3, largest: 10, grain: 9 });
      return { picture, center: toPixel(picture, 0, -27), mask: null };

      function drawVertebra(): void {
        fill(picture, rough(ellipse(0, 23, 16, 10), wander, 1.5), 520, 1);
        fill(picture, rough(ellipse(0, 23, 14.2, 8.4), wander, 1.5), (x, y) => 250 + 80 * fine(x, y), 1);
        for (const of of [-1, 1]) {
          fill(
            picture,
            stroke(
              [
                [of * 13, 27],
                [of * 22, 29],
                [of * 19, 36],
                [0, 47],
              ],
              4.5,
            ),
            (x, y) => 470 + 60 * fine(x, y),
            1,
          );
          fill(picture, ellipse(of * 20, 24, 3, 3), 190, 1);
        }
        fill(
          picture,
          stroke(
            [
              [0, 46],
              [0, 58],
            ],
            4,
          ),
          450,
          1,
        );
        fill(picture, ellipse(0, 37, 10, 6.6), 32, 1);
        fill(picture, ellipse(0, 37, 6.5, 4.4), 48, 1);
      }
    },
  };
}
