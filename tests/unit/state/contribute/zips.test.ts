import { describe, expect, test } from 'vitest';
import { expandZips } from '../../../../src/state/contribute/zips.ts';
import { buildZip, type ZipFile } from '../../../fixtures/zips.ts';

/*
 * Zips of an import: each file stands for itself. Python 3.11's zipfile was asked what can be read of each.
 */

const text = (value: string) => new TextEncoder().encode(value.repeat(200));
const A: ZipFile = { name: 'P1/IM1.dcm', data: text('one ') };
const B: ZipFile = { name: 'P2/IM1.dcm', data: text('two two ') };
const C: ZipFile = { name: 'P3/IM1.dcm', data: text('three ') };

async function importOf(bytes: Uint8Array<ArrayBuffer>) {
  const read: string[] = [];
  const refused: [path: string, code: string, cause: unknown][] = [];
  let count = 0;
  const files = [{ path: 'in/export.zip', file: new File([bytes], 'export.zip') }];
  for await (const { path, file } of expandZips(
    files,
    (more) => (count += more),
    (path, { code, details }) => refused.push([path, code, (details as { cause?: unknown }).cause]),
  ))
    read.push(`${path.replace('in/export.zip/', '')} ${(await file.text()).slice(0, 3)}`);
  return { read, refused, count };
}

const ALL = ['P1/IM1.dcm one', 'P2/IM1.dcm two', 'P3/IM1.dcm thr'];
const DAMAGED = 'package/unreadable-entry';

describe('one file that can’t be unpacked drops only itself', () => {
  const swap = (at: number) => (packed: Uint8Array) => packed.with(at, (packed[at] ?? 0) ^ 0xff);
  test.each<[string, Partial<ZipFile>, string, string | undefined]>([
    ['a wrong checksum', { crc: 1 }, DAMAGED, 'checksum'],
    ['a stored file with a changed byte', { method: 0, spoil: swap(5) }, DAMAGED, 'checksum'],
    ['bytes that are no Deflate', { spoil: (packed) => packed.map(() => 0xff) }, DAMAGED, 'deflate'],
    ['Deflate that ends too early', { spoil: (packed) => packed.slice(0, -6) }, DAMAGED, 'deflate'],
    ['fewer bytes than stated', { bytes: 5000 }, DAMAGED, 'size'],
    ['more bytes than stated', { bytes: 10 }, DAMAGED, 'size'],
    ['Deflate64 (method 9)', { method: 9 }, 'package/unsupported-compression', undefined],
    ['bzip2 (method 12)', { method: 12 }, 'package/unsupported-compression', undefined],
    ['LZMA (method 14)', { method: 14 }, 'package/unsupported-compression', undefined],
    ['a password', { encrypted: true }, 'package/encrypted', undefined],
    ['a place beyond the end', { offset: 10_000_000 }, DAMAGED, 'cut-off'],
    ['a place in the middle of another file', { offset: 7 }, DAMAGED, 'header'],
    ['packed bytes that reach into the next file', { packedBytes: 400 }, DAMAGED, 'overlap'],
    ['a gigabyte of zeros', { bytes: 2 ** 30, packedBytes: 20 }, 'package/bomb', undefined],
  ])('%s', async (_, fault, code, cause) => {
    const { read, refused, count } = await importOf(buildZip([A, { ...B, ...fault }, C]));
    expect(refused).toEqual([['in/export.zip/P2/IM1.dcm', code, cause]]);
    expect(read).toEqual([ALL[0], ALL[2]]);
    expect(count).toBe(2);
  });

  test('the same place as another file: the first of the directory is read', async () => {
    const { read, refused } = await importOf(buildZip([A, { ...B, offset: 0 }, C]));
    expect(read).toEqual([ALL[0], ALL[2]]);
    expect(refused).toEqual([['in/export.zip/P2/IM1.dcm', DAMAGED, 'overlap']]);
  });

  test('a folder that states content', async () => {
    const { read, refused } = await importOf(buildZip([A, { ...B, name: 'P2/' }, C]));
    expect(read).toEqual([ALL[0], ALL[2]]);
    expect(refused).toEqual([['in/export.zip/P2/', DAMAGED, 'header']]);
  });

  test('several at once', async () => {
    const { read, refused } = await importOf(buildZip([{ ...A, crc: 1 }, { ...B, method: 12 }, C]));
    expect(read).toEqual([ALL[2]]);
    expect(refused.map(([path]) => path)).toEqual(['in/export.zip/P1/IM1.dcm', 'in/export.zip/P2/IM1.dcm']);
  });
});

