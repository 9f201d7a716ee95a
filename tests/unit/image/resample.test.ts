import { describe, expect, test } from 'vitest';
import { cropGrid } from '../../../src/core/image/grid.ts';
import type { Image } from '../../../src/core/dicom/image.ts';
import { resample, resampleMask } from '../../../src/core/image/resample.ts';
import { resampleVolume } from '../../../src/core/image/volume.ts';
import { resampleCases, summary, volumeCases } from '../../golden/resample.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { lengths } from '../../fixtures/measure.ts';

function preview({ image, preprocessing, center, nearest }: (typeof resampleCases)[number]) {
  const grid = cropGrid(image, preprocessing, center);
  return nearest
    ? resampleMask({ size: image.size, data: image.data as Uint8Array }, image, grid)
    : resample(image, grid);
}

describe('against SimpleITK, every value', () => {
  test('at least 200 cases', () => {
    expect(resampleCases.length + volumeCases.length).toBeGreaterThanOrEqual(200);
  });

  test.each(resampleCases)('$name', async (entry) => {
    const { image, preprocessing, center, expected, expectedOrigin } = entry;
    const grid = cropGrid(image, preprocessing, center);
    expect(grid.origin).toEqual(expectedOrigin);
    expect(grid.size).toEqual(preprocessing.imageSize);
    expect(grid.spacing).toEqual([preprocessing.pixelSize, preprocessing.pixelSize]);
    expect(expected).toMatchObject(await summary(preview(entry).data));
  });

  test.each(volumeCases)('$name', async ({ volume, grid, interpolation, expected }) => {
    expect(expected).toMatchObject(await summary(resampleVolume(volume, grid, interpolation).data));
  });
});

const SMALL: Image = {
  size: [3, 2],
  components: 1,
  data: Int16Array.of(1, 2, 3, 4, 5, 6),
  spacing: null,
  origin: lengths(0, 0, 0),
  orientation: [1, 0, 0, 0, 1, 0],
  thickness: millimetres(1),
};
const PREPROCESSING = {
  pixelSize: millimetres(0.5),
  imageSize: [3, 3],
  crop: 'click',
  mask: 'none',
  interpolation: 'linear',
  paddingValue: -9,
} as const;

test('a rescale that is done on the way gives what one before gives, in every case of int16', () => {
  let compared = 0;
  for (const { image, preprocessing, center, nearest } of resampleCases) {
    if (nearest || image.components !== 1 || !(image.data instanceof Int16Array)) continue;
    const grid = cropGrid(image, preprocessing, center);
    const pending = { slope: -3, intercept: 700 };
    const stored = { ...image, data: Int16Array.from(image.data, (value) => Math.trunc(value / 4)) };
    const before = { ...image, data: stored.data.map((value) => value * -3 + 700) };
    for (const each of [grid, { ...grid, resampled: false, offset: [-3, 5] } as const]) {
      expect(resample(stored, each, pending)).toEqual(resample(before, each));
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(50);
});

test('without spacing whole pixels are copied, outside is padding', () => {
  const grid = cropGrid(SMALL, PREPROCESSING, [0.2, 0.9]);
  expect(Array.from(resample(SMALL, grid).data)).toEqual([-9, 1, 2, -9, 4, 5, -9, -9, -9]);
  expect(resample(SMALL, grid).spacing).toBeNull();
});

test('colour pixels are copied whole', () => {
  const image: Image = { ...SMALL, size: [2, 1], components: 3 };
  const grid = cropGrid(image, { ...PREPROCESSING, imageSize: [2, 1], paddingValue: 0 }, [1.5, 0]);
  expect(Array.from(resample(image, grid).data)).toEqual([4, 5, 6, 0, 0, 0]);
});

test('a mask is copied where the image is, with 0 outside', () => {
  const grid = cropGrid(SMALL, PREPROCESSING, [0, 0]);
  const mask = resampleMask({ size: [3, 2], data: Uint8Array.of(1, 1, 0, 0, 1, 0) }, SMALL, grid);
  expect(Array.from(mask.data)).toEqual([0, 0, 0, 0, 1, 1, 0, 0, 1]);
});

test('a box wholly outside is padding', () => {
  const grid = cropGrid(SMALL, PREPROCESSING, [-40, 70]);
  expect(new Set(resample(SMALL, grid).data)).toEqual(new Set([-9]));
});

test('a padding value that the type cannot hold is clamped', () => {
  const image = { ...SMALL, spacing: lengths(1, 1), data: Uint8Array.from(SMALL.data) };
  const grid = cropGrid(image, { ...PREPROCESSING, paddingValue: -1024 }, [-40, 70]);
  expect(new Set(resample(image, grid).data)).toEqual(new Set([0]));
});

test('the input is not changed', () => {
  const before = SMALL.data.slice();
  resample(SMALL, cropGrid(SMALL, PREPROCESSING, [1, 1]));
  expect(SMALL.data).toEqual(before);
});
