import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../src/core/bytes/limits.ts';
import type { OpenOptions } from '../../../src/core/package/open.ts';
import { openFolder, openPackage } from '../../../src/core/package/open.ts';
import { bytesSource } from '../../../src/core/bytes/source.ts';
import { unsafePath } from '../../../src/core/package/path.ts';
import {
  CENTRAL,
  END,
  FILES,
  findSignature,
  LOCAL,
  manifestOf,
  rawZip,
  text,
  zipWith,
} from '../../fixtures/packages.ts';

const [ONE, TWO] = FILES as [(typeof FILES)[0], (typeof FILES)[0]];

async function outcome(bytes: Uint8Array, options?: OpenOptions): Promise<string[]> {
  const opened = await openPackage(bytesSource(bytes), options);
  return opened.ok ? ['opened'] : [...new Set(opened.failure.map(({ code }) => code))];
}

const honest = async () => zipWith(FILES, await manifestOf(FILES));

/** Writes little-endian bytes at an offset from the record of the n-th entry, in both headers. */
async function patched(central: number, local: number | null, value: readonly number[], entry = 0) {
  const bytes = await honest();
  const at = findSignature(bytes, CENTRAL)[entry]! + central;
  bytes.set(value, at);
  if (local !== null) bytes.set(value, findSignature(bytes, LOCAL)[entry]! + local);
  return bytes;
}

describe('an honest package', () => {
  test('opens and gives back every file', async () => {
    const opened = await openPackage(bytesSource(await honest()));
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
    expect(opened.value.paths).toEqual(FILES.map(({ path }) => path));
    for (const { path, bytes } of FILES) {
      const entry = await opened.value.entry(path);
      expect(entry.ok && [...entry.value]).toEqual([...bytes]);
    }
    const missing = await opened.value.entry('other.txt');
    expect(missing.ok).toBe(false);
  });

  test('opens with the folders that another zip program lists', async () => {
    const manifest = await manifestOf(FILES);
    expect(
      await outcome(await zipWith([{ path: 'a/', bytes: new Uint8Array() }, ...FILES], manifest)),
    ).toEqual(['opened']);
  });

  test('opens whatever the order of its files', async () => {
    expect(await outcome(await zipWith([...FILES].reverse(), await manifestOf(FILES)))).toEqual(['opened']);
  });

  test('tells how many files are checked', async () => {
    const seen: number[] = [];
    await outcome(await honest(), { onProgress: ({ files, of }) => seen.push(files, of) });
    expect(seen).toEqual([1, 3, 2, 3, 3, 3]);
  });
});

describe('a manifest is refused', () => {
  const tampered: [string, (m: Record<string, unknown>) => unknown, string][] = [
    ['of an unknown format', (m) => ({ ...m, format: 'other' }), 'package/unknown-format'],
    ['of a later version', (m) => ({ ...m, formatVersion: 2 }), 'package/unknown-version'],
    ['of a version in text', (m) => ({ ...m, formatVersion: '1' }), 'package/unknown-version'],
    ['with an unknown key', (m) => ({ ...m, extra: 1 }), 'package/invalid-document'],
    ['without a tool', (m) => ({ ...m, tool: undefined }), 'package/invalid-document'],
    ['with a day that is no time', (m) => ({ ...m, createdAt: 'yesterday' }), 'package/invalid-document'],
    ['with a negative count', (m) => ({ ...m, counts: { images: -1 } }), 'package/invalid-document'],
    ['with files that are no list', (m) => ({ ...m, files: {} }), 'package/invalid-document'],
    ['that is a list', () => [], 'package/invalid-document'],
    ['that is null', () => null, 'package/invalid-document'],
  ];
  test.each(tampered)('%s', async (_, change, code) => {
    const manifest = change({ ...(await manifestOf(FILES)) });
    expect(await outcome(await zipWith(FILES, manifest))).toEqual([code]);
  });

  test('that is not JSON', async () => {
    const bytes = await rawZip([...FILES, { path: 'manifest.json', bytes: text('{') }]);
    expect(await outcome(bytes)).toEqual(['package/invalid-document']);
  });
  test('that is not UTF-8', async () => {
    const bytes = await rawZip([...FILES, { path: 'manifest.json', bytes: Uint8Array.of(0x7b, 0xff, 0x7d) }]);
    expect(await outcome(bytes)).toEqual(['package/invalid-document']);
  });
  test('that is missing', async () =>
    expect(await outcome(await rawZip(FILES))).toEqual(['package/no-manifest']));
  test('of another format than is asked for', async () =>
    expect(await outcome(await honest(), { expectedFormat: 'negatoscope-dataset' })).toEqual([
      'package/wrong-format',
    ]));
});

