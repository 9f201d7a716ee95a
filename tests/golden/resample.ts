import type { Preprocessing } from '../../src/core/challenge/definition.ts';
import type { Image, PixelArray } from '../../src/core/image/image.ts';
import golden from './resample.json';

const ARRAYS = {
  int16: Int16Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  int32: Int32Array,
  float32: Float32Array,
};

function pixels(type: string, base64: string): PixelArray {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new ARRAYS[type as keyof typeof ARRAYS](bytes.buffer);
}

/** The cases of `resample.json` as the application's own values. */
export const resampleCases = golden.cases.map((entry) => ({
  name: entry.name,
  nearest: entry.interpolator === 'nearest',
  image: {
    size: entry.size,
    components: entry.components,
    data: pixels(entry.type, entry.data),
    spacing: entry.spacing,
    origin: entry.origin,
    orientation: entry.orientation,
    thickness: entry.thickness,
  } as unknown as Image,
  preprocessing: {
    pixelSize: entry.pixelSize,
    imageSize: entry.imageSize as unknown as [number, number],
    crop: 'click',
    mask: 'none',
    interpolation: 'linear',
    paddingValue: entry.padding,
  } satisfies Preprocessing,
  center: entry.center as unknown as [number, number],
  expectedOrigin: entry.expectedOrigin,
  expected: pixels(entry.type, entry.expected),
}));

/** Number of values that differ: at all for integers, by more than 1e-5 relative for floating point. */
export function differences(actual: PixelArray, expected: PixelArray): number {
  if (actual.constructor !== expected.constructor || actual.length !== expected.length) return Infinity;
  const relative = expected instanceof Float32Array ? 1e-5 : 0;
  let count = 0;
  expected.forEach((value, at) => {
    if (!(Math.abs((actual[at] ?? NaN) - value) <= relative * Math.abs(value))) count++;
  });
  return count;
}
