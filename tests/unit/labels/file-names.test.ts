import { describe, expect, test } from 'vitest';
import { FileNames } from '../../../src/core/labels/file-names.ts';

/** Finds a name among paths; the value of each path is its place in the list. */
const find = (name: string, ...paths: readonly string[]) =>
  new FileNames(paths.map((path, i) => [path, i] as const)).find(name);
const one = (value: number) => ({ kind: 'one', value });
const several = (...candidates: readonly string[]) => ({ kind: 'several', candidates });

describe('a name in a table', () => {
  test.each<[string, string, readonly string[], number]>([
    ['is a whole path', 'in/P1/IM1.dcm', ['in/P2/IM1.dcm', 'in/P1/IM1.dcm'], 1],
    ['leaves out the picked folder', 'P1/IM1.dcm', ['in/P2/IM1.dcm', 'in/P1/IM1.dcm'], 1],
    ['is the end of one path', 'IM2.dcm', ['in/a/IM1.dcm', 'in/a/IM2.dcm'], 1],
    ['under the picked folder comes before one deeper', 'IM1.dcm', ['in/sub/IM1.dcm', 'in/IM1.dcm'], 1],
    ['that is exact comes before an end', 'P1/IM1.dcm', ['other/P1/IM1.dcm', 'P1/IM1.dcm'], 1],
    ['is in a zip', 'B/IM2.dcm', ['in/export.zip/B/IM2.dcm'], 0],
    ['has backslashes', 'P1\\IM1.dcm', ['in/P1/IM1.dcm'], 0],
    ['fits a path with backslashes', 'B/IM2.dcm', ['in/export.zip/B\\IM2.dcm'], 0],
    ['starts with ./', './P1/IM1.dcm', ['in/P1/IM1.dcm'], 0],
    ['has two slashes', './P1//IM1.dcm', ['in/P1/IM1.dcm'], 0],
    ['has a folder .', 'P1/./IM1.dcm', ['in/P2/IM1.dcm', 'in/P1/IM1.dcm'], 1],
    ['starts with .\\', '.\\P1\\IM1.dcm', ['in/P1/IM1.dcm'], 0],
    ['is composed, the path decomposed', 'H\u00e9l\u00e8ne/IM1.dcm', ['in/He\u0301le\u0300ne/IM1.dcm'], 0],
    ['is decomposed, the path composed', 'He\u0301le\u0300ne/IM1.dcm', ['in/H\u00e9l\u00e8ne/IM1.dcm'], 0],
    ['is of Hangul, in two forms', '\ud55c/IM1.dcm', ['in/\u1112\u1161\u11ab/IM1.dcm'], 0],
    ['has another case', 'p1/im1.DCM', ['in/P1/IM1.dcm'], 0],
    ['has the case of one of two files', 'IM1.dcm', ['in/im1.dcm', 'in/IM1.dcm'], 1],
  ])('%s', (_, name, paths, value) => expect(find(name, ...paths)).toEqual(one(value)));

  test.each<[string, string, readonly string[]]>([
    ['stands in two folders', 'IM1.dcm', ['in/P1/IM1.dcm', 'in/P2/IM1.dcm']],
    ['stands in two folders of two imports', 'P1/IM1.dcm', ['a/P1/IM1.dcm', 'b/P1/IM1.dcm']],
    ['stands in two zips', 'IM1.dcm', ['in/a.zip/IM1.dcm', 'in/b.zip/IM1.dcm']],
    ['fits two files with another case', 'im1.dcm', ['in/IM1.DCM', 'in/Im1.dcm']],
    ['fits two Unicode forms', 'e\u0301/IM1.dcm', ['in/e\u0301/IM1.dcm', 'in/\u00e9/IM1.dcm']],
    ['fits the same path with a backslash', 'B/IM1.dcm', ['in/B/IM1.dcm', 'in/B\\IM1.dcm']],
    ['stands at three depths', 'x/IM1.dcm', ['in/a/x/IM1.dcm', 'in/b/c/x/IM1.dcm', 'in/d/x/IM1.dcm']],
  ])('that %s means none of them', (_, name, paths) =>
    expect(find(name, ...paths)).toEqual(several(...[...paths].sort())),
  );

  test.each<[string, string, readonly string[]]>([
    ['is a part of a file’s name', 'M1.dcm', ['in/IM1.dcm']],
    ['has another ending', 'IM1', ['in/IM1.dcm']],
    ['has another folder', 'P3/IM1.dcm', ['in/P1/IM1.dcm']],
    ['has another accent', 'Helene/IM1.dcm', ['in/H\u00e9l\u00e8ne/IM1.dcm']],
    ['is empty', '', ['in/IM1.dcm']],
  ])('that %s is unknown', (_, name, paths) => expect(find(name, ...paths)).toEqual({ kind: 'none' }));

  test('that fits two paths of one image is that image', () => {
    const names = new FileNames([
      ['a/IM1.dcm', 'image'],
      ['b/IM1.dcm', 'image'],
      ['c/IM2.dcm', null],
    ]);
    expect(names.find('IM1.dcm')).toEqual({ kind: 'one', value: 'image' });
    expect(names.find('IM2.dcm')).toEqual({ kind: 'one', value: null });
  });

  test('may begin with folders that were not picked, where no other name ends so', () => {
    const files = [
      ['m1.nii.gz', 1],
      ['m2.nii.gz', 2],
    ] as const;
    const asked = ['data/A/m1.nii.gz', 'data/A/m2.nii.gz', 'data/B/m2.nii.gz'];
    const names = new FileNames(files, asked);
    expect(names.find('data/A/m1.nii.gz')).toEqual(one(1));
    expect(names.find('data/A/m2.nii.gz')).toEqual({ kind: 'none' });
    expect(find('data/A/m1.nii.gz', 'm1.nii.gz')).toEqual({ kind: 'none' });
  });

  test('may be one of a refused file', () =>
    expect(
      new FileNames<string | null>([
        ['in/P1/IM1.dcm', 'image'],
        ['in/P2/IM1.dcm', null],
      ]).find('IM1.dcm').kind,
    ).toBe('several'));
});
