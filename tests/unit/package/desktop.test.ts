import { describe, expect, test } from 'vitest';
import { bytesSource } from '../../../src/core/bytes/source.ts';
import { isDesktopFile } from '../../../src/core/package/desktop.ts';
import { openFolder, openPackage } from '../../../src/core/package/open.ts';
import { FILES, manifestOf, text } from '../../fixtures/packages.ts';
import { buildZip, type ZipFile } from '../../fixtures/zips.ts';

/** A package that someone unpacked and zipped again, in the form that each program gives it. */

async function packageFiles(files = FILES): Promise<ZipFile[]> {
  const own = files.map(({ path, bytes }) => ({ name: path, data: bytes }));
  return [...own, { name: 'manifest.json', data: text(JSON.stringify(await manifestOf(files))) }];
}
const below = (folder: string, files: readonly ZipFile[]) =>
  files.map((file) => ({ ...file, name: `${folder}/${file.name}` }));
const each = (form: Partial<ZipFile>, files: readonly ZipFile[]) =>
  files.map((file) => ({ ...file, ...form }));
const stored = (name: string): ZipFile => ({ name, data: new Uint8Array(), method: 0 });
const junk = (name: string): ZipFile => ({ name, data: text('junk') });

async function open(files: readonly ZipFile[]) {
  const opened = await openPackage(bytesSource(buildZip(files)));
  if (!opened.ok)
    return opened.failure.map(({ code, details }) => [code, (details as { path?: string }).path]);
  const { added, paths, entry } = opened.value;
  expect(paths).toEqual(FILES.map(({ path }) => path));
  for (const { path, bytes } of FILES) {
    const read = await entry(path);
    expect(read.ok && [...read.value]).toEqual([...bytes]);
  }
  return added;
}

/** As the Archive Utility of macOS zips a folder. */
function ofMac(folder: string, files: readonly ZipFile[]): ZipFile[] {
  const double = ({ name }: ZipFile) => junk(`__MACOSX/${folder}/${name.replace(/([^/]+)$/, '._$1')}`);
  return [
    stored(`${folder}/`),
    junk(`${folder}/.DS_Store`),
    ...below(folder, files).flatMap((file, i) => [file, double(files[i]!)]),
  ];
}

describe('a package that was zipped again opens', () => {
  test.each<[string, (files: readonly ZipFile[]) => readonly ZipFile[], readonly string[]]>([
    ['as it was written', (files) => files, []],
    ['in another order', (files) => files.toReversed(), []],
    ['stored', (files) => each({ method: 0 }, files), []],
    ['with sizes after the data', (files) => each({ descriptor: 'signed' }, files), []],
    ['as zip64', (files) => each({ zip64: true }, files), []],
    ['as zip64 with sizes after the data', (files) => each({ zip64: true, descriptor: 'signed' }, files), []],
    ['with other times', (files) => each({ time: 0x6b2f }, files), []],
    ['below its folder', (files) => below('out', files), ['out/']],
    [
      'below its folder, which is listed',
      (files) => [stored('out/'), stored('out/a/'), ...below('out', files)],
      ['out/'],
    ],
    ['below two folders', (files) => below('Downloads/out (1)', files), ['Downloads/out (1)/']],
    ['below a folder with accents', (files) => below('Hôpital nº 2', files), ['Hôpital nº 2/']],
    ['below a folder with a long name', (files) => below('x'.repeat(230), files), [`${'x'.repeat(230)}/`]],
    [
      'with backslashes',
      (files) => files.map((file) => ({ ...file, name: file.name.replaceAll('/', '\\') })),
      [],
    ],
    [
      'with backslashes below its folder',
      (files) => files.map((file) => ({ ...file, name: `out\\${file.name.replaceAll('/', '\\')}` })),
      ['out/'],
    ],
    [
      'with .DS_Store',
      (files) => [...files, junk('.DS_Store'), junk('a/.DS_Store')],
      ['.DS_Store', 'a/.DS_Store'],
    ],
    [
      'by tar, with ./ before each path',
      (files) => [stored('./'), ...files.map((file) => ({ ...file, name: `./${file.name}` }))],
      [],
    ],
    [
      'while an office program has a table open',
      (files) => [...files, junk('.~lock.labels.csv#'), junk('a/~$one.xlsx'), junk('.Trash-0/x')],
      ['.~lock.labels.csv#', 'a/~$one.xlsx', '.Trash-0/x'],
    ],
    [
      'with Thumbs.db and desktop.ini',
      (files) => [junk('a/Thumbs.db'), ...files, junk('desktop.ini')],
      ['a/Thumbs.db', 'desktop.ini'],
    ],
    [
      'with files of a network disk',
      (files) => [...files, junk('@eaDir/one.txt@SynoEAStream'), junk('.directory')],
      ['@eaDir/one.txt@SynoEAStream', '.directory'],
    ],
    ['with doubles of macOS beside its files', (files) => [...files, junk('a/._one.txt')], ['a/._one.txt']],
    [
      'by macOS',
      (files) => ofMac('out', files),
      [
        'out/',
        'out/.DS_Store',
        '__MACOSX/out/a/._one.txt',
        '__MACOSX/out/._two.nii.gz',
        '__MACOSX/out/._empty.txt',
        '__MACOSX/out/._manifest.json',
      ],
    ],
    [
      'by macOS, without the folder',
      (files) => [...files, junk('__MACOSX/._manifest.json')],
      ['__MACOSX/._manifest.json'],
    ],
    ['with the icon of a folder of macOS', (files) => [...files, junk('Icon\r')], ['Icon\u266a']],
  ])('%s', async (_, form, added) => expect(await open(form(await packageFiles()))).toEqual(added));

  test('when its own names were decomposed', async () => {
    const files = [{ path: 'images/é.txt', bytes: text('x') }];
    const zipped = (await packageFiles(files)).map((file) => ({ ...file, name: file.name.normalize('NFD') }));
    const opened = await openPackage(bytesSource(buildZip(zipped)));
    expect(opened.ok && (await opened.value.entry('images/é.txt')).ok).toBe(true);
  });

  test('with a manifest.json among its own files', async () => {
    const files = [...FILES, { path: 'a/manifest.json', bytes: text('{}') }];
    const opened = await openPackage(bytesSource(buildZip(below('out', await packageFiles(files)))));
    expect(opened.ok && opened.value.added).toEqual(['out/']);
  });

  test('as a folder that someone unpacked', async () => {
    const files = below('out', [...(await packageFiles()), junk('Thumbs.db')]);
    const opened = await openFolder(
      files.map(({ name, data }) => ({ path: name, bytes: () => Promise.resolve(data) })),
    );
    expect(opened.ok && opened.value.added).toEqual(['out/', 'out/Thumbs.db']);
  });
});

