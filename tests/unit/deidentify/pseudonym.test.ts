import { expect, test } from 'vitest';
import { dataSetOf, element } from '../../../src/core/dicom/element.ts';
import { patientKeyOf, pseudonymFor, uidFor, uidMap } from '../../../src/core/deidentify/pseudonym.ts';
import { keyOf } from '../../fixtures/exam.ts';

test('10,000 UIDs are distinct, valid and at most 64 characters long', async () => {
  const key = await keyOf(1);
  const map = await uidMap(
    key,
    Array.from({ length: 10_000 }, (_, i) => `1.2.276.1.${i}`),
  );
  const uids = [...map.values()];
  expect(new Set(uids).size).toBe(10_000);
  for (const uid of uids) expect(uid).toMatch(/^2\.25\.[1-9]\d{0,38}$/);
});

test('one key agrees with itself and two keys share no value', async () => {
  const texts = Array.from({ length: 500 }, (_, i) => `1.2.3.${i}`);
  const first = await uidMap(await keyOf(1), texts);
  const again = await uidMap(await keyOf(1), texts);
  const other = await uidMap(await keyOf(2), texts);
  expect([...again]).toEqual([...first]);
  const values = new Set(first.values());
  expect([...other.values()].filter((uid) => values.has(uid))).toEqual([]);
});

test('the UIDs of the standard are not mapped', async () => {
  expect([...(await uidMap(await keyOf(1), ['1.2.840.10008.1.2.1', '']))]).toEqual([]);
});

test('a pseudonym is 16 lower-case base-32 characters and depends on its kind', async () => {
  const key = await keyOf(1);
  const patient = await pseudonymFor(key, 'patient', 'x');
  expect(patient).toMatch(/^[a-z2-7]{16}$/);
  expect(await pseudonymFor(key, 'exam', 'x')).not.toBe(patient);
  expect(await pseudonymFor(key, 'patient', 'x')).toBe(patient);
});

test('the UUID behind a UID is of version 8', async () => {
  const hex = BigInt((await uidFor(await keyOf(1), '1.2.3')).slice(5))
    .toString(16)
    .padStart(32, '0');
  expect(hex[12]).toBe('8');
  expect('89ab').toContain(hex[16]);
});

test('the patient is told by id and issuer, else name and birth date, else exam', () => {
  const named = [element('00100010', 'PN', 'Doe^Jane^^'), element('00100030', 'DA', '19500101')];
  const id = (text: string) => patientKeyOf(dataSetOf([...named, element('00100020', 'LO', text)]), 'e');
  expect(id(' ab12 ')).toEqual(id('AB12'));
  expect(id('AB12').source).toBe('patient-id');
  expect(patientKeyOf(dataSetOf(named), 'e').source).toBe('name-and-birth-date');
  expect(patientKeyOf(dataSetOf([element('00100010', 'PN', 'Doe^Jane')]), 'e').source).toBe('study');
});
