import { describe, expect, test } from 'vitest';
import type { Image, PixelArray } from '../../../src/core/dicom/image.ts';
import {
  autoWindow,
  knownWindow,
  presetsFor,
  renderGrey,
  windowTable,
} from '../../../src/core/image/window.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { lengths } from '../../fixtures/measure.ts';

function image(data: PixelArray, components: 1 | 3 = 1): Image {
  return {
    size: [data.length / components, 1],
    components,
    data,
    spacing: null,
    origin: lengths(0, 0, 0),
    orientation: [1, 0, 0, 0, 1, 0],
    thickness: millimetres(1),
  };
}
const greys = (rgba: Uint8ClampedArray) => Array.from(rgba).filter((_, at) => at % 4 === 0);

describe('the linear function of PS3.3 C.11.2.1.2.1', () => {
  // Values of the standard's own example: c = 2048, w = 4096, output 0 to 255.
  test('centre 2048, width 4096', () => {
    const table = windowTable({ center: 2048, width: 4096 }, false, false);
    expect([0, 4095, 65535].map((value) => table[value])).toEqual([0, 255, 255]);
    expect(table[2048]).toBe(Math.round(((2048 - 2047.5) / 4095 + 0.5) * 255));
  });

  test('centre 0, width 100 of signed values', () => {
    const table = windowTable({ center: 0, width: 100 }, true, false);
    expect([-50, 49, -32768, 32767].map((value) => table[value & 0xffff])).toEqual([0, 255, 0, 255]);
  });

  test('width 1 is a threshold: at or below centre − 0.5 is black', () => {
    const table = windowTable({ center: 10, width: 1 }, false, false);
    expect([9, 10].map((value) => table[value])).toEqual([0, 255]);
    const inverted = windowTable({ center: 10, width: 1 }, false, true);
    expect([9, 10].map((value) => inverted[value])).toEqual([255, 0]);
  });
});

test.each([Int16Array, Int32Array, Float32Array])('%o renders alike', (Type) => {
  const data = Type.of(-200, -160, 0, 40, 240, 3000);
  const rgba = renderGrey(image(data), { center: 40, width: 400, invert: false });
  expect(greys(rgba)).toEqual([0, 0, 102, 128, 255, 255]);
  expect(Array.from(rgba.subarray(8, 12))).toEqual([102, 102, 102, 255]);
  const inverted = greys(renderGrey(image(data), { center: 40, width: 400, invert: true }));
  expect(inverted).toEqual([255, 255, 153, 127, 0, 0]);
});

test('8-bit values render through the same table', () => {
  const data = Uint8Array.of(0, 100, 255);
  expect(greys(renderGrey(image(data), { center: 128, width: 256, invert: false }))).toEqual([0, 100, 255]);
  expect(greys(renderGrey(image(Int8Array.of(-1, 1)), { center: 0.5, width: 2, invert: false }))).toEqual([
    0, 255,
  ]);
});

test('colour passes through, or is inverted', () => {
  const colour = image(Uint8Array.of(1, 2, 3, 250, 0, 9), 3);
  const window = { center: 40, width: 4, invert: false };
  expect(Array.from(renderGrey(colour, window))).toEqual([1, 2, 3, 255, 250, 0, 9, 255]);
  expect(Array.from(renderGrey(colour, { ...window, invert: true })).slice(0, 4)).toEqual([
    254, 253, 252, 255,
  ]);
});

describe('auto window', () => {
  test('spans the 1st to the 99th percentile without the padding', () => {
    const data = Int16Array.from({ length: 2000 }, (_, at) => (at < 1000 ? -2000 : at - 1000));
    const { center, width } = autoWindow(image(data));
    expect([center - 0.5 - (width - 1) / 2, center - 0.5 + (width - 1) / 2]).toEqual([10, 989]);
  });

  test('keeps fractions of float images, and a constant image has a width', () => {
    const { center, width } = autoWindow(image(Float32Array.from({ length: 101 }, (_, at) => at / 100)));
    expect([center, width]).toEqual([expect.closeTo(0.5, 6), expect.closeTo(0.98, 6)]);
    expect(autoWindow(image(Int16Array.of(7, 7, 7)))).toEqual({ center: 7.5, width: 2 });
    expect(autoWindow(image(new Int16Array(0)))).toEqual({ center: 0.5, width: 2 });
  });

  test('ignores NaN', () => {
    const { center } = autoWindow(image(Float32Array.of(NaN, 1, 2, 3)));
    expect(center).toBeCloseTo(2.5);
  });
});

test('CT has presets in Hounsfield units, MR none', () => {
  expect(presetsFor('CT')).toContainEqual({ id: 'lung', center: -600, width: 1500 });
  expect(presetsFor('MR')).toEqual([]);
});

test('the window to begin with is the header’s, else soft tissue in CT, else told by the pixels', () => {
  const own = { center: -600, width: 1500 };
  expect(knownWindow({ windows: [own, { center: 40, width: 400 }], modality: 'CT' })).toEqual(own);
  expect(knownWindow({ windows: [own], modality: 'MR' })).toEqual(own);
  expect(knownWindow({ windows: [{ center: 40, width: 0 }], modality: 'CT' })).toMatchObject({
    center: 40,
    width: 400,
  });
  expect(knownWindow({ windows: [], modality: 'MR' })).toBeNull();
  expect(knownWindow({ windows: [], modality: 'US' })).toBeNull();
});
