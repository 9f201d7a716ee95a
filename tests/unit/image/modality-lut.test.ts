import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeFrame } from '../../../src/core/dicom/decode.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { rescaleToImage } from '../../../src/core/image/apply.ts';
import { buildDicom, imageFields, type Fields } from '../../fixtures/dicom.ts';

/** Values of pydicom's apply_modality_lut: see tests/golden/modality-lut.py. */
const { cases } = JSON.parse(
  readFileSync(new URL('../../golden/modality-lut.json', import.meta.url), 'utf8'),
) as { cases: { name: string; base64: string; frame: number; values: number[] }[] };

const none = {
  gdcm: () => Promise.reject(new Error('not asked')),
  htj2k: () => Promise.reject(new Error('not asked')),
};

async function valuesOf(bytes: Uint8Array, frame = 0) {
  const part10 = readPart10(bytes);
  if (!part10.ok) throw new Error(JSON.stringify(part10.failure));
  const facts = factsOf(part10.value, undefined, frame);
  if (!facts.ok) return facts.failure;
  const stored = await decodeFrame(part10.value, facts.value, frame, none);
  if (!stored.ok) return stored.failure;
  const image = rescaleToImage(stored.value, facts.value);
  return image.ok ? Array.from(image.value.data) : image.failure;
}

test.each(cases)('as pydicom: $name', async ({ base64, frame, values }) => {
  expect(await valuesOf(new Uint8Array(Buffer.from(base64, 'base64')), frame)).toEqual(values);
});

const table = (item: Fields, fields: Fields = {}) =>
  buildDicom({
    fields: imageFields(
      { columns: 2, rows: 1, pixels: Uint16Array.of(1, 2) },
      {
        ModalityLUTSequence: [
          {
            '00283002 US': [4, 0, 16],
            '00283006 OW': new Uint8Array(Uint16Array.of(5, 6, 7, 8).buffer),
            ...item,
          },
        ],
        ...fields,
      },
    ),
  });

test('a whole table is applied', async () => expect(await valuesOf(table({}))).toEqual([6, 7]));

test('the number of entries is unsigned also under SS (pydicom 942)', async () => {
  const values = new Uint8Array(Uint16Array.from({ length: 40_000 }, (_, entry) => entry).buffer);
  const long = { '00283002 SS': [-25_536, -100, 16], '00283006 OW': values };
  const bytes = buildDicom({
    fields: imageFields(
      { columns: 2, rows: 1, pixels: Uint16Array.of(1, 30_000) },
      { ModalityLUTSequence: [long] },
    ),
  });
  expect(await valuesOf(bytes)).toEqual([101, 30_100]);
});

test('entries of 8 bits may be packed two to a word', async () => {
  const packed = { '00283002 US': [4, 0, 8], '00283006 OW': Uint8Array.of(5, 6, 7, 8) };
  expect(await valuesOf(table(packed))).toEqual([6, 7]);
});

test.each<[string, Uint8Array]>([
  ['a table shorter than it says', table({ '00283006 OW': Uint8Array.of(5, 0, 6, 0) })],
  ['a table longer than it says', table({ '00283006 OW': new Uint8Array(20) })],
  ['no descriptor', table({ '00283002 US': [] })],
  ['a descriptor of two numbers', table({ '00283002 US': [4, 0] })],
  ['entries of 32 bits', table({ '00283002 US': [4, 0, 32] })],
  ['no data', table({ '00283006 OW': new Uint8Array() })],
  [
    'two tables',
    table({}, { ModalityLUTSequence: [{ '00283002 US': [1, 0, 16] }, { '00283002 US': [1, 0, 16] }] }),
  ],
  ['no sequence', table({}, { ModalityLUTSequence: [], '00283000 LO': 'LUT' })],
])('%s: refused, never stored values', async (_, bytes) => {
  expect(await valuesOf(bytes)).toMatchObject({
    code: expect.stringMatching(/^dicom\/(bad-header|unreadable-number)$/) as string,
  });
});
