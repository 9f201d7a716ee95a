import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deidentifyHeader } from '../../src/core/deidentify/header.ts';
import { textOf } from '../../src/core/dicom/element.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';

/** The inputs of ../shared/cases that leaked. The same kinds are built in code in tests/unit/deidentify/leaks-*.test.ts. */
const cases = resolve(import.meta.dirname, '../../../shared/cases');

async function cleaned(path: string) {
  const part10 = readPart10(new Uint8Array(readFileSync(path)));
  const facts = part10.ok ? factsOf(part10.value) : part10;
  if (!part10.ok || !facts.ok) expect.fail('the source is not readable');
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', new Uint8Array(32).fill(1), algorithm, false, ['sign']);
  const result = await deidentifyHeader(part10.value, facts.value, { key, options: [] });
  if (!result.ok) expect.fail(JSON.stringify(result.failure));
  const written = readPart10(result.value.image.dicom);
  if (!written.ok) expect.fail(written.failure.code);
  const text = Buffer.from(result.value.image.dicom).toString('latin1').toUpperCase();
  return { dataset: written.value.dataset, text, image: result.value.image };
}

const pathOf = (name: string) => resolve(cases, name, 'in/IM1.dcm');
const UIDS = '01-leak-uid-under-dicom-root-accession';
const THIRD = '02-leak-third-person-in-technical-text';

describe.skipIf(!existsSync(pathOf(UIDS)))(`case ${UIDS} (skipped where ../shared/cases is absent)`, () => {
  test('gives new UIDs: the accession number is nowhere in the file', async () => {
    const { dataset, text } = await cleaned(pathOf(UIDS));
    expect(text).not.toContain('4412907');
    expect(textOf(dataset, '00200052')).toMatch(/^2\.25\./);
  });
});

describe.skipIf(!existsSync(pathOf(THIRD)))(`case ${THIRD} (skipped where ../shared/cases is absent)`, () => {
  test('leaves no word of the third person, and keeps the words of the machine', async () => {
    const { dataset, text, image } = await cleaned(pathOf(THIRD));
    for (const word of ['GARNIER', 'LUCIE', 'TILLEULS']) expect(text).not.toContain(word);
    const left = ['00080008', '00180015', '00181020', '00181160', '00181210', '00185010', '00281055'];
    expect(left.map((tag) => textOf(dataset, tag))).toEqual([
      ...['ORIGINAL\\PRIMARY\\AXIAL', 'COU', 'VB10', null, 'B30f', null, 'PRESET'],
    ]);
    for (const tag of left) {
      const record = image.deidentification.attributes?.find(({ path }) => path === tag);
      expect(record?.action).toMatch(/^(cleaned|emptied)$/);
    }
  });
});
