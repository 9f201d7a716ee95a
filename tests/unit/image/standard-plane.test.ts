import { expect, test } from 'vitest';
import { lengths } from '../../fixtures/measure.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { directionOf } from '../../../src/core/image/geometry.ts';
import { standardPlane } from '../../../src/core/image/standard-plane.ts';
import type { Image } from '../../../src/core/dicom/image.ts';

const image = (orientation: Image['orientation']): Image => ({
  size: [4, 3],
  components: 1,
  data: new Int16Array(12),
  spacing: lengths(0.5, 0.25),
  origin: lengths(-81.3, 40.2, 12.9),
  orientation,
  thickness: millimetres(3.3),
});

test.each([
  ['axial', [0.998, 0.05, 0.02, -0.05, 0.99, 0.1], [1, 0, 0, 0, 1, 0]],
  ['sagittal', [0.1, 0.98, 0.05, 0.02, -0.05, -0.99], [0, 1, 0, 0, 0, -1]],
  ['coronal', [0.97, 0.2, 0, 0.01, -0.1, -0.99], [1, 0, 0, 0, 0, -1]],
  ['between planes', [Math.SQRT1_2, Math.SQRT1_2, 0, -Math.SQRT1_2, Math.SQRT1_2, 0], [1, 0, 0, 0, 1, 0]],
  ['feet first, mirrored', [-1, 0, 0, 0, -1, 0], [-1, 0, 0, 0, -1, 0]],
  ['without a direction', [0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 1, 0]],
] as const)('an image keeps its plane alone: %s', (_, orientation, plane) => {
  const placed = image(orientation);
  const made = standardPlane(placed);
  expect(made).toEqual({ ...placed, origin: [0, 0, 0], orientation: plane, thickness: 1 });
  expect(new Set(directionOf(made.orientation).flat().map(Math.abs))).toEqual(new Set([0, 1]));
});
