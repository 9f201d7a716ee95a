import { expect, test } from 'vitest';
import { element, textOf, withElements } from '../../../src/core/dicom/element.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { IMPLEMENTATION_CLASS, writePart10, writtenSyntax } from '../../../src/core/dicom/write.ts';
import type { Part10 } from '../../../src/core/dicom/dataset.ts';
import { buildDicom, imageFields, type Fields, withoutPixels } from '../../fixtures/dicom.ts';

const fields: Fields = imageFields(
  { columns: 2, rows: 2, pixels: Uint16Array.of(1, 2, 3, 4) },
  {
    ReferencedStudySequence: [{ ReferencedSOPInstanceUID: '1.2.9' }, {}],
  },
);
const identity = { sopClass: '1.2.840.10008.5.1.4.1.1.2', sopInstance: '2.25.77' };

function read(bytes: Uint8Array): Part10 {
  const result = readPart10(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

test.each(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2'])(
  '%s is written as explicit little endian with the same elements',
  (syntax) => {
    const source = read(buildDicom({ fields, syntax, undefinedLengths: true }));
    const written = read(writePart10(source.dataset, { transferSyntax: syntax, ...identity }));
    expect(written.transferSyntax).toBe('1.2.840.10008.1.2.1');
    expect(written.dataset).toEqual(source.dataset);
    expect(written.repairs).toEqual([]);
  },
);

test('preamble and File Meta are new', () => {
  const bytes = writePart10(read(buildDicom({ fields })).dataset, {
    transferSyntax: '1.2.840.10008.1.2',
    ...identity,
  });
  expect(bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
  const { meta } = read(bytes);
  expect(textOf(meta, '00020003')).toBe('2.25.77');
  expect(textOf(meta, '00020012')).toBe(IMPLEMENTATION_CLASS);
  expect(textOf(meta, '00020013')).toBe('NEGATOSCOPE_1');
  expect([...meta.elements.keys()]).not.toContain('00020016');
});

test('encapsulated pixels keep syntax, offset table and fragments', () => {
  const rest = withoutPixels(fields);
  const syntax = '1.2.840.10008.1.2.4.70';
  const source = read(
    buildDicom({ fields: rest, syntax, fragments: [Uint8Array.of(1, 2), Uint8Array.of(3, 4)], offsets: [0] }),
  );
  expect(writtenSyntax(source)).toBe(syntax);
  const written = read(writePart10(source.dataset, { transferSyntax: syntax, ...identity }));
  expect(written.transferSyntax).toBe(syntax);
  expect(written.dataset).toEqual(source.dataset);
});

test('odd values are padded by their VR, and the file has an even length', () => {
  const { dataset } = read(buildDicom({ fields }));
  const changed = withElements(dataset, {
    set: [
      element('00100020', 'LO', 'abc'),
      element('00080018', 'UI', '1.2'),
      element('00091001', 'UN', Uint8Array.of(7)),
    ],
  });
  const bytes = writePart10(changed, { transferSyntax: '1.2.840.10008.1.2.1', ...identity });
  expect(bytes.length % 2).toBe(0);
  const { elements } = read(bytes).dataset;
  expect(elements.get('00100020')?.value).toEqual({ kind: 'bytes', bytes: new TextEncoder().encode('abc ') });
  expect(elements.get('00080018')?.value).toEqual({
    kind: 'bytes',
    bytes: new TextEncoder().encode('1.2\0'),
  });
  expect(elements.get('00091001')?.value).toEqual({ kind: 'bytes', bytes: Uint8Array.of(7, 0) });
});

test('a value too long for a short VR is written as UN', () => {
  const long = '1.5\\'.repeat(20_000) + '1.5';
  const { dataset } = read(buildDicom({ fields }));
  const bytes = writePart10(withElements(dataset, { set: [element('00091001', 'DS', long)] }), {
    transferSyntax: '1.2.840.10008.1.2.1',
    ...identity,
  });
  const written = read(bytes).dataset.elements.get('00091001');
  expect(written?.vr).toBe('UN');
  expect(written?.value.kind === 'bytes' && written.value.bytes.length).toBe(long.length + (long.length % 2));
});
