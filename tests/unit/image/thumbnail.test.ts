import { describe, expect, it } from 'vitest';
import type { Image } from '../../../src/core/dicom/image.ts';
import { reducedImage, reducedMask, thumbnailSize } from '../../../src/core/image/thumbnail.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { lengths } from '../../fixtures/measure.ts';

const image = (size: readonly [number, number], value: (x: number, y: number) => number): Image => ({
  size,
  components: 1,
  data: Int16Array.from({ length: size[0] * size[1] }, (_, at) =>
    value(at % size[0], Math.floor(at / size[0])),
  ),
  spacing: lengths(1, 1),
  origin: lengths(0, 0, 0),
  orientation: [1, 0, 0, 0, 1, 0],
  thickness: millimetres(1),
});

describe('a small picture', () => {
  it('has the aspect of the patient, not of the pixels', () => {
    expect(thumbnailSize({ size: [512, 512], spacing: lengths(1, 1) }, 112)).toEqual([112, 112]);
    expect(thumbnailSize({ size: [512, 256], spacing: lengths(1, 2) }, 112)).toEqual([112, 112]);
    expect(thumbnailSize({ size: [100, 400], spacing: null }, 112)).toEqual([28, 112]);
    // 13.5 columns: square pixels of any size are rounded alike.
    expect(thumbnailSize({ size: [36, 512], spacing: lengths(0.3, 0.3) }, 192)).toEqual([14, 192]);
    expect(thumbnailSize({ size: [4000, 1], spacing: null }, 112)).toEqual([112, 1]);
  });

  it('holds the mean of the pixels that each of its own stands for', () => {
    const small = reducedImage(
      image([4, 4], (x, y) => (x < 2 ? 10 : 20) + (y < 2 ? 0 : 100)),
      [2, 2],
    );
    expect([...small.data]).toEqual([10, 20, 110, 120]);
    const checks = reducedImage(
      image([8, 8], (x, y) => ((x + y) % 2) * 100),
      [2, 2],
    );
    expect([...checks.data]).toEqual([50, 50, 50, 50]);
  });

  it('keeps the colours of an image apart, and enlarges a tiny one', () => {
    const colour: Image = { ...image([1, 1], () => 0), components: 3, data: Uint8Array.of(1, 2, 3) };
    expect([...reducedImage(colour, [2, 1]).data]).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('tells the share of each pixel that lies in a mask', () => {
    const mask = { size: [4, 2] as const, data: Uint8Array.of(1, 0, 1, 1, 0, 0, 1, 1) };
    expect([...reducedMask(mask, [2, 1])]).toEqual([0.25, 1]);
  });
});
