import { expect, test } from 'vitest';
import type { Image } from '../../../src/core/dicom/image.ts';
import {
  hashDistance,
  isLessSharp,
  outside,
  perceptualHash,
  qualityOf,
  sharpness,
} from '../../../src/core/image/quality.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { lengths } from '../../fixtures/measure.ts';

function image(columns: number, rows: number, grey: (x: number, y: number) => number): Image {
  return {
    size: [columns, rows],
    components: 1,
    data: Float32Array.from({ length: columns * rows }, (_, at) =>
      grey(at % columns, Math.floor(at / columns)),
    ),
    spacing: null,
    origin: lengths(0, 0, 0),
    orientation: [1, 0, 0, 0, 1, 0],
    thickness: millimetres(1),
  };
}
const scene = (x: number, y: number) =>
  Math.hypot(x - 40, (y - 70) * 1.4) < 25 ? 200 : Math.hypot(x - 90, y - 40) < 18 ? 120 : 20;

test('an empty image is empty, one with a small structure is not', async () => {
  expect((await qualityOf(image(128, 128, () => 7))).empty).toBe(true);
  expect(
    (await qualityOf(image(128, 128, (x, y) => (x > 60 && x < 70 && y > 60 && y < 70 ? 50 : 7)))).empty,
  ).toBe(false);
});

test('a step is sharp, a ramp is not, in either direction', () => {
  expect(sharpness(image(64, 64, (x, y) => (x > 30 ? 100 : 0) + (y > 30 ? 100 : 0)))).toBe(1);
  const ramp = (x: number) => 100 * Math.min(1, Math.max(0, (x - 24) / 8));
  expect(sharpness(image(64, 64, (x, y) => ramp(x) + (y > 30 ? 100 : 0)))).toBeCloseTo(1 / 8, 2);
  expect(sharpness(image(64, 64, (x, y) => ramp(y) + (x > 30 ? 100 : 0)))).toBeCloseTo(1 / 8, 2);
});

test('less sharp is said only against enough others', () => {
  expect(isLessSharp(0.2, [0.4, 0.4, 0.4])).toBe(false);
  expect(isLessSharp(0.2, Array<number>(9).fill(0.4))).toBe(true);
  expect(isLessSharp(0.35, Array<number>(9).fill(0.4))).toBe(false);
});

test('the hash knows a scene again, scaled and in another window, and tells another apart', () => {
  const hash = perceptualHash(image(128, 128, scene));
  const scaled = perceptualHash(image(256, 256, (x, y) => 3 * scene(x / 2, y / 2) - 500));
  const mirrored = perceptualHash(image(128, 128, (x, y) => scene(127 - x, y)));
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(hashDistance(hash, scaled)).toBeLessThanOrEqual(2);
  expect(hashDistance(hash, mirrored)).toBeGreaterThan(16);
  expect(hashDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
});

test('digests are the same for the same pixels alone', async () => {
  const digest = async (one: Image) => (await qualityOf(one)).digest;
  expect(await digest(image(32, 32, scene))).toBe(await digest(image(32, 32, scene)));
  expect(await digest(image(32, 32, scene))).not.toBe(await digest(image(64, 16, scene)));
});

test('the share of a box outside the image', () => {
  expect(outside([-0.5, -0.5, 9.5, 9.5], [10, 10])).toBe(0);
  expect(outside([4.5, -0.5, 14.5, 9.5], [10, 10])).toBe(0.5);
  expect(outside([20, 20, 30, 30], [10, 10])).toBe(1);
});
