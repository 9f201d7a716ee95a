import { describe, expect, test } from 'vitest';
import type { ImageFacts } from '../../../src/core/dicom/facts.ts';
import { applyMask, rescaleToImage } from '../../../src/core/image/apply.ts';
import type { PixelArray } from '../../../src/core/dicom/image.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { lengths } from '../../fixtures/measure.ts';

const FACTS = {
  columns: 2,
  rows: 1,
  rescale: { slope: 1, intercept: 0 },
  spacing: { x: 0.5, y: 0.7, source: 'pixel-spacing' },
  position: [1, 2, 3],
  orientation: [0, 1, 0, 0, 0, -1],
  sliceThickness: 4,
} as unknown as ImageFacts;

function rescaled(data: PixelArray, slope: number, intercept: number, components: 1 | 3 = 1) {
  const result = rescaleToImage(
    { columns: 2, rows: 1, components, data },
    { ...FACTS, rescale: { slope, intercept } },
  );
  return result.ok ? result.value.data : result.failure.code;
}

describe('the modality rescale', () => {
  test('gives int16 where whole values fit, else int32, else float32', () => {
    expect(rescaled(Uint16Array.of(0, 4095), 1, -1024)).toEqual(Int16Array.of(-1024, 3071));
    expect(rescaled(Uint16Array.of(0, 65535), 1, -1024)).toEqual(Int32Array.of(-1024, 64511));
    expect(rescaled(Int16Array.of(-3, 5), 0.5, 0)).toEqual(Float32Array.of(-1.5, 2.5));
    expect(rescaled(Int16Array.of(-3, 5), -2, 1)).toEqual(Int16Array.of(7, -9));
    expect(rescaled(Uint32Array.of(0, 4294967295), 1, 1)).toEqual(Float32Array.of(1, 4294967296));
  });

  test.each([
    ['least and largest of int16', Int16Array.of(-31_744, 5, 32_767), -1024, Int16Array],
    ['one below', Int16Array.of(-31_745, 5, 32_767), -1024, Int32Array],
    ['the largest of uint16', Uint16Array.of(0, 32_768 + 32_767), -32_768, Int16Array],
    ['one above', Uint16Array.of(1, 32_768), 1, Int32Array],
    ['an odd count of pixels', Int16Array.of(3, 4, -31_745), -1024, Int32Array],
  ] as const)('is int16 at its limits: %s', (_, data, intercept, type) => {
    const result = rescaleToImage(
      { columns: data.length, rows: 1, components: 1, data },
      { ...FACTS, columns: data.length, rows: 1, rescale: { slope: 1, intercept } },
    );
    if (!result.ok) throw new Error(result.failure.code);
    expect(result.value.data).toBeInstanceOf(type);
    expect(Array.from(result.value.data)).toEqual(Array.from(data, (value) => value + intercept));
  });

  test('that changes nothing keeps the stored type', () => {
    expect(rescaled(Uint8Array.of(1, 2), 1, 0)).toEqual(Uint8Array.of(1, 2));
  });

  test('leaves colour alone, and takes the upper 8 bits of 16', () => {
    expect(rescaled(Uint8Array.of(1, 2, 3, 4, 5, 6), 2, 9, 3)).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect(rescaled(Uint16Array.of(0xff00, 0x1234, 0, 1, 2, 0xffff), 1, 0, 3)).toEqual(
      Uint8Array.of(255, 0x12, 0, 0, 0, 255),
    );
  });
});

test('geometry comes from the header, and unknowns have their defaults', () => {
  const frame = { columns: 2, rows: 1, components: 1, data: Int16Array.of(1, 2) } as const;
  expect(rescaleToImage(frame, FACTS)).toMatchObject({
    ok: true,
    value: {
      size: [2, 1],
      spacing: [0.5, 0.7],
      origin: [1, 2, 3],
      orientation: [0, 1, 0, 0, 0, -1],
      thickness: 4,
    },
  });
  const unknown = {
    ...FACTS,
    spacing: null,
    position: null,
    orientation: null,
    sliceThickness: millimetres(0),
  };
  expect(rescaleToImage(frame, unknown)).toMatchObject({
    ok: true,
    value: { spacing: null, origin: [0, 0, 0], orientation: [1, 0, 0, 0, 1, 0], thickness: 1 },
  });
});

test('pixels that do not fill the announced image are refused', () => {
  expect(rescaled(Int16Array.of(1, 2, 3), 1, 0)).toBe('image/wrong-pixel-count');
});

test('a mask makes every component outside exactly 0 and keeps the rest', () => {
  const image = {
    size: [2, 1],
    components: 3,
    data: Uint8Array.of(1, 2, 3, 4, 5, 6),
    spacing: null,
    origin: lengths(0, 0, 0),
    orientation: [1, 0, 0, 0, 1, 0],
    thickness: millimetres(1),
  } as const;
  expect(Array.from(applyMask(image, { size: [2, 1], data: Uint8Array.of(0, 1) }).data)).toEqual([
    0, 0, 0, 4, 5, 6,
  ]);
  expect(image.data[0]).toBe(1);
});
