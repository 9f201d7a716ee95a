import { expect, test } from 'vitest';
import { renamed } from '../../../src/core/deidentify/rename.ts';
import { textOf } from '../../../src/core/dicom/element.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { copied } from '../../fixtures/copied.ts';

const to = { patient: 'a'.repeat(16), exam: 'b'.repeat(16), studyUid: '2.25.11', sopUid: '2.25.12' };
const read = (dicom: Uint8Array) => {
  const part10 = readPart10(dicom);
  if (!part10.ok) throw new Error(part10.failure.code);
  return part10.value;
};

test('a renamed file says its new pseudonyms everywhere and nothing else changes', async () => {
  const { image } = await copied({});
  const after = renamed(image, to);
  if (!after.ok) throw new Error(JSON.stringify(after.failure));
  const { dataset, meta } = read(after.value.dicom);
  expect(textOf(meta, '00020003')).toBe(to.sopUid);
  expect(['00080018', '00100010', '00100020', '0020000D'].map((tag) => textOf(dataset, tag))).toEqual([
    to.sopUid,
    to.patient,
    to.patient,
    to.studyUid,
  ]);
  const before = read(image.dicom).dataset;
  const differing = [...before.elements.keys()].filter((tag) => textOf(dataset, tag) !== textOf(before, tag));
  expect(differing).toEqual(['00080018', '00100010', '00100020', '0020000D']);
  expect(after.value.identity).toEqual({ ...image.identity, ...to });
});

test('a file renamed and renamed back has the bytes that it had', async () => {
  const { image } = await copied({});
  const there = renamed(image, to);
  const back = there.ok && renamed(there.value, image.identity);
  expect(back && back.ok && back.value.dicom).toEqual(image.dicom);
});

test('a file that is not of ours is not renamed', async () => {
  const { image } = await copied({});
  const other = { ...image, identity: { ...image.identity, sopUid: '2.25.1' } };
  expect(renamed(other, to)).toMatchObject({ ok: false, failure: { code: 'deidentify/not-deidentified' } });
});
