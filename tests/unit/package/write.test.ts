import { afterEach, describe, expect, test } from 'vitest';
import { openPackage } from '../../../src/core/package/open.ts';
import { bytesSource } from '../../../src/core/bytes/source.ts';
import { writeFiles, writePackage } from '../../../src/core/package/write.ts';
import { CENTRAL, FILES, findSignature, HEAD, memorySink, stream, text } from '../../fixtures/packages.ts';

async function written(files = FILES, head = HEAD) {
  const sink = memorySink();
  const result = await writePackage(head, stream(files), sink);
  if (!result.ok) throw new Error(result.failure.code);
  return { ...result.value, file: sink.bytes() };
}

const code = (result: { ok: boolean; failure?: { code: string } }) =>
  result.ok ? 'ok' : result.failure?.code;

describe('a written package', () => {
  test('opens with what was put in', async () => {
    const { file, bytes, manifest } = await written();
    expect(bytes).toBe(file.length);
    const opened = await openPackage(bytesSource(file), { expectedFormat: HEAD.format });
    expect(opened.ok && opened.value.manifest).toEqual(manifest);
  });

  test('is the same bytes for the same input', async () => {
    expect((await written()).file).toEqual((await written()).file);
  });

  test('has its manifest last and its files in the order given', async () => {
    const { file } = await written();
    const names = findSignature(file, CENTRAL).map((at) => {
      const length = file[at + 28]! + 256 * file[at + 29]!;
      return new TextDecoder().decode(file.subarray(at + 46, at + 46 + length));
    });
    expect(names).toEqual([...FILES.map(({ path }) => path), 'manifest.json']);
  });

  test('deflates text, and stores what is packed already or empty', async () => {
    const { file } = await written();
    expect(findSignature(file, CENTRAL).map((at) => file[at + 10])).toEqual([8, 0, 0, 8]);
  });

  test('opens without any file in it', async () => {
    const opened = await openPackage(bytesSource((await written([])).file));
    expect(opened.ok && opened.value.paths).toEqual([]);
  });

  describe('in another time zone', () => {
    const zone = process.env['TZ'];
    afterEach(() => {
      process.env['TZ'] = zone;
    });
    test('is the same bytes', async () => {
      process.env['TZ'] = 'Pacific/Auckland';
      const far = (await written()).file;
      process.env['TZ'] = 'Europe/Paris';
      expect((await written()).file).toEqual(far);
    });
  });
});

describe('writing fails as a value', () => {
  const failing = (error: Error) => ({ write: () => Promise.reject(error) });

  test('on a full disk', async () => {
    const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    expect(code(await writePackage(HEAD, stream(FILES), failing(full)))).toBe('machine/storage-full');
  });
  test('on a disk that fails', async () =>
    expect(code(await writePackage(HEAD, stream(FILES), failing(new Error('gone'))))).toBe(
      'package/write-failed',
    ));
  test('when the files cannot be made', async () => {
    // eslint-disable-next-line require-yield
    async function* broken() {
      throw new Error('no pixels');
    }
    expect(code(await writePackage(HEAD, broken(), memorySink()))).toBe('machine/unexpected');
  });
  test('when cancelled', async () =>
    expect(code(await writePackage(HEAD, stream(FILES), memorySink(), { signal: { aborted: true } }))).toBe(
      'machine/cancelled',
    ));
  test.each([
    ['../x', 'package/unsafe-path'],
    ['/x', 'package/unsafe-path'],
    ['manifest.json', 'package/duplicate-entry'],
    ['manifest.sig', 'package/duplicate-entry'],
    ['A/ONE.txt', 'package/duplicate-entry'],
  ])('for the path %s', async (path, expected) => {
    const files = [...FILES, { path, bytes: text('x') }];
    expect(code(await writePackage(HEAD, stream(files), memorySink()))).toBe(expected);
  });
});

test('progress counts files and bytes', async () => {
  const seen: unknown[] = [];
  await writePackage(HEAD, stream(FILES), memorySink(), { onProgress: (progress) => seen.push(progress) });
  expect(seen).toEqual([
    { files: 1, bytes: 2000 },
    { files: 2, bytes: 2300 },
    { files: 3, bytes: 2300 },
  ]);
});

test('a folder holds the same files and manifest as the zip', async () => {
  const paths: string[] = [];
  const result = await writeFiles(HEAD, stream(FILES), ({ path }) => {
    paths.push(path);
    return Promise.resolve();
  });
  expect(result.ok && result.value.manifest).toEqual((await written()).manifest);
  expect(paths).toEqual([...FILES.map(({ path }) => path), 'manifest.json']);
});
