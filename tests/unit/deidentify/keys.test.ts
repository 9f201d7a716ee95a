import { expect, test } from 'vitest';
import { deidentifyHeader } from '../../../src/core/deidentify/header.ts';
import type { DataSet } from '../../../src/core/dicom/dataset.ts';
import { dataSetOf, element, textsOf } from '../../../src/core/dicom/element.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { plantedExams } from '../../fixtures/planted-exams.ts';
import { CT, keyOf } from '../../fixtures/exam.ts';

async function written(bytes: Uint8Array, key: CryptoKey) {
  const part10 = readPart10(bytes);
  const facts = part10.ok ? factsOf(part10.value) : part10;
  if (!part10.ok || !facts.ok) throw new Error('the source is not readable');
  const result = await deidentifyHeader(part10.value, facts.value, {
    key,
    options: ['retain-modified-dates'],
  });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value.image;
}

/** What depends on the key: UIDs that are not the standard's, and the patient's pseudonym. */
function keyedValues(dataset: DataSet): string[] {
  return [...dataset.elements.values()].flatMap(({ tag, vr, value }) =>
    value.kind === 'items'
      ? value.items.flatMap(keyedValues)
      : vr === 'UI' || tag === '00100020' || tag === '00100010'
        ? textsOf(dataset, tag).filter((text) => text !== '' && !text.startsWith('1.2.840.10008.'))
        : [],
  );
}

test('two runs with one key give the same bytes, and two keys share no value', async () => {
  const values = { first: new Set<string>(), other: new Set<string>() };
  for (const { bytes } of plantedExams(24)) {
    const first = await written(bytes, await keyOf(1));
    const again = await written(bytes, await keyOf(1));
    const other = await written(bytes, await keyOf(2));
    expect(again.dicom).toEqual(first.dicom);
    for (const [name, image] of Object.entries({ first, other })) {
      const read = readPart10(image.dicom);
      if (!read.ok) throw new Error(read.failure.code);
      for (const value of keyedValues(read.value.dataset)) values[name as keyof typeof values].add(value);
      values[name as keyof typeof values].add(image.identity.exam);
    }
  }
  expect(values.first.size).toBeGreaterThan(100);
  expect([...values.other].filter((value) => values.first.has(value))).toEqual([]);
  console.log(`two keys: ${values.first.size} and ${values.other.size} values, none shared`);
});

test('10,000 images get 10,000 SOP instance UIDs of at most 64 characters', async () => {
  const key = await keyOf(3);
  const uids = new Set<string>();
  for (let i = 0; i < 10_000; i++) {
    const dataset = dataSetOf([
      element('00080016', 'UI', CT),
      element('00080018', 'UI', `1.2.276.99.1.${i}`),
      element('00080060', 'CS', 'CT'),
      element('00100020', 'LO', `PID-${i % 500}`),
      element('0020000D', 'UI', `1.2.276.99.2.${i % 1000}`),
      element('0020000E', 'UI', `1.2.276.99.3.${i % 2000}`),
      element('00280002', 'US', 1),
      element('00280004', 'CS', 'MONOCHROME2'),
      element('00280010', 'US', 1),
      element('00280011', 'US', 2),
      element('00280100', 'US', 8),
      element('00280101', 'US', 8),
      element('00280102', 'US', 7),
      element('00280103', 'US', 0),
      element('7FE00010', 'OB', Uint8Array.of(1, 2)),
    ]);
    const part10 = { meta: dataSetOf([]), dataset, transferSyntax: '1.2.840.10008.1.2.1', repairs: [] };
    const facts = factsOf(part10);
    if (!facts.ok) throw new Error(facts.failure.code);
    const result = await deidentifyHeader(part10, facts.value, { key, options: [] });
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    const { sopUid } = result.value.image.identity;
    uids.add(sopUid);
    if (!/^2\.25\.[1-9]\d{0,38}$/.test(sopUid)) expect.fail(sopUid);
  }
  expect(uids.size).toBe(10_000);
});
