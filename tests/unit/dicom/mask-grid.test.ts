import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeNifti } from '../../../src/core/image/nifti-write.ts';
import { readNiftiVoxels } from '../../../src/core/image/nifti-voxels.ts';
import { maskOnImage } from '../../../src/core/image/mask.ts';
import { latticeOf, onGrid, placeMask, type Plane } from '../../../src/core/dicom/mask-grid.ts';
import { lengths } from '../../fixtures/measure.ts';

/** Masks written by SimpleITK and nibabel: see tests/golden/mask-geometry.py. */
const golden = JSON.parse(
  readFileSync(new URL('../../golden/mask-geometry.json', import.meta.url), 'utf8'),
) as {
  readonly size: [number, number];
  readonly mask: string[];
  readonly cases: { name: string; base64: string; refusal?: string; plane: Omit<Plane, 'size'> }[];
};

test.each(golden.cases)('$name', ({ base64, refusal, plane }) => {
  const voxels = readNiftiVoxels(new Uint8Array(Buffer.from(base64, 'base64')));
  if (!voxels.ok) throw new Error(JSON.stringify(voxels.failure));
  const mask = maskOnImage(voxels.value, { ...plane, size: golden.size }, 'mask.nii.gz');
  if (!mask.ok) {
    expect([mask.failure.code, mask.failure.file], JSON.stringify(mask.failure)).toEqual([
      refusal,
      'mask.nii.gz',
    ]);
    return;
  }
  expect(refusal).toBeUndefined();
  const [columns, rows] = golden.size;
  const drawn = Array.from({ length: rows }, (_, y) =>
    Array.from(mask.value.data.subarray(y * columns, (y + 1) * columns), (one) => (one ? '#' : '.')).join(''),
  );
  expect(drawn).toEqual(golden.mask);
});

test('the NIfTI file that leaves lies on the plane that it was made of', () => {
  const plane = {
    size: [4, 3],
    spacing: lengths(0.45, 0.6),
    position: lengths(-60.125, 12, 8.5),
    orientation: [0, 1, 0, 0, 0, -1],
  } as const satisfies Plane;
  const { size, spacing, position: origin, orientation } = plane;
  const [thickness] = lengths(3);
  const file = writeNifti({
    ...{ size, spacing, origin, orientation, thickness, components: 1 },
    data: new Int16Array(12),
  });
  const voxels = file.ok && readNiftiVoxels(file.value);
  if (!voxels || !voxels.ok) throw new Error('not read');
  expect(placeMask(voxels.value, latticeOf(plane))).toEqual({ ok: true, value: { start: 0, steps: [1, 4] } });
});

test.each([
  [{ position: lengths(0, 3, 4) }, { millimetres: 5, degrees: null, expected: null, got: null }],
  [
    { spacing: lengths(0.75, 0.75) },
    { millimetres: null, degrees: null, expected: [0.5, 0.5], got: [0.75, 0.75] },
  ],
  [{ orientation: [0, 0, 1, 0, 1, 0] }, { millimetres: null, degrees: 90, expected: null, got: null }],
])('a mask elsewhere is refused with the difference: %j', (stated: Partial<Plane>, details) => {
  const image: Plane = {
    size: [4, 3],
    spacing: lengths(0.5, 0.5),
    position: lengths(0, 0, 0),
    orientation: [1, 0, 0, 0, 1, 0],
  };
  expect(placeMask(latticeOf({ ...image, ...stated }), latticeOf(image))).toMatchObject({
    failure: { code: 'image/mask-elsewhere', details },
  });
});

/** One slice on each axis, and lines of one pixel: numpy keeps such axes in any place. */
const eye = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
test.each([
  [[6, 5, 1]],
  [[6, 1, 5]],
  [[1, 6, 5]],
  [[6, 5]],
  [[5, 1, 1]],
  [[1, 5, 1]],
  [[1, 1, 5]],
  [[1, 1, 1]],
])('a mask of %j without a geometry, or with that of its image, is taken pixel by pixel', (size) => {
  const data = Float64Array.from({ length: size.reduce((a, b) => a * b) }, (_, n) => n);
  const oblique = [0.7, 0, 0, 9, 0, 0.8, 0, 9, 0, 0, 3, 9];
  for (const [mask, grid] of [
    [null, null],
    [null, oblique],
    [oblique, null],
    [eye, oblique],
    [oblique, oblique],
  ] as const) {
    const placed = placeMask({ size, affine: mask }, { size, affine: grid });
    expect(placed.ok && [...onGrid(data, size, placed.value)]).toEqual([...data]);
  }
});
