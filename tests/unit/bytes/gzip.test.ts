import { crc32 as zlibCrc, gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gunzip, gzip } from '../../../src/core/bytes/gzip.ts';
import { crc32 } from '../../../src/core/bytes/digest.ts';
import { seededRandom } from '../../../src/core/random.ts';

const WIDTHS = [1, 2, 3, 4] as const;
const LENGTHS = [0, 1, 2, 3, 4, 5, 7, 8, 100, 257, 258, 259, 260, 261, 300, 65_535, 65_537, 200_001];

/** Bytes of `values` kinds that change once in `steady` bytes. */
function drawn(length: number, values: number, steady: number): Uint8Array<ArrayBuffer> {
  const random = seededRandom(`${length} ${values} ${steady}`);
  const bytes = new Uint8Array(length);
  let value = 0;
  for (let at = 0; at < length; at++) {
    if (random() * steady < 1) value = Math.floor(random() * values);
    bytes[at] = value;
  }
  return bytes;
}

/** zlib takes it, which checks codes, length and checksum. */
function isWhole(bytes: Uint8Array<ArrayBuffer>, width: 1 | 2 | 3 | 4): boolean {
  return Buffer.compare(gunzipSync(gzip(bytes, width)), bytes) === 0;
}

test('zlib unpacks what is packed, of any length, voxel and noise', () => {
  let packed = 0;
  for (const length of LENGTHS) {
    for (const [values, steady] of [
      [1, 1],
      [2, 1],
      [3, 50],
      [256, 1],
      [256, 6],
      [256, 1000],
    ] as const) {
      const bytes = drawn(length, values, steady);
      for (const width of WIDTHS) {
        expect(isWhole(bytes, width), `${length} ${values} ${steady} ${width}`).toBe(true);
        packed++;
      }
    }
  }
  expect(packed).toBe(LENGTHS.length * 6 * WIDTHS.length);
});

test('frequencies that would make codes of more than fifteen bits are levelled', () => {
  const counts = [1, 1];
  while (counts.length < 26) counts.push(counts.at(-1)! + counts.at(-2)!);
  const bytes = Uint8Array.from(counts.flatMap((count, value) => Array<number>(count).fill(value * 9)));
  // Every third byte by turns, so that there are no runs.
  const mixed = Uint8Array.from(bytes, (_, i) => bytes[(i * 7919) % bytes.length]!);
  expect(isWhole(mixed, 1)).toBe(true);
});

test('our own reader takes it as well, and the same bytes come out each time', () => {
  const bytes = drawn(70_000, 200, 3);
  const packed = gzip(bytes, 2);
  expect(gunzip(packed)).toEqual({ ok: true, value: bytes });
  expect(gzip(bytes, 2)).toEqual(packed);
});

test('a mask and an air-filled image shrink as zlib shrinks them', () => {
  const mask = new Uint8Array(256 * 256);
  for (let y = 80; y < 120; y++) mask.fill(1, y * 256 + 60, y * 256 + 100 + (y % 7));
  expect(gzip(mask, 1).length).toBeLessThan(1.2 * gzipSync(mask).length);
  const air = new Uint8Array(new Int16Array(256 * 256).fill(-1024).buffer);
  expect(gzip(air, 2).length).toBeLessThan(1000);
});

test.each([0, 1, 3, 4, 5, 1000, 65_543])('CRC-32 of %i bytes is that of zlib', (length) => {
  const bytes = drawn(length, 256, 1);
  expect(crc32(bytes)).toBe(zlibCrc(bytes));
  expect(crc32(bytes.subarray(length > 2 ? 1 : 0))).toBe(zlibCrc(bytes.subarray(length > 2 ? 1 : 0)));
});