describe('files that are not as the manifest says are refused', () => {
  test('one is missing', async () =>
    expect(await outcome(await zipWith([ONE], await manifestOf([ONE, TWO])))).toEqual([
      'package/missing-file',
    ]));
  test('one is too many', async () =>
    expect(await outcome(await zipWith([ONE, TWO], await manifestOf([ONE])))).toEqual([
      'package/extra-file',
    ]));
  test('one is renamed', async () => {
    const renamed = { ...TWO, path: 'three.nii.gz' };
    expect(await outcome(await zipWith([ONE, renamed], await manifestOf([ONE, TWO])))).toEqual([
      'package/missing-file',
      'package/extra-file',
    ]);
  });
  test('one has another byte', async () => {
    const changed = { ...TWO, bytes: TWO.bytes.with(5, TWO.bytes[5]! ^ 1) };
    expect(await outcome(await zipWith([changed], await manifestOf([TWO])))).toEqual(['package/wrong-hash']);
  });
  test('one is longer', async () => {
    const longer = { ...TWO, bytes: Uint8Array.of(...TWO.bytes, 0) };
    expect(await outcome(await zipWith([longer], await manifestOf([TWO])))).toEqual(['package/wrong-size']);
  });
  test('two are swapped', async () => {
    const swapped = [
      { ...ONE, bytes: TWO.bytes },
      { ...TWO, bytes: ONE.bytes },
    ];
    expect(await outcome(await zipWith(swapped, await manifestOf([ONE, TWO])))).toEqual([
      'package/wrong-size',
    ]);
  });
  test('the manifest names one twice', async () => {
    const manifest = await manifestOf([ONE]);
    expect(
      await outcome(await zipWith([ONE], { ...manifest, files: [...manifest.files, ...manifest.files] })),
    ).toEqual(['package/duplicate-entry']);
  });
  test('the manifest names itself', async () => {
    const manifest = await manifestOf([ONE, { path: 'manifest.json', bytes: text('') }]);
    expect(await outcome(await zipWith([ONE], manifest))).toEqual(['package/duplicate-entry']);
  });
  test('every fault is told at once', async () => {
    const changed = FILES.map((file) => ({ ...file, bytes: Uint8Array.of(...file.bytes, 1) }));
    const opened = await openPackage(bytesSource(await zipWith(changed, await manifestOf(FILES))));
    expect(opened.ok ? [] : opened.failure.map(({ code }) => code)).toHaveLength(3);
  });
});

