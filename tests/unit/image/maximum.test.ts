import { expect, test } from 'vitest';
import type { Image, PixelArray } from '../../../src/core/dicom/image.ts';
import { maximumOf } from '../../../src/core/image/maximum.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { lengths } from '../../fixtures/measure.ts';

const image = (data: PixelArray, components: 1 | 3 = 1): Image => ({
  size: [data.length / components / 2, 2],
  components,
  data,
  spacing: null,
  origin: lengths(0, 0, 0),
  orientation: [1, 0, 0, 0, 1, 0],
  thickness: millimetres(1),
});

test('the greater of each sample is kept, in place', () => {
  const most = image(Int16Array.of(1, -5, 7, 0));
  const both = maximumOf(most, image(Int16Array.of(0, -6, 9, 0)));
  expect(both?.data).toEqual(Int16Array.of(1, -5, 9, 0));
  expect(both?.data).toBe(most.data);
});

test('colours are taken each by itself', () => {
  const both = maximumOf(
    image(Uint8Array.of(255, 0, 0, 1, 2, 3), 3),
    image(Uint8Array.of(0, 0, 255, 3, 2, 1), 3),
  );
  expect(both?.data).toEqual(Uint8Array.of(255, 0, 255, 3, 2, 3));
});

test('a frame of a wider type loses nothing', () => {
  const both = maximumOf(image(Int16Array.of(1, 2)), image(Int32Array.of(70_000, 1)));
  expect([...(both?.data ?? [])]).toEqual([70_000, 2]);
});

test('frames of other sizes are refused', () => {
  expect(maximumOf(image(Uint8Array.of(1, 2)), image(Uint8Array.of(1, 2, 3, 4)))).toBeNull();
  const turned = { ...image(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)), size: [2, 4] as const };
  expect(maximumOf(image(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)), turned)).toBeNull();
});
