// Planted errors: the compiler keeps millimetres and pixels apart.
import { millimetres, pixels, toMillimetres } from '../../../../src/core/measure.ts';
import type { Millimetres, Pixels, Point } from '../../../../src/core/measure.ts';

export const asPixels: Pixels = millimetres(12);
export const asPoint: Point = [3, millimetres(12)];
export const asMillimetres: Millimetres = pixels(12);
export const withoutUnit: Millimetres = 12;
export const renamed = [millimetres(pixels(12)), pixels(millimetres(12))];
export const twice = toMillimetres(millimetres(12), millimetres(2));
