import { expect, test } from 'vitest';
import { clearImage } from '../../../src/core/deidentify/clear.ts';
import { deidentifyHeader } from '../../../src/core/deidentify/header.ts';
import type { Writer } from '../../../src/core/deidentify/second-path.ts';
import type { DataSet } from '../../../src/core/dicom/dataset.ts';
import { decodeNative } from '../../../src/core/dicom/native-frame.ts';
import { dataSetOf, element, withElements } from '../../../src/core/dicom/element.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { writePart10 } from '../../../src/core/dicom/write.ts';
import { CT, deidentified, exam, keyOf, NAME } from '../../fixtures/exam.ts';

const EXPLICIT_LE = '1.2.840.10008.1.2.1';
const JPEG = '1.2.840.10008.1.2.4.50';
const HEAD = { transferSyntax: EXPLICIT_LE, sopClass: CT, sopInstance: '1.2.276.99.1' };

function read(bytes: Uint8Array) {
  const part10 = readPart10(bytes);
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  return { part10: part10.value, facts: facts.value };
}

async function headerBy(write: Writer, source: DataSet = exam(), transferSyntax = EXPLICIT_LE) {
  const { part10, facts } = read(writePart10(source, { ...HEAD, transferSyntax }));
  const result = await deidentifyHeader(part10, facts, { key: await keyOf(7), options: [], write });
  return result.ok ? 'passed' : result.failure;
}

/** Left half of the picture is kept. */
const mask = { size: [4, 4] as const, data: Uint8Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? 1 : 0)) };

async function clearingBy(write: Writer) {
  const { image } = await deidentified(exam());
  const { part10, facts } = read(image.dicom);
  const decoded = decodeNative(part10.dataset, facts, 0);
  if (!decoded.ok) throw new Error(decoded.failure.code);
  const acceptance = { at: '2026-11-23T10:00:00Z', by: 'radiologist' };
  const result = await clearImage(
    image,
    { frame: 0, mask },
    acceptance,
    decoded.value,
    await keyOf(7),
    write,
  );
  return result.ok ? 'passed' : result.failure;
}

/** The real writer, its data set changed before. */
const given =
  (change: (dataset: DataSet) => DataSet): Writer =>
  (dataset, head) =>
    writePart10(change(dataset), head);

/** The real writer, its bytes changed after. */
const spoiled =
  (change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): Writer =>
  (dataset, head) =>
    change(writePart10(dataset, head));

const PIXELS = 32;
const ENCAPSULATED = withElements(exam(), {
  set: [
    {
      tag: '7FE00010',
      vr: 'OB',
      value: {
        kind: 'fragments',
        offsetTable: new Uint8Array(4),
        fragments: [Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 2, 3, 4, 0xff, 0xd9)],
      },
    },
  ],
});

test('the real writer passes', async () => {
  expect(await headerBy(writePart10)).toBe('passed');
  expect(await headerBy(writePart10, ENCAPSULATED, JPEG)).toBe('passed');
  expect(await clearingBy(writePart10)).toBe('passed');
});

const secret = new TextEncoder().encode(NAME);
const HEADER_FAULTS: readonly (readonly [string, Writer, string, RegExp])[] = [
  [
    'a private tag is left',
    given((dataset) => withElements(dataset, { set: [element('00291010', 'LO', 'x')] })),
    '00291010',
    /not meant/,
  ],
  [
    'a marker is dropped',
    given((dataset) => withElements(dataset, { remove: ['00120062'] })),
    'PatientIdentityRemoved',
    /was not written/,
  ],
  [
    'a length is too long',
    spoiled((bytes) => {
      new DataView(bytes.buffer).setUint32(bytes.length - PIXELS - 4, PIXELS + 2, true);
      return bytes;
    }),
    'file',
    /longer than what holds it/,
  ],
  [
    'a length is odd',
    spoiled((bytes) => {
      new DataView(bytes.buffer).setUint32(bytes.length - PIXELS - 4, PIXELS - 1, true);
      return bytes;
    }),
    'file',
    /odd length/,
  ],
  [
    'a name follows the data set',
    spoiled((bytes) => Uint8Array.from([...bytes, ...secret])),
    'file',
    /.+ \(byte \d+\)/,
  ],
  [
    'the preamble is filled',
    spoiled((bytes) => {
      bytes.set(secret, 8);
      return bytes;
    }),
    'file',
    /preamble/,
  ],
  [
    "the source's UID is in File Meta",
    (dataset, head) => writePart10(dataset, { ...head, sopInstance: HEAD.sopInstance }),
    'MediaStorageSOPInstanceUID',
    /not as written/,
  ],
  [
    'the SOP instance UID is another',
    given((dataset) => withElements(dataset, { set: [element('00080018', 'UI', '2.25.1')] })),
    'SOPInstanceUID',
    /not as written/,
  ],
];

test.each(HEADER_FAULTS)('%s: caught', async (_, write, attribute, cause) => {
  expect(await headerBy(write)).toMatchObject({
    code: 'deidentify/proof',
    details: { attribute, cause: expect.stringMatching(cause) as string },
  });
});

test('a fragment is changed: caught', async () => {
  const write = spoiled((bytes) => {
    // Before the sequence delimiter and the end marker of the codestream.
    bytes[bytes.length - 12] = 99;
    return bytes;
  });
  expect(await headerBy(write, ENCAPSULATED, JPEG)).toMatchObject({
    code: 'deidentify/proof',
    details: { attribute: 'PixelData', cause: 'not as written' },
  });
});

const pixelSet = (index: number, value: number): Writer =>
  spoiled((bytes) => {
    new DataView(bytes.buffer).setUint16(bytes.length - PIXELS + index * 2, value, true);
    return bytes;
  });

test.each([
  ['a pixel outside the mask is 1', 3, 1, { outside: 1, inside: 0 }],
  ['a pixel inside the mask is changed', 0, 7, { outside: 0, inside: 1 }],
])('%s: caught', async (_, index, value, details) => {
  expect(await clearingBy(pixelSet(index, value))).toMatchObject({ code: 'deidentify/pixels', details });
});

test('a cleared file with another element than was meant: caught', async () => {
  const extra = given((dataset) => dataSetOf([...dataset.elements.values(), element('00204000', 'LT', 'x')]));
  expect(await clearingBy(extra)).toMatchObject({
    code: 'deidentify/proof',
    details: { attribute: 'ImageComments' },
  });
});
