import { describe, expect, test } from 'vitest';
import {
  lineLength,
  measuredSpacing,
  spacingOf,
  withMeasured,
  type Calibration,
} from '../../../src/core/image/calibration.ts';
import type { Image } from '../../../src/core/dicom/image.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { lengths } from '../../fixtures/measure.ts';

const line = [
  [10, 10],
  [70, 90],
] as const;
const calibration: Calibration = { of: 'a', line, millimetres: millimetres(50), by: 'Ada', at: '2026-01-01' };
const image: Image = {
  size: [2, 1],
  components: 1,
  data: Uint8Array.of(1, 2),
  spacing: null,
  origin: lengths(0, 0, 0),
  orientation: [1, 0, 0, 0, 1, 0],
  thickness: millimetres(1),
};

describe('a known distance', () => {
  test('gives the spacing that its length has', () => {
    expect(lineLength(line)).toBe(100);
    expect(spacingOf({ line, millimetres: millimetres(50) })).toEqual([0.5, 0.5]);
    expect(measuredSpacing(calibration, 'a')).toEqual([0.5, 0.5]);
  });

  test('says nothing of another image', () => {
    expect(measuredSpacing(calibration, 'b')).toBeNull();
    expect(measuredSpacing(null, 'a')).toBeNull();
    expect(measuredSpacing(undefined, 'a')).toBeNull();
  });

  test('is as long along the columns as the header says that pixels are high', () => {
    const along = (dx: number, dy: number, length: number) =>
      spacingOf({
        line: [
          [0, 0],
          [dx, dy],
        ],
        millimetres: millimetres(length),
        pixelAspect: 4 / 3,
      });
    const [x, y] = along(30, 30, 25) ?? [];
    expect(x).toBeCloseTo(0.5, 12);
    expect(y).toBeCloseTo(2 / 3, 12);
    expect(along(40, 0, 20)?.[0]).toBeCloseTo(0.5, 12);
    expect(along(0, 30, 20)?.[1]).toBeCloseTo(2 / 3, 12);
  });

  test.each([0, -1, Number.NaN, Infinity, 3001])('of %d mm is none', (length) => {
    expect(spacingOf({ line, millimetres: millimetres(length) })).toBeNull();
  });

  test('that is too short to measure by gives none', () => {
    const short = [line[0], [line[0][0] + 7, line[0][1]]] as const;
    expect(spacingOf({ line: short, millimetres: millimetres(10) })).toBeNull();
  });
});

test('a spacing of the header is never overridden', () => {
  expect(withMeasured(image, lengths(0.5, 0.6)).spacing).toEqual([0.5, 0.6]);
  expect(withMeasured(image, null)).toBe(image);
  const told = { ...image, spacing: lengths(0.7, 0.8) };
  expect(withMeasured(told, lengths(0.5, 0.5))).toBe(told);
});