describe('a path is refused', () => {
  test.each([
    ['/etc/passwd', 'absolute'],
    ['C:/windows', 'absolute'],
    ['c:file', 'absolute'],
    ['../up.txt', 'parent'],
    ['a/../../up.txt', 'parent'],
    ['a/..', 'parent'],
    ['a\\b.txt', 'backslash'],
    ['..\\up.txt', 'backslash'],
    ['\\\\server\\share', 'backslash'],
    ['a\0b.txt', 'control-character'],
    ['a\nb.txt', 'control-character'],
    ['a//b.txt', 'empty-segment'],
    ['./a.txt', 'empty-segment'],
    ['', 'empty'],
    ['x'.repeat(241), 'too-long'],
  ])('%j: %s', (path, reason) => expect(unsafePath(path)).toBe(reason));

  test.each(['images/abc-1.dcm', 'é.txt', '..a', 'a..b/c', '.hidden'])('%j is not', (path) =>
    expect(unsafePath(path)).toBeNull(),
  );

  test.each(['../up.txt', '/abs.txt', 'a\\b.txt', 'C:/x.txt', './a.txt', 'a\nb.txt'])(
    'in a zip, listed or not: %j',
    async (path) => {
      const evil = { path, bytes: text('x') };
      expect(await outcome(await zipWith([evil], await manifestOf([evil])))).toEqual(['package/unsafe-path']);
    },
  );
  test('in a manifest alone', async () => {
    const evil = { path: '../up.txt', bytes: text('x') };
    expect(await outcome(await zipWith([], await manifestOf([evil])))).toContain('package/unsafe-path');
  });
});

describe('a zip is refused', () => {
  test('that is empty', async () => expect(await outcome(new Uint8Array())).toEqual(['package/not-a-zip']));
  test('that is something else', async () =>
    expect(await outcome(text('%PDF-1.7 not a zip at all'))).toEqual(['package/not-a-zip']));
  test('that has bytes before it', async () =>
    expect(await outcome(Uint8Array.of(1, 2, 3, 4, ...(await honest())))).toEqual(['package/not-a-zip']));
  test('that has bytes after it', async () =>
    expect(await outcome(Uint8Array.of(...(await honest()), ...text('appended')))).not.toContain('opened'));
  test('that holds no entry', async () =>
    expect(await outcome(await rawZip([]))).toEqual(['package/no-manifest']));

  test.each([1, 21, 22, 60, 400])('that lacks its last %i bytes', async (bytes) => {
    const codes = await outcome((await honest()).slice(0, -bytes));
    expect(codes).toHaveLength(1);
    expect(['package/truncated', 'package/inconsistent-zip']).toContain(codes[0]);
  });
  test('that is cut anywhere: never opened, never thrown', async () => {
    const bytes = await honest();
    for (let length = 0; length < bytes.length; length += 13) {
      expect(await outcome(bytes.slice(0, length))).not.toContain('opened');
    }
  });

  test('with an encrypted entry', async () =>
    expect(await outcome(await patched(8, 6, [1, 0]))).toContain('package/encrypted'));
  test('with a symbolic link', async () =>
    expect(await outcome(await patched(38, null, [0, 0, 0xff, 0xa1]))).toContain('package/symlink'));
  test('with a compression that no package uses', async () =>
    expect(await outcome(await patched(10, 8, [12, 0]))).toEqual(['package/unsupported-compression']));
  test('with an entry of two names', async () => {
    const bytes = await honest();
    bytes.set(text('b'), findSignature(bytes, LOCAL)[0]! + 30);
    expect(await outcome(bytes)).not.toContain('opened');
  });
  test('with one file twice', async () => {
    const bytes = await zipTwice('two.nii.gz', 'twx.nii.gz');
    for (const at of findSignature(bytes, [...text('twx.')])) bytes[at + 2] = 'o'.charCodeAt(0);
    const [code] = await outcome(bytes);
    expect(['package/duplicate-entry', 'package/inconsistent-zip']).toContain(code);
  });
  test('with paths that differ by case', async () =>
    expect(await outcome(await zipTwice('two.nii.gz', 'Two.nii.gz'))).toEqual(['package/duplicate-entry']));
  test('with paths that differ by composition', async () =>
    expect(await outcome(await zipTwice('\u00e9.txt', 'e\u0301.txt'))).toEqual(['package/duplicate-entry']));
  test('with a wrong checksum', async () =>
    expect(await outcome(await patched(16, 14, [1, 2, 3, 4]))).toEqual(['package/unreadable-entry']));
  test('with spoiled packed data', async () => {
    const bytes = await honest();
    const data = findSignature(bytes, LOCAL)[0]! + 30 + 'a/one.txt'.length;
    bytes.fill(0xff, data + 2, data + 8);
    expect(await outcome(bytes)).toEqual(['package/unreadable-entry']);
  });
  test('with a directory that points elsewhere', async () => {
    const bytes = await honest();
    bytes.set([9, 9], findSignature(bytes, END)[0]! + 16);
    expect(await outcome(bytes)).not.toContain('opened');
  });
  test('with two entries on the same bytes', async () =>
    expect(await outcome(await patched(42, null, [0, 0, 0, 0], 1))).not.toContain('opened'));
  test('whose source cannot be read', async () => {
    const opened = await openPackage({ size: 100, read: () => Promise.reject(new Error('gone')) });
    expect(opened.ok).toBe(false);
  });
});

