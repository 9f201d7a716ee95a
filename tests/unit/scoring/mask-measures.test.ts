import { describe, expect, test } from 'vitest';
import type { Millimetres } from '../../../src/core/measure.ts';
import { lengths } from '../../fixtures/measure.ts';
import { measureMasks } from '../../../src/core/scoring/mask-measures.ts';

describe('mask measures', () => {
  const mask = (rows: readonly string[], spacing?: readonly Millimetres[]) => ({
    size: [rows[0]!.length, rows.length, 1],
    data: Uint8Array.from([...rows.join('')].map(Number)),
    ...(spacing && { spacing }),
  });

  test('two empty masks agree, one empty mask has no distance', () => {
    const empty = mask(['000', '000']);
    const full = mask(['010', '000']);
    expect(measureMasks(empty, empty)).toMatchObject({ iou: 1, hausdorff95: null, volumeError: 0 });
    expect(measureMasks(empty, full)).toMatchObject({ iou: 0, averageDistance: null, volumeError: null });
    expect(measureMasks(full, empty)).toMatchObject({ iou: 0, hausdorff: null, volumeError: -1 });
  });

  test('a plane image has a border that is a line, in mm where the spacing is known', () => {
    const block = ['00000', '01110', '01110', '01110', '00000'];
    const smaller = ['00000', '00000', '00100', '00000', '00000'];
    const got = measureMasks(mask(block, lengths(2, 2, 5)), mask(smaller, lengths(2, 2, 5)));
    // Eight border pixels of the block: four at 2 mm, four at 2√2 mm; back, the centre is 2 mm from the border.
    expect(got?.averageDistance).toBeCloseTo((4 * 2 + 4 * Math.SQRT2 * 2 + 2) / 9, 12);
    expect(got).toMatchObject({ unit: 'mm', referenceVolume: 36, predictionVolume: 4 });
    expect(measureMasks(mask(block), mask(smaller))).toMatchObject({ unit: 'pixels', hausdorff: Math.SQRT2 });
  });

  test('another shape is not measured', () => {
    expect(measureMasks(mask(['01']), mask(['010']))).toBeNull();
  });
});
