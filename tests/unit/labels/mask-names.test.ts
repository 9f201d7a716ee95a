import { describe, expect, it } from 'vitest';
import { maskNames, type NamedImage } from '../../../src/core/labels/mask-names.ts';

const image = (n: number, further: Partial<NamedImage> = {}): NamedImage => ({
  id: `c${n}`,
  own: [`2.25.${n}`, `${exam(n)}-1`],
  exam: [exam(n), exam(n).slice(0, 8)],
  path: `centre/P${n}/image-0001.dcm`,
  ids: [`ACC${n}00`, `${n}`, 'mmmmmmmmmmmmmmm' + 'abcdefg'[n]],
  ...further,
});
const exam = (n: number) =>
  'abcdefghijklmno'
    .split('')
    .map(() => 'abcdefg'[n])
    .join('') + '2';
const find = maskNames([image(1), image(2), image(3, { path: 'centre/P3/liver_42.dcm' })]);

describe('a mask file is matched by its name', () => {
  it.each([
    [`${exam(1)}-1.nii.gz`, 'c1'],
    [`${exam(2)}.png`, 'c2'],
    [`masks/mask_${exam(2).toUpperCase()}_v3.nii`, 'c2'],
    [`${exam(3).slice(0, 8)}_seg.nii.gz`, 'c3'],
    ['2.25.3.nii.gz', 'c3'],
    ['2.25.1-mask.dcm', 'c1'],
    ['elsewhere/P2/image-0001.nii.gz', 'c2'],
    ['elsewhere/P2/image-0001_mask.nii.gz', 'c2'],
    ['elsewhere/p2/mask_image-0001.png', 'c2'],
    ['liver_42.nii.gz', 'c3'],
    ['LIVER_42-segmentation.nii.gz', 'c3'],
    ['liver_42_0000.nii.gz', 'c3'],
    ['ACC200.png', 'c2'],
    ['P1/mask.nii.gz', 'c1'],
    ['P2.nii.gz', 'c2'],
    ['a/P3/Segmentation.nii.gz', 'c3'],
  ])('%s', (path, id) => expect(find(path)).toEqual({ id }));

  it.each([
    // What a scanner calls any file says nothing without its folder.
    ['image-0001.nii.gz', 0],
    ['P9/image-0001.nii.gz', 0],
    // Nothing is called so.
    ['mask.nii.gz', 0],
    ['P9/mask.nii.gz', 0],
    ['other.png', 0],
    // A patient id of one digit is in too many names.
    ['1.png', 0],
    // An id inside a longer name is not that id.
    ['ACC2001.png', 0],
  ])('%s is of none', (path, images) => expect(find(path)).toEqual({ images }));

  it('a file named after a slice that was not chosen is of no image, however unique among the chosen', () => {
    const chosen = image(1, { path: 'centre/P1/image-0007.dcm' });
    const other = { id: null, own: ['2.25.9'], exam: [], path: 'centre/P2/image-0007.dcm', ids: [] };
    const among = maskNames([chosen, other]);
    expect(among('P2/image-0007_mask.nii.gz')).toEqual({ images: 0 });
    expect(among('P1/image-0007_mask.nii.gz')).toEqual({ id: 'c1' });
    expect(among('image-0007_mask.nii.gz')).toEqual({ images: 0 });
    expect(among('2.25.9.nii.gz')).toEqual({ images: 0 });
  });

  it('a folder below the patient\u2019s says nothing of the patient', () => {
    const path = (name: string) => `exams/${name}/series-1/image-1.dcm`;
    const two = maskNames([image(1, { path: path('A') }), image(2, { path: path('B') })]);
    expect(two('masks/A/series-1/mask.nii.gz')).toEqual({ id: 'c1' });
    expect(two('masks/B/mask.nii.gz')).toEqual({ id: 'c2' });
    expect(two('masks/B/series-1/image-1_seg.nii.gz')).toEqual({ id: 'c2' });
    expect(two('masks/C/series-1/mask.nii.gz')).toEqual({ images: 0 });
    expect(two('series-1/mask.nii.gz')).toEqual({ images: 0 });
    const one = maskNames([image(1, { path: path('A') })]);
    expect(one('masks/C/series-1/mask.nii.gz')).toEqual({ images: 0 });
    expect(one('masks/C/series-1/image-1.nii.gz')).toEqual({ images: 0 });
  });

  it('an exam with two images needs the number of the image', () => {
    const two = maskNames([image(1), image(1, { id: 'other', own: [`${exam(1)}-2`] })]);
    expect(two(`${exam(1)}.nii.gz`)).toEqual({ images: 2 });
    expect(two(`${exam(1)}_2.nii.gz`)).toEqual({ id: 'other' });
  });
});
