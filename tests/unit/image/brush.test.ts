import { expect, test } from 'vitest';
import { brushed, edited, filled, inverse } from '../../../src/core/image/brush.ts';
import { polygonMask } from '../../../src/core/image/mask.ts';
import type { Mask } from '../../../src/core/dicom/image.ts';

const blank = (columns: number, rows: number): Mask => ({
  size: [columns, rows],
  data: new Uint8Array(columns * rows),
});

const lines = ({ size: [columns, rows], data }: Mask): string[] =>
  Array.from({ length: rows }, (_, y) =>
    Array.from(data.subarray(y * columns, (y + 1) * columns), (value) => (value ? '#' : '.')).join(''),
  );

test('a small brush paints one pixel, a larger one a disc', () => {
  const mask = blank(5, 5);
  expect(lines(edited(mask, brushed(mask, [[2, 1]], 0.5, 1)))).toEqual([
    '.....',
    '..#..',
    '.....',
    '.....',
    '.....',
  ]);
  expect(lines(edited(mask, brushed(mask, [[2, 2]], 1.5, 1)))).toEqual([
    '.....',
    '.###.',
    '.###.',
    '.###.',
    '.....',
  ]);
});

test('a fast stroke leaves no gap, and stops at the borders', () => {
  const mask = blank(6, 3);
  const stroke = brushed(
    mask,
    [
      [-4, 1],
      [9, 1],
    ],
    0.5,
    1,
  );
  expect(lines(edited(mask, stroke))).toEqual(['......', '######', '......']);
});

test('an edit can be taken back to the very mask before, and leaves its argument alone', () => {
  const before = edited(blank(6, 4), brushed(blank(6, 4), [[1, 1]], 1, 1));
  const copy = before.data.slice();
  const erase = brushed(before, [[2, 1]], 1, 0);
  const after = edited(before, erase);
  expect(lines(after)).not.toEqual(lines(before));
  expect(before.data).toEqual(copy);
  expect(edited(after, inverse(erase)).data).toEqual(copy);
});

test('a polygon adds or takes away', () => {
  const mask = blank(4, 4);
  const square = polygonMask(
    [
      [0.5, 0.5],
      [2.5, 0.5],
      [2.5, 2.5],
      [0.5, 2.5],
    ],
    [4, 4],
  );
  const added = edited(mask, filled(mask, square, 1));
  expect(lines(added)).toEqual(['....', '.##.', '.##.', '....']);
  expect(lines(edited(added, filled(added, square, 0)))).toEqual(lines(mask));
  expect(filled(added, square, 1).changed).toHaveLength(0);
});
