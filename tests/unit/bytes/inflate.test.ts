import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inflateWithin } from '../../../src/core/bytes/inflate.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { buildDicom, imageFields } from '../../fixtures/dicom.ts';

const noise = Uint8Array.from({ length: 50_000 }, (_, i) => ((i + 1) * 2654435761) >>> 24);
const packed = (bytes: Uint8Array) => new Uint8Array(deflateRawSync(bytes));

describe('inflateWithin', () => {
  test.each([
    ['nothing', new Uint8Array()],
    ['noise', noise],
    ['zeros', new Uint8Array(3_000_000)],
  ])('gives back %s', (_, bytes) => {
    const plain = inflateWithin(packed(bytes), () => bytes.length);
    expect(typeof plain !== 'string' && Buffer.compare(plain, bytes)).toBe(0);
  });

  test('stops soon after there is too much', () => {
    const bomb = packed(new Uint8Array(64 * 2 ** 20));
    let asked = 0;
    const most = () => {
      asked++;
      return 1000;
    };
    expect(inflateWithin(bomb, most)).toBe('too-long');
    expect(asked).toBe(1);
  });

  test.each([
    ['ends too early', packed(noise).slice(0, -9)],
    ['is no Deflate', new Uint8Array(100).fill(0xff)],
  ])('tells what %s', (_, bytes) => expect(inflateWithin(bytes, () => 2 ** 20)).toBe('damaged'));
});

test('a deflated data set that is a bomb is refused', () => {
  const image = imageFields({ columns: 2, rows: 1, pixels: Uint16Array.of(1, 2) });
  const whole = buildDicom({ fields: image, syntax: '1.2.840.10008.1.2.1.99' });
  const at = Buffer.from(whole).indexOf(Buffer.from([8, 0, 0x16, 0]));
  const body = new Uint8Array(70 * 2 ** 20);
  body.set(whole.subarray(at));
  const bomb = Uint8Array.from(Buffer.concat([whole.subarray(0, at), packed(body)]));
  expect(readPart10(bomb)).toMatchObject({ failure: { code: 'dicom/malformed' } });
});
