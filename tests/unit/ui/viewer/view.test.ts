import { expect, it } from 'vitest';
import {
  isInside,
  panned,
  pixelAt,
  sizeOnScreen,
  WHOLE,
  zoomed,
  ZOOM_STEP,
} from '../../../../src/ui/viewer/view.ts';

it('keeps the place under the pointer where it is', () => {
  const at = { x: 30, y: -20 };
  const before = panned(WHOLE, { x: 10, y: 4 });
  const after = zoomed(before, 2, at);
  // A point of the picture is at pan + zoom * its offset from the picture's middle.
  const offset = { x: (at.x - before.pan.x) / before.zoom, y: (at.y - before.pan.y) / before.zoom };
  expect(after.pan.x + after.zoom * offset.x).toBeCloseTo(at.x);
  expect(after.pan.y + after.zoom * offset.y).toBeCloseTo(at.y);
});

it('returns to the whole picture after a step in and a step out', () => {
  expect(zoomed(zoomed(WHOLE, ZOOM_STEP), 1 / ZOOM_STEP)).toEqual(WHOLE);
});

it.each([
  [100, 16],
  [0.01, 0.25],
])('limits a zoom of %d to %d, and does not move the picture further at the limit', (factor, zoom) => {
  const limit = zoomed(WHOLE, factor, { x: 50, y: 50 });
  expect(limit.zoom).toBe(zoom);
  expect(zoomed(limit, factor, { x: 50, y: 50 })).toEqual(limit);
});

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
