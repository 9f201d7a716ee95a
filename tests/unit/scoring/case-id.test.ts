import { expect, it } from 'vitest';
import { caseIdOf, isMaskFile } from '../../../src/core/scoring/case-id.ts';

it.each([
  ['labelsTs/renal-cortex-0007.nii.gz', 'renal-cortex-0007'],
  ['mask_12.nii.gz', '12'],
  ['masks/mask-a b.nii', 'a b'],
  ['Mask0042.nii.gz', '0042'],
  ['mask.nii.gz', 'mask'],
])('names the case of %s', (path, id) => expect(caseIdOf(path)).toBe(id));

it('passes over hidden files and other types', () => {
  expect(['a/.b.nii.gz', 'a.csv', 'x/y.nii'].map(isMaskFile)).toEqual([false, false, true]);
});
