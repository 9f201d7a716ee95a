import { describe, expect, test } from 'vitest';
import { cropGrid } from '../../../src/core/image/grid.ts';
import type { Image } from '../../../src/core/image/image.ts';
import { resample, resampleMask } from '../../../src/core/image/resample.ts';
import { differences, resampleCases } from '../../golden/resample.ts';

describe('against SimpleITK', () => {
  test.each(resampleCases)('$name', ({ image, preprocessing, center, expected, expectedOrigin, nearest }) => {
    const grid = cropGrid(image, preprocessing, center);
    expect(grid.origin).toEqual(expectedOrigin);
    const { data } = nearest
      ? resampleMask({ size: image.size, data: image.data as Uint8Array }, image, grid)
      : resample(image, grid);
    expect(differences(data, expected)).toBe(0);
  });
});
