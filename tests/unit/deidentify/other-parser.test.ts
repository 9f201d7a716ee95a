import { afterEach, expect, test, vi } from 'vitest';
import { clearImage } from '../../../src/core/deidentify/clear.ts';
import { failedCheck, isProofFailure } from '../../../src/core/deidentify/failed-check.ts';
import { unlikeOtherParser } from '../../../src/core/deidentify/other-parser.ts';
import type { Writer } from '../../../src/core/deidentify/second-path.ts';
import * as second from '../../../src/core/deidentify/second-reader.ts';
import { decodeNative } from '../../../src/core/dicom/native-frame.ts';
import { dataSetOf, element, withElements } from '../../../src/core/dicom/element.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { writePart10 } from '../../../src/core/dicom/write.ts';
import { CT, deidentified, exam, keyOf } from '../../fixtures/exam.ts';

vi.mock('../../../src/core/deidentify/second-reader.ts', { spy: true });
const real = await vi.importActual<typeof second>('../../../src/core/deidentify/second-reader.ts');
afterEach(() => vi.mocked(second.readStrictly).mockImplementation(real.readStrictly));

const HEAD = { transferSyntax: '1.2.840.10008.1.2.1', sopClass: CT, sopInstance: '1.2.276.99.1' };
const JPEG = { ...HEAD, transferSyntax: '1.2.840.10008.1.2.4.50' };

const SEQUENCE = element('00081140', 'SQ', [
  dataSetOf([element('00081150', 'UI', CT), element('00081155', 'UI', '2.25.1')]),
  dataSetOf([]),
]);
const NESTED = withElements(exam(), { set: [SEQUENCE] });
const FRAGMENTS = withElements(NESTED, {
  set: [
    {
      tag: '7FE00010',
      vr: 'OB',
      value: {
        kind: 'fragments',
        offsetTable: new Uint8Array(4),
        fragments: [Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), Uint8Array.of(1, 2)],
      },
    },
  ],
});
const VERY_LONG = withElements(NESTED, {
  set: [
    { tag: '00081161', vr: 'UV', value: { kind: 'bytes', bytes: new Uint8Array(8) } },
    { tag: '7FE00001', vr: 'OV', value: { kind: 'bytes', bytes: new Uint8Array(8) } },
  ],
});

test.each([
  ['sequences and an empty item', writePart10(NESTED, HEAD)],
  ['fragments', writePart10(FRAGMENTS, JPEG)],
  ['VRs that dicom-parser does not know', writePart10(VERY_LONG, HEAD)],
  ['a file inside a larger buffer', Uint8Array.from([9, 9, ...writePart10(FRAGMENTS, JPEG)]).subarray(2)],
])('%s: the two parsers agree', (_, bytes) => {
  expect(unlikeOtherParser(bytes)).toBeNull();
});

/** Position of the tag of an element of the outermost data set. */
function headerOf(bytes: Uint8Array, tag: string): number {
  const needle = [tag.slice(2, 4), tag.slice(0, 2), tag.slice(6, 8), tag.slice(4, 6)].map((two) =>
    parseInt(two, 16),
  );
  const at = bytes.findIndex((_, i) => i > 132 && needle.every((byte, n) => bytes[i + n] === byte));
  if (at < 0) throw new Error(tag);
  return at;
}

/** dicom-parser reads the changed bytes, the strict reader those before the change. */
function changed(before: Uint8Array<ArrayBuffer>, change: (bytes: Uint8Array<ArrayBuffer>) => void) {
  const after = before.slice();
  change(after);
  vi.mocked(second.readStrictly).mockImplementation(() => real.readStrictly(before));
  return unlikeOtherParser(after);
}

test('another VR of the same form is caught', () => {
  const violation = changed(writePart10(NESTED, HEAD), (bytes) => {
    bytes.set(new TextEncoder().encode('LO'), headerOf(bytes, '00080060') + 4);
  });
  expect(violation).toEqual({ attribute: 'Modality', cause: 'dicom-parser reads another VR' });
});

test('an element hidden behind a wrong length is caught', () => {
  const dataset = withElements(exam(), { set: [element('00204000', 'LT', 'hidden')] });
  const violation = changed(writePart10(dataset, HEAD), (bytes) => {
    const at = headerOf(bytes, '00204000');
    const view = new DataView(bytes.buffer);
    const next = at + 8 + view.getUint16(at + 6, true);
    // It now contains the whole header of the next element.
    view.setUint16(at + 6, view.getUint16(at + 6, true) + 8 + view.getUint16(next + 6, true), true);
  });
  expect(violation).toEqual({ attribute: 'ImageComments', cause: 'dicom-parser reads other bytes' });
});

test('another length inside an item is caught', () => {
  const violation = changed(writePart10(NESTED, HEAD), (bytes) => {
    const at = headerOf(bytes, '00081155');
    new DataView(bytes.buffer).setUint16(at + 6, 2, true);
  });
  expect(violation?.cause).toMatch(/^dicom-parser /);
});

test('a fragment of another length is caught', () => {
  const violation = changed(writePart10(FRAGMENTS, JPEG), (bytes) => {
    // Before the delimiter: an item of 2 bytes, its header, and the first fragment of 4 bytes.
    const first = bytes.length - 8 - 10 - 12;
    new DataView(bytes.buffer).setUint32(first + 4, 14, true);
  });
  expect(violation).toEqual({ attribute: 'PixelData', cause: 'dicom-parser reads other fragments' });
});

test('a file that dicom-parser cannot read is caught', () => {
  const violation = changed(writePart10(NESTED, HEAD), (bytes) => {
    new DataView(bytes.buffer).setUint32(bytes.length - 32 - 4, 0x7ffffff0, true);
  });
  expect(violation).toEqual({ attribute: 'file', cause: 'dicom-parser cannot read it' });
});

test('a clearing fails on an element that only dicom-parser sees', async () => {
  const { image } = await deidentified(exam());
  const part10 = readPart10(image.dicom);
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  const decoded = decodeNative(part10.value.dataset, facts.value, 0);
  if (!decoded.ok) throw new Error(decoded.failure.code);
  const extra: Writer = (dataset, head) =>
    writePart10(withElements(dataset, { set: [element('00204000', 'LT', 'x')] }), head);
  vi.mocked(second.readStrictly).mockImplementation((bytes) => {
    const reading = real.readStrictly(bytes);
    if ('cause' in reading) return reading;
    return { ...reading, elements: new Map([...reading.elements].filter(([path]) => path !== '00204000')) };
  });
  const mask = { size: [4, 4] as const, data: new Uint8Array(16).fill(1) };
  const acceptance = { at: '2026-11-23T10:00:00Z', by: 'radiologist' };
  const result = await clearImage(
    image,
    { frame: 0, mask },
    acceptance,
    decoded.value,
    await keyOf(7),
    extra,
  );
  if (result.ok || !isProofFailure(result.failure)) throw new Error('not blocked by the proof');
  expect(result.failure.details).toEqual({
    attribute: 'ImageComments',
    cause: 'dicom-parser sees it, the strict reader does not',
  });
  expect(failedCheck(result.failure)).toBe('dicom-parser');
});
