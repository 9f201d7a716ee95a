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
  polygon,
  rough,
  roughen,
  smoothNoise,
  stroke,
  toPixel,
} from './picture.ts';

type Tear = 'Horizontale' | 'Verticale' | null;

/** Tears of the anterior and the posterior horn. */
const TEARS: readonly (readonly [Tear, Tear])[] = [
  [null, null],
  [null, 'Horizontale'],
  [null, null],
  ['Verticale', null],
  [null, 'Verticale'],
  ['Horizontale', null],
  ['Horizontale', 'Verticale'],
];

/**
 * A sagittal slice of the knee with fat suppression, through one meniscus: two dark triangles, with
 * a bright line in a torn one.
 */
export function drawKnee(index: number, random: Random): Drawing {
  const [anterior, posterior] = TEARS[index % TEARS.length] ?? [null, null];
  const wander = smoothNoise(random, 26);
  const fine = smoothNoise(random, 4);
  const condyle = between(random, 31, 34);
  const fluid = between(random, 0.6, 1.6);
  return {
    labels: {
      'Corne anterieure': anterior !== null,
      'Corne posterieure': posterior !== null,
      'Orientation anterieure': anterior ?? '',
      'Orientation posterieure': posterior ?? '',
    },
    slice: (offset) => {
      const picture = blankPicture(384, 384, 0.417, 4);
      // Anterior is to the left. The joint line is y = 0.
      const skin: Shape = (x, y) =>
        Math.max(-62 + 5 * Math.cos(y / 26) - x, x - 62 - 4 * Math.cos((y + 20) / 34));
      fill(picture, skin, 190, 1.2);
      fill(
        picture,
        (x, y) => skin(x, y) + 2,
        (x, y) => 88 + 9 * wander(x, y),
        1.2,
      );
      const muscle = (x: number, y: number) => 205 + 26 * fine(x * 0.5, y * 0.16);
      fill(
        picture,
        rough(
          polygon([
            [26, -90],
            [56, -90],
            [57, -20],
            [44, 8],
            [36, -8],
          ]),
          wander,
          3,
        ),
        muscle,
        2,
      );
      fill(
        picture,
        rough(
          polygon([
            [36, 6],
            [52, 2],
            [57, 90],
            [26, 90],
            [31, 34],
          ]),
          wander,
          3,
        ),
        muscle,
        2,
      );
      fill(
        picture,
        rough(
          polygon([
            [-40, -90],
            [-26, -90],
            [-30, -52],
            [-40, -52],
          ]),
          wander,
          2,
        ),
        muscle,
        2,
      );
      const marrow = (x: number, y: number) => 118 + 16 * wander(x * 2, y * 2) + 10 * fine(x, y);
      const bone = (shape: Shape) => {
        fill(picture, shape, 26, 1);
        fill(picture, (x, y) => shape(x, y) + 1.1, marrow, 1);
      };
      const radius = condyle - Math.abs(offset) * 0.15;
      const roundEnd = ellipse(2, -radius - 3.4, radius, radius);
      const shaft: Shape = (x, y) => Math.abs(x - 1) - 17 - 14 * Math.exp(-(((y + 40) / 17) ** 2));
      const femur = anyOf(
        roundEnd,
        allOf(shaft, (_, y) => y + 38),
      );
      const tibia: Shape = (x, y) =>
        Math.max(
          4.4 - y + 0.0012 * x * x,
          Math.abs(x - 1) - (32 - 12 * Math.min(1, Math.max(0, (y - 8) / 40))),
        );
      // Cartilage on the bone, with fluid between.
      fill(
        picture,
        allOf(
          (x, y) => roundEnd(x, y) - 2.6,
          (_, y) => -36 - y,
        ),
        395,
        1,
      );
      fill(
        picture,
        allOf(
          (x, y) => tibia(x, y) - 2.2,
          (x, y) => Math.max(Math.abs(x) - 29, y - 8),
        ),
        380,
        1,
      );
      bone(femur);
      bone(tibia);
      bone(rough(ellipse(-45, -36, 7, 18, 8), wander, 1));
      fill(
        picture,
        stroke(
          [
            [-37.5, -48],
            [-37, -27],
          ],
          3,
        ),
        400,
        1,
      );
      fill(
        picture,
        stroke(
          [
            [-46, -18],
            [-41, 26],
          ],
          4,
        ),
        22,
        1,
      );
      fill(
        picture,
        stroke(
          [
            [-45, -90],
            [-46, -54],
          ],
          5,
        ),
        24,
        1,
      );
      // Infrapatellar fat, dark by suppression, with strands.
      fill(
        picture,
        rough(
          polygon([
            [-41, -16],
            [-32, -12],
            [-28, 2],
            [-38, 16],
          ]),
          wander,
          2,
        ),
        (x, y) => 98 + 22 * fine(x, y),
        2,
      );
      fill(
        picture,
        stroke(
          [
            [33, -18],
            [36, 0],
            [33, 14],
          ],
          2.5,
        ),
        30,
        1,
      );
      fill(
        picture,
        stroke(
          [
            [-30, -4],
            [-31, -14],
          ],
          fluid + 1,
        ),
        640,
        1,
      );
      fill(picture, ellipse(40, -14, 4 * fluid, 7, -10), 610, 1.5);

      const horns = [
        { side: -1, tear: anterior, outer: -27, inner: -11, height: 7.4 },
        { side: 1, tear: posterior, outer: 29, inner: 9, height: 9 },
      ];
      for (const { side, tear, outer, inner, height } of horns) {
        const bottom = 1.4;
        const horn = rough(
          polygon([
            [outer, bottom + 1],
            [outer, bottom - height],
            [(outer + inner) / 2, bottom - height * 0.34],
            [inner, bottom],
          ]),
          fine,
          0.4,
        );
        fill(picture, (x, y) => horn(x, y) - 1, 340, 1.4);
        fill(picture, horn, (x, y) => 30 + 9 * fine(x, y), 0.8);
        if (tear === 'Horizontale') {
          fill(
            picture,
            stroke(
              [
                [outer - side * 1, bottom - height * 0.42],
                [(outer + inner) / 2, bottom - 0.8],
                [inner - side * -2, bottom + 0.4],
              ],
              1.1,
            ),
            560,
            0.8,
          );
        } else if (tear === 'Verticale') {
          const x = outer + (inner - outer) * 0.36;
          fill(
            picture,
            stroke(
              [
                [x, bottom + 1],
                [x + side * 0.8, bottom - height],
              ],
              1.1,
            ),
            560,
            0.8,
          );
        }
      }
      fill(picture, outside(skin), 4, 1.2);
      roughen(picture, random, { smooth: 6, largest: 40, grain: 8 });
      return { picture, center: toPixel(picture, 0, -1), mask: null };
    },
  };
}