describe('a package that was zipped again is refused by name', () => {
  test.each<
    [
      string,
      (files: readonly ZipFile[]) => readonly ZipFile[],
      readonly (readonly [string, string | undefined])[],
    ]
  >([
    ['with a file missing', (files) => below('out', files.slice(1)), [['package/missing-file', 'a/one.txt']]],
    [
      'with a changed file',
      (files) =>
        below(
          'out',
          files.map((file, i) => (i === 1 ? { ...file, data: file.data.with(0, 9) } : file)),
        ),
      [['package/wrong-hash', 'two.nii.gz']],
    ],
    [
      'with a file that no desktop adds',
      (files) => [...below('out', files), junk('out/IM1.dcm')],
      [['package/extra-file', 'IM1.dcm']],
    ],
    [
      'with a file beside its folder',
      (files) => [...below('out', files), junk('note.txt')],
      [['package/extra-file', 'note.txt']],
    ],
    ['with a folder that states content', (files) => [...files, junk('a/')], [['package/unsafe-path', 'a/']]],
    [
      'with a damaged file',
      (files) => files.map((file, i) => (i === 1 ? { ...file, crc: 1 } : file)),
      [['package/unreadable-entry', 'two.nii.gz']],
    ],
    [
      'with another compression',
      (files) => files.map((file, i) => (i === 1 ? { ...file, method: 12 } : file)),
      [['package/unsupported-compression', 'two.nii.gz']],
    ],
    [
      'with a password',
      (files) => files.map((file, i) => (i === 1 ? { ...file, encrypted: true } : file)),
      [['package/encrypted', 'two.nii.gz']],
    ],
    [
      'with another package beside it',
      (files) => [...below('out', files), ...below('out 2', files)],
      [['package/several-packages', undefined]],
    ],
    [
      'below a path that leaves its folder',
      (files) => below('..', files),
      ['a/one.txt', 'two.nii.gz', 'empty.txt', 'manifest.json'].map(
        (path) => ['package/unsafe-path', `../${path}`] as const,
      ),
    ],
    [
      'with a desktop’s file that leaves its folder',
      (files) => [...files, junk('__MACOSX/../../x')],
      [['package/unsafe-path', '__MACOSX/../../x']],
    ],
    [
      'with a backslash that leaves its folder',
      (files) => [...files, junk('..\\x')],
      [['package/unsafe-path', '../x']],
    ],
    [
      'with a link',
      (files) => below('out', [...files, { ...junk('link'), symlink: true }]),
      [['package/symlink', 'out/link']],
    ],
    [
      'without its manifest',
      (files) => below('out', files.slice(0, -1)),
      [['package/no-manifest', undefined]],
    ],
    [
      'with its manifest only among a desktop’s files',
      (files) => [...files.slice(0, -1), { ...files.at(-1)!, name: '__MACOSX/manifest.json' }],
      [['package/no-manifest', undefined]],
    ],
  ])('%s', async (_, form, failures) => expect(await open(form(await packageFiles()))).toEqual(failures));
});

test.each([
  ...['__MACOSX/out/._a', 'a/.DS_Store', 'THUMBS.DB', 'a/Desktop.ini', '._a', '$RECYCLE.BIN/x', '.Trashes/1'],
])('%j is a desktop’s', (path) => expect(isDesktopFile(path)).toBe(true));
test.each(['images/a-1.dcm', '.hidden', 'thumbs.dbx', 'a/MACOSX/b', '._', 'labels.csv'])(
  '%j is not',
  (path) => expect(isDesktopFile(path)).toBe(false),
);
