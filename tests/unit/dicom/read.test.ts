import { deflateSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { DataSet, Part10 } from '../../../src/core/dicom/dataset.ts';
import { itemsOf, numberOf, numbersOf, textOf } from '../../../src/core/dicom/element.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { buildDicom, imageFields, type Fields, withoutPixels } from '../../fixtures/dicom.ts';

const NATIVE = {
  'implicit little endian': '1.2.840.10008.1.2',
  'explicit little endian': '1.2.840.10008.1.2.1',
  'explicit big endian': '1.2.840.10008.1.2.2',
};
const DEFLATED = '1.2.840.10008.1.2.1.99';

const pixels = Int16Array.of(-3, 0, 1, 258, -32768, 32767);
const fields: Fields = imageFields(
  { columns: 3, rows: 2, pixels },
  {
    ReferencedStudySequence: [
      { ReferencedSOPInstanceUID: '1.2.9', PurposeOfReferenceCodeSequence: [{ CodeValue: 'A' }] },
    ],
    EchoTime: '12.5',
    '00091001 FD': 1.5,
    '00090010 LO': 'MAKER',
    PixelPaddingValue: -2000,
  },
);

function read(bytes: Uint8Array): Part10 {
  const result = readPart10(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

function bytesOf(dataset: DataSet, tag: string): Uint8Array {
  const value = dataset.elements.get(tag)?.value;
  if (value?.kind !== 'bytes') throw new Error(`${tag} has no bytes`);
  return value.bytes;
}

describe.each(Object.entries(NATIVE))('%s', (_, syntax) => {
  test.each([false, true])('gives the same values (undefined lengths: %s)', (undefinedLengths) => {
    const { dataset, transferSyntax, repairs } = read(buildDicom({ fields, syntax, undefinedLengths }));
    expect(repairs).toEqual([]);
    expect(transferSyntax).toBe(syntax);
    expect(textOf(dataset, '00100010')).toBe('FIXTURE^ADA');
    expect(numberOf(dataset, '00280010')).toBe(2);
    expect(numberOf(dataset, '00280120')).toBe(-2000);
    expect(numbersOf(dataset, '00280030')).toEqual([0.7, 0.5]);
    expect([...new Int16Array(bytesOf(dataset, '7FE00010').slice().buffer)]).toEqual([...pixels]);
    const [study] = itemsOf(dataset, '00081110');
    expect(textOf(study!, '00081155')).toBe('1.2.9');
    expect(textOf(itemsOf(study!, '0040A170')[0]!, '00080100')).toBe('A');
    expect([...dataset.elements.keys()]).toEqual([...dataset.elements.keys()].sort());
  });

  test('is told apart in a bare data set', () => {
    const part10 = read(buildDicom({ fields, syntax, meta: false }));
    expect(part10.transferSyntax).toBe(syntax);
    expect(part10.meta.elements.size).toBe(0);
    expect(textOf(part10.dataset, '00100020')).toBe('F-0001');
    expect(part10.repairs).toHaveLength(2);
  });
});

test('private values get their VR from the file, and LO for who reserves the block', () => {
  const explicit = read(buildDicom({ fields })).dataset;
  expect(explicit.elements.get('00091001')?.vr).toBe('FD');
  const implicit = read(buildDicom({ fields, syntax: '1.2.840.10008.1.2' })).dataset;
  expect(implicit.elements.get('00091001')?.vr).toBe('UN');
  expect(implicit.elements.get('00090010')?.vr).toBe('LO');
});

test('a deflated data set is inflated', () => {
  const plain = buildDicom({ fields, syntax: DEFLATED });
  const start = plain.length - buildDicom({ fields, meta: false }).length;
  const deflated = deflateSync(plain.subarray(start));
  const { dataset } = read(Uint8Array.from([...plain.subarray(0, start), ...deflated]));
  expect(textOf(dataset, '00100010')).toBe('FIXTURE^ADA');
  const broken = readPart10(Uint8Array.from([...plain.subarray(0, start), ...deflated.fill(0xff)]));
  expect(broken).toMatchObject({ ok: false, failure: { code: 'dicom/malformed' } });
});

test('sequences inside UN, and inside private values of implicit files, are opened', () => {
  const item = buildDicom({
    fields: { PatientName: 'HIDDEN^NAME' },
    syntax: '1.2.840.10008.1.2',
    meta: false,
  });
  const items = Uint8Array.from([0xfe, 0xff, 0x00, 0xe0, item.length, 0, 0, 0, ...item]);
  const explicit = read(buildDicom({ fields: { ...fields, '00091002 UN': items } })).dataset;
  expect(textOf(itemsOf(explicit, '00091002')[0]!, '00100010')).toBe('HIDDEN^NAME');
  const implicit = read(
    buildDicom({ fields: { ...fields, '00091002 UN': items }, syntax: '1.2.840.10008.1.2' }),
  );
  expect(textOf(itemsOf(implicit.dataset, '00091002')[0]!, '00100010')).toBe('HIDDEN^NAME');
});

test('a private value that only begins like a sequence stays bytes', () => {
  const bytes = Uint8Array.of(0xfe, 0xff, 0x00, 0xe0, 200, 0, 0, 0, 1, 2, 3, 4);
  const { dataset } = read(buildDicom({ fields: { ...fields, '00091002 UN': bytes } }));
  expect(bytesOf(dataset, '00091002')).toEqual(bytes);
});

test('VRs of 64 bits have long length fields', () => {
  const { dataset } = read(
    buildDicom({ fields: { ...fields, '00091002 UV': 5_000_000_000, '00091003 OV': new Uint8Array(16) } }),
  );
  expect(numberOf(dataset, '00091002')).toBe(5_000_000_000);
  expect(bytesOf(dataset, '00091003')).toHaveLength(16);
});

test('fragments are kept byte for byte, apart from their offset table', () => {
  const rest = withoutPixels(fields);
  const fragments = [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5, 6)];
  const built = buildDicom({ fields: rest, syntax: '1.2.840.10008.1.2.4.90', fragments, offsets: [0, 12] });
  const value = read(built).dataset.elements.get('7FE00010')?.value;
  expect(value).toEqual({
    kind: 'fragments',
    offsetTable: Uint8Array.of(0, 0, 0, 0, 12, 0, 0, 0),
    fragments,
  });
});

test('junk after Pixel Data is left out, with a note', () => {
  const { repairs, dataset } = read(
    Uint8Array.from([...buildDicom({ fields }), ...Array<number>(64).fill(0)]),
  );
  expect(repairs).toEqual(['bytes-at-end']);
  expect(dataset.elements.has('7FE00010')).toBe(true);
});

describe('what is not a whole DICOM file', () => {
  test.each([
    ['nothing', new Uint8Array()],
    [
      'text',
      new TextEncoder().encode('A plain text file, long enough to hold a header or two of something.'),
    ],
    [
      'a PNG',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52),
    ],
    ['a zip', Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x14, 0, 0, 0, 8, 0, 1, 2, 3, 4, 5, 6)],
    ['zeros', new Uint8Array(4096)],
  ])('%s is refused as such', (_, bytes) => {
    expect(readPart10(bytes, 'a.dcm')).toEqual({
      ok: false,
      failure: { code: 'dicom/not-dicom', details: {}, file: 'a.dcm' },
    });
  });

  test('pixels that end early say how many bytes are missing', () => {
    const file = buildDicom({ fields });
    expect(readPart10(file.subarray(0, file.length - 5))).toMatchObject({
      ok: false,
      failure: { code: 'dicom/truncated-pixels', details: { expected: 12, actual: 7 } },
    });
  });

  test.each(Object.entries(NATIVE))(
    '%s cut anywhere gives a failure or a data set, never an exception',
    (_, syntax) => {
      for (const undefinedLengths of [false, true]) {
        const file = buildDicom({ fields, syntax, undefinedLengths });
        for (let length = 0; length < file.length; length++)
          expect(readPart10(file.subarray(0, length))).toHaveProperty('ok');
      }
    },
  );

  test('any single damaged byte gives a failure or a data set, never an exception', () => {
    const file = buildDicom({ fields, undefinedLengths: true });
    for (let at = 132; at < file.length; at++) {
      for (const damage of [0x00, 0xff, 0xfe]) {
        const damaged = file.slice();
        damaged[at] = damage;
        expect(readPart10(damaged)).toHaveProperty('ok');
      }
    }
  });

  test('sequences nested without end are refused', () => {
    const open = [
      0x08, 0x00, 0x10, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff,
      0xff, 0xff,
    ];
    const bytes = Uint8Array.from(Array.from({ length: 5000 }, () => open).flat());
    expect(readPart10(bytes)).toMatchObject({ ok: false, failure: { code: 'dicom/malformed' } });
  });
});