const zipTwice = async (one: string, two: string) => {
  const files = [one, two].map((path) => ({ path, bytes: TWO.bytes }));
  return zipWith(files, await manifestOf(files));
};

describe('a bomb is refused before anything is unpacked', () => {
  const size = (bytes: number) => [
    bytes & 255,
    (bytes >>> 8) & 255,
    (bytes >>> 16) & 255,
    (bytes >>> 24) & 255,
  ];

  test('by the ratio that its directory declares', async () =>
    expect(await outcome(await patched(24, 22, size(LIMITS.ratioFrom + 1)))).toContain('package/bomb'));
  test('by the size of one file', async () =>
    expect(await outcome(await patched(24, 22, size(LIMITS.entryBytes + 1)))).toContain('package/bomb'));
  test('when it unpacks to more than it declares', async () =>
    expect(await outcome(await patched(24, 22, size(10)))).not.toContain('opened'));
  test('while a small black image, which packs a thousandfold, is not one', async () => {
    const black = { path: 'black.dcm', bytes: new Uint8Array(2 ** 20) };
    expect(await outcome(await zipWith([black], await manifestOf([black])))).toEqual(['opened']);
  });
});

test('opening is cancelled between files', async () => {
  expect(await outcome(await honest(), { signal: { aborted: true } })).toEqual(['machine/cancelled']);
});

describe('an unpacked folder', () => {
  const folder = async (files = FILES) => [
    ...files.map(({ path, bytes }) => ({ path, bytes: () => Promise.resolve(bytes) })),
    { path: 'manifest.json', bytes: async () => text(JSON.stringify(await manifestOf(FILES))) },
  ];
  const codes = async (files: Awaited<ReturnType<typeof folder>>) => {
    const opened = await openFolder(files);
    return opened.ok ? ['opened'] : opened.failure.map(({ code }) => code);
  };

  test('opens like the zip, under the same name', async () => {
    const opened = await openFolder(await folder());
    const zipped = await openPackage(bytesSource(await honest()));
    expect(opened.ok && zipped.ok && opened.value.digest === zipped.value.digest).toBe(true);
  });
  test('is refused with a missing file', async () =>
    expect(await codes(await folder([ONE]))).toEqual(['package/missing-file', 'package/missing-file']));
  test('is refused with one too many', async () =>
    expect(await codes(await folder([...FILES, { path: 'note.txt', bytes: text('x') }]))).toEqual([
      'package/extra-file',
    ]));
  test('is refused with a changed file', async () =>
    expect(await codes(await folder([{ ...ONE, bytes: ONE.bytes.with(0, 0) }, ...FILES.slice(1)]))).toEqual([
      'package/wrong-hash',
    ]));
  test('is refused with a path that leaves it', async () =>
    expect(await codes(await folder([...FILES, { path: '../x', bytes: text('x') }]))).toEqual([
      'package/unsafe-path',
    ]));
  test('is refused when a file cannot be read', async () => {
    const files = await folder();
    files[0] = { path: ONE.path, bytes: () => Promise.reject(new Error('gone')) };
    expect(await codes(files)).toEqual(['package/unreadable-entry']);
  });
});
