import { expect, test } from 'vitest';
import { physicalPoint, type Geometry } from '../../../src/core/image/geometry.ts';
import { cropBox, cropGrid } from '../../../src/core/image/grid.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { lengths } from '../../fixtures/measure.ts';

const SAGITTAL: Geometry = {
  size: [512, 400],
  spacing: lengths(0.5, 0.25),
  origin: lengths(12, -80, 95),
  orientation: [0, 1, 0, 0, 0, -1],
  thickness: millimetres(4),
};
const MENISCUS = {
  pixelSize: millimetres(0.332),
  imageSize: [256, 255],
  crop: 'click',
  mask: 'none',
  interpolation: 'linear',
  paddingValue: 0,
} as const;

test('the middle of the output box is the physical point of the crop centre', () => {
  const grid = cropGrid(SAGITTAL, MENISCUS, [100.25, 50.5]);
  const middle = physicalPoint({ ...grid }, [127.5, 127]);
  physicalPoint(SAGITTAL, [100.25, 50.5]).forEach((mm, axis) => expect(middle[axis]).toBeCloseTo(mm, 10));
  expect(grid).toMatchObject({ resampled: true, size: [256, 255], spacing: [0.332, 0.332], thickness: 4 });
});

test('the drawn box has the true size in mm about the click', () => {
  const [x0, y0, x1, y1] = cropBox(SAGITTAL, MENISCUS, [100.25, 50.5]);
  expect((x1 - x0) * 0.5).toBeCloseTo(256 * 0.332, 10);
  expect((y1 - y0) * 0.25).toBeCloseTo(255 * 0.332, 10);
  expect((x0 + x1) / 2).toBeCloseTo(100.25, 10);
  expect((y0 + y1) / 2).toBeCloseTo(50.5, 10);
});

test('without spacing the box is of whole source pixels and flagged', () => {
  const grid = cropGrid({ ...SAGITTAL, spacing: null }, MENISCUS, [100.25, 50.4]);
  expect(grid).toMatchObject({ resampled: false, spacing: null, offset: [-27, -77], origin: [12, -80, 95] });
  expect(cropBox({ ...SAGITTAL, spacing: null }, MENISCUS, [100.25, 50.4])).toEqual([
    -27.5, -77.5, 228.5, 177.5,
  ]);
});

test('without pixel size the spacing stays and the origin moves with the box', () => {
  const grid = cropGrid(SAGITTAL, { ...MENISCUS, pixelSize: null, imageSize: [3, 3] }, [11, 21]);
  expect(grid).toMatchObject({
    resampled: false,
    spacing: [0.5, 0.25],
    offset: [10, 20],
    origin: [12, -75, 90],
  });
});

test('no crop, no pixel size: the image as it is', () => {
  const liver = { ...MENISCUS, pixelSize: null, imageSize: null, crop: 'none' } as const;
  const grid = cropGrid(SAGITTAL, liver, null);
  expect(grid).toEqual({ ...SAGITTAL, resampled: false, padding: 0, offset: [0, 0] });
  expect(cropBox(SAGITTAL, liver, [3, 4])).toEqual([-0.5, -0.5, 511.5, 399.5]);
});

test('no image size: the whole image at the new pixel size', () => {
  const grid = cropGrid(SAGITTAL, { ...MENISCUS, pixelSize: millimetres(1), imageSize: null }, null);
  expect(grid).toMatchObject({ resampled: true, size: [256, 100], spacing: [1, 1] });
});
