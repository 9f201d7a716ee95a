import { expect, it } from 'vitest';
import { isInside, pixelAt, sizeOnScreen } from '../../../../src/ui/viewer/on-screen.ts';

it.each([
  ['wide', { width: 400, height: 400 }, 2, { width: 400, height: 200 }],
  ['tall', { width: 400, height: 400 }, 0.5, { width: 200, height: 400 }],
  ['not laid out', { width: 0, height: 0 }, 2, { width: 0, height: 0 }],
])('fits a picture that is %s', (_, field, aspect, size) => {
  expect(sizeOnScreen(field, aspect, 1)).toEqual(size);
  expect(sizeOnScreen(field, aspect, 3)).toEqual({ width: size.width * 3, height: size.height * 3 });
});

it('puts the centres of the pixels at integers', () => {
  const picture = { left: 100, top: 50, width: 40, height: 60 };
  // 4 columns of 10 CSS pixels, 2 rows of 30.
  expect(pixelAt({ x: 105, y: 65 }, picture, [4, 2])).toEqual([0, 0]);
  expect(pixelAt({ x: 135, y: 95 }, picture, [4, 2])).toEqual([3, 1]);
});

it('counts the outer halves of the border pixels as inside', () => {
  expect(isInside([-0.5, -0.5], [4, 2])).toBe(true);
  expect(isInside([3.5, 1.5], [4, 2])).toBe(true);
  expect(isInside([3.6, 1], [4, 2])).toBe(false);
  expect(isInside([1, -0.6], [4, 2])).toBe(false);
});
