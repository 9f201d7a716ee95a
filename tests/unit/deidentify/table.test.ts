import { expect, test } from 'vitest';
import { actionOf } from '../../../src/core/deidentify/resolve.ts';
import { ROWS, rowOf } from '../../../src/core/deidentify/table.ts';

const MR = '1.2.840.10008.5.1.4.1.1.4';
const ENHANCED_MR = '1.2.840.10008.5.1.4.1.1.4.1';
const ULTRASOUND = '1.2.840.10008.5.1.4.1.1.6.1';
const at = (sopClass: string, parent: string | null = null) => ({ sopClass, parent });

test('the table has the 656 rows of the edition 2026c', () => {
  expect(ROWS.length).toBe(656);
});

test.each([
  ['00100010', 'Z'],
  ['50120110', 'X'],
  ['60023000', 'X'],
  ['60FF4000', 'X'],
  ['00291010', 'X'],
])('%s is ruled by a row of action %s', (tag, basic) => {
  expect(rowOf(tag)?.basic).toBe(basic);
});

test('an attribute the table does not name has no row', () => {
  expect(rowOf('00280010')).toBeNull();
  expect(rowOf('60003001')).toBeNull();
});

test.each([
  ['00080022', 'X/Z', 'remove', 'remove'],
  ['00400555', 'X/Z', 'remove', 'empty'],
  ['00181000', 'X/Z/D', 'remove', 'dummy'],
  ['00081111', 'X/Z/D', 'remove', 'dummy'],
  ['00081110', 'X/Z', 'remove', 'remove'],
  ['00080023', 'Z/D', 'empty', 'dummy'],
  ['0008002A', 'X/Z/D', 'remove', 'dummy'],
  ['00080021', 'X/D', 'remove', 'remove'],
  ['00082112', 'X/Z/U*', 'uid', 'uid'],
  ['00200052', 'U', 'uid', 'uid'],
  ['00120020', 'D', 'dummy', 'dummy'],
])('%s (%s) is resolved to %s in a classic and %s in an enhanced object', (tag, code, classic, enhanced) => {
  const row = rowOf(tag);
  expect(row?.basic).toBe(code);
  expect(row && actionOf(row, tag, at(MR), [])).toBe(classic);
  expect(row && actionOf(row, tag, at(ENHANCED_MR), [])).toBe(enhanced);
});

test.each([
  // Ultrasound: Type 1C. An ultrasound region's item: not known there.
  ['0008002A', ULTRASOUND, null, 'dummy'],
  ['0008002A', ULTRASOUND, '00186011', 'remove'],
  // Table position items of radiotherapy: Type 2.
  ['00181000', MR, '300A0206', 'empty'],
  // Objects that PS3.3 does not name.
  ['00080023', '1.3.46.670589.11.0.0.12.1', null, 'empty'],
  ['00181000', '1.3.46.670589.11.0.0.12.1', null, 'empty'],
])('%s in an object of class %s and an item of %s: %s', (tag, sopClass, parent, action) => {
  const row = rowOf(tag);
  expect(row && actionOf(row, tag, at(sopClass, parent), [])).toBe(action);
});

test('age and sex are kept only when asked', () => {
  const age = rowOf('00101010');
  const weight = rowOf('00101030');
  expect(age && actionOf(age, '00101010', at(MR), [])).toBe('remove');
  expect(age && actionOf(age, '00101010', at(MR), ['retain-age'])).toBe('keep');
  expect(weight && actionOf(weight, '00101030', at(MR), ['retain-age', 'retain-sex'])).toBe('remove');
});
