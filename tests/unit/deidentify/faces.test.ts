import { expect, test } from 'vitest';
import { deidentifyHeader } from '../../../src/core/deidentify/header.ts';
import type { Element } from '../../../src/core/dicom/dataset.ts';
import { element, textOf } from '../../../src/core/dicom/element.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { CT, exam, keyOf } from '../../fixtures/exam.ts';
import { writePart10 } from '../../../src/core/dicom/write.ts';

async function marked(volumes: boolean, ...extra: Element[]) {
  const plain = [element('00081030', 'LO', ''), element('00181030', 'LO', '')];
  const head = { transferSyntax: '1.2.840.10008.1.2.1', sopClass: CT, sopInstance: '1.2.276.99.1' };
  const part10 = readPart10(writePart10(exam([...plain, ...extra]), head));
  const facts = part10.ok ? factsOf(part10.value) : part10;
  if (!part10.ok || !facts.ok) throw new Error('the source is not readable');
  const context = { key: await keyOf(7), options: [], volumes };
  const result = await deidentifyHeader(part10.value, facts.value, context);
  if (!result.ok) throw new Error(result.failure.code);
  const written = readPart10(result.value.image.dicom);
  if (!written.ok) throw new Error(written.failure.code);
  return {
    flag: textOf(written.value.dataset, '00280302'),
    record: result.value.image.deidentification.recognizable,
  };
}

test.each([
  [element('00180015', 'CS', 'HEAD'), 'YES'],
  [element('00081030', 'LO', 'TDM crânio-encéphalique'), 'YES'],
  [element('0008103E', 'LO', 'MRI BRAIN T1'), 'YES'],
  [element('00181030', 'LO', 'Orbites et sinus'), 'YES'],
  [element('00180015', 'CS', 'HEART'), null],
  [element('00081030', 'LO', 'IRM genou'), null],
])('a volume of %j is marked %s', async (described, flag) => {
  expect(await marked(true, described)).toEqual({ flag, record: flag === 'YES' });
});

test('a volume of which nothing tells the part is taken for a head', async () => {
  expect(await marked(true)).toEqual({ flag: 'YES', record: true });
  expect(await marked(true, element('00080060', 'CS', 'US'))).toEqual({ flag: null, record: false });
});

test('what the source denies is overruled, and single slices are not marked', async () => {
  const denied = element('00280302', 'CS', 'NO');
  const skull = element('00180015', 'CS', 'SKULL');
  expect((await marked(true, denied, skull)).flag).toBe('YES');
  expect(await marked(false, skull)).toEqual({ flag: null, record: undefined });
});