describe('a zip of another program is read', () => {
  test.each<[string, Partial<ZipFile>]>([
    ['stored', { method: 0 }],
    ['with sizes after the data', { descriptor: 'signed' }],
    ['with sizes after the data, without a signature', { descriptor: 'plain' }],
    ['of zip64', { zip64: true }],
    ['of zip64 with sizes after the data', { zip64: true, descriptor: 'signed' }],
  ])('%s', async (_, form) => {
    expect(await importOf(buildZip([A, B, C].map((file) => ({ ...file, ...form }))))).toMatchObject({
      read: ALL,
      refused: [],
    });
  });

  test('with backslashes in its paths', async () => {
    const files = [A, B].map((file) => ({ ...file, name: file.name.replace('/', '\\') }));
    const folder = { name: 'P1\\', data: new Uint8Array(), method: 0 };
    expect((await importOf(buildZip([folder, ...files]))).read).toEqual(ALL.slice(0, 2));
  });

  test('with ./ before its paths', async () => {
    const folder = { name: './', data: new Uint8Array(), method: 0 };
    const files = [A, B, C].map((file) => ({ ...file, name: `./${file.name}` }));
    expect((await importOf(buildZip([folder, ...files]))).read).toEqual(ALL);
  });

  test('with a file that has the attribute of a folder', async () => {
    const bytes = Buffer.from(buildZip([A, B, C]));
    const header = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(0x41ed0000, header + 38);
    expect((await importOf(new Uint8Array(bytes))).read).toEqual(ALL);
  });

  test('with bytes after its end, and a comment', async () => {
    const bytes = buildZip([A, B, C], { comment: 'from the archive' });
    expect((await importOf(bytes)).read).toEqual(ALL);
    expect((await importOf(Uint8Array.of(...bytes, 0x0a))).read).toEqual(ALL);
  });

  test('empty', async () =>
    expect(await importOf(buildZip([]))).toEqual({ read: [], refused: [], count: 0 }));
});

describe('a zip that lost its end', () => {
  /** Bytes that can't be packed. */
  const NOISE = Array.from({ length: 300 }, (_, i) => ((i + 1) * 2654435761) >>> 24);
  const CUT = ['in/export.zip', 'package/zip-cut-off', undefined];

  test.each<[string, Partial<ZipFile>]>([
    ['sizes before the data', {}],
    ['stored', { method: 0 }],
    ['sizes after the data', { descriptor: 'signed' }],
    ['sizes after the data, without a signature', { descriptor: 'plain' }],
    ['zip64', { zip64: true }],
    ['zip64 and sizes after the data', { zip64: true, descriptor: 'signed' }],
  ])('%s: what is whole is read, the rest is told', async (_, form) => {
    const last = { ...C, data: Uint8Array.of(...new TextEncoder().encode('thr'), ...NOISE) };
    const files = [A, B, last].map((file) => ({ ...file, ...form }));
    const bytes = buildZip(files);
    const directory = Buffer.from(bytes).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    // All of it but the directory's end.
    const whole = await importOf(bytes.slice(0, directory + 20));
    expect(whole.read).toEqual(ALL);
    expect(whole.refused).toEqual([CUT]);
    // In the middle of the last file.
    const half = await importOf(bytes.slice(0, directory - 50));
    expect(half.read).toEqual(ALL.slice(0, 2));
    expect(half.refused).toEqual([['in/export.zip/P3/IM1.dcm', DAMAGED, 'cut-off'], CUT]);
  });

  test('cut anywhere: nothing wrong is read, nothing is thrown', async () => {
    const bytes = buildZip([A, { ...B, descriptor: 'signed' }, C]);
    for (let length = 0; length < bytes.length; length++) {
      const { read, refused } = await importOf(bytes.slice(0, length));
      expect(ALL).toEqual(expect.arrayContaining(read));
      expect(refused.length).toBeGreaterThan(0);
    }
  });

  test('at the end of a descriptor without a signature', async () => {
    const bytes = buildZip([A, B, C].map((file) => ({ ...file, descriptor: 'plain' as const })));
    const directory = Buffer.from(bytes).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    expect(await importOf(bytes.slice(0, directory))).toMatchObject({ read: ALL, refused: [CUT] });
  });

  test('that counts fewer files than it lists: all are read, or more are said to be missing', async () => {
    const short = Buffer.from(buildZip([A, B, C]));
    for (const at of [14, 12]) short.writeUInt16LE(2, short.length - at);
    expect(await importOf(new Uint8Array(short))).toMatchObject({ read: ALL, refused: [CUT] });
    const behind = new Uint8Array(Buffer.concat([Buffer.from('MZ'), short]));
    expect(await importOf(behind)).toMatchObject({ read: ALL.slice(0, 2), refused: [CUT] });
  });

  test('something else is called no zip', async () => {
    for (const bytes of [new Uint8Array(), text('%PDF-1.7 '), Uint8Array.of(0x50, 0x4b)])
      expect((await importOf(bytes)).refused).toEqual([['in/export.zip', 'package/not-a-zip', undefined]]);
  });
});
