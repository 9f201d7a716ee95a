import { describe, expect, test } from 'vitest';
import { readDefinition } from '../../../src/core/challenge/read-definition.ts';
import { PRESETS } from '../../../src/core/challenge/presets.ts';
import { shifted } from '../../../src/core/deidentify/dates.ts';
import { methodsOf } from '../../../src/core/deidentify/options.ts';
import { PROFILE_OPTIONS } from '../../../src/core/definition/profile-options.ts';
import { SAFE_PRIVATE_ROWS } from '../../../src/core/deidentify/safe-private.generated.ts';
import { dateShiftFor } from '../../../src/core/deidentify/pseudonym.ts';
import type { DataSet } from '../../../src/core/dicom/dataset.ts';
import { dataSetOf, element, itemsOf, textOf } from '../../../src/core/dicom/element.ts';
import { deidentified, exam, keyOf } from '../../fixtures/exam.ts';

const code = (value: string, meaning: string): DataSet =>
  dataSetOf([
    element('00080100', 'SH', value),
    element('00080102', 'SH', 'DCM'),
    element('00080104', 'LO', meaning),
  ]);

describe('safe private attributes', () => {
  const source = exam([
    element('20010010', 'LO', 'SOMEBODY ELSE'),
    element('20010011', 'LO', 'Philips Imaging DD 001'),
    element('20011003', 'FL', new Uint8Array(new Float32Array([800]).buffer)),
    element('20011103', 'FL', new Uint8Array(new Float32Array([1000]).buffer)),
    element('200111EE', 'LO', 'not in the table'),
  ]);

  test('go without the option', async () => {
    const { dataset } = await deidentified(source);
    expect([...dataset.elements.keys()].filter((tag) => tag.startsWith('2001'))).toEqual([]);
  });

  test('stay under the creator that the table names, whatever its block', async () => {
    const { dataset, image } = await deidentified(source, ['retain-safe-private']);
    expect([...dataset.elements.keys()].filter((tag) => tag.startsWith('2001'))).toEqual([
      '20010011',
      '20011103',
    ]);
    expect(image.deidentification.methods).toContain('113111');
  });
});

test('a safe private sequence that came as unknown bytes goes, since nothing in it can be cleaned', async () => {
  const line = SAFE_PRIVATE_ROWS.trim()
    .split('\n')
    .find((row) => row.slice(7, 9) === 'SQ');
  if (line === undefined) throw new Error('no safe private sequence in the table');
  const [group, place, creator] = [line.slice(0, 4), line.slice(4, 6), line.slice(10)];
  const hidden = new TextEncoder().encode('Someone^Hidden^Inside ');
  const source = exam([element(`${group}0010`, 'LO', creator), element(`${group}10${place}`, 'UN', hidden)]);
  const { image, dataset } = await deidentified(source, ['retain-safe-private']);
  expect(dataset.elements.has(`${group}10${place}`)).toBe(false);
  expect(Buffer.from(image.dicom).includes(Buffer.from(hidden))).toBe(false);
});

describe('content items', () => {
  const item = (concept: string, text: string): DataSet =>
    dataSetOf([
      element('0040A040', 'CS', 'TEXT'),
      element('0040A043', 'SQ', [code(concept, 'Concept')]),
      element('0040A160', 'UT', text),
    ]);
  // 121022 Accession Number is X in Table E.3.4-1; An invented code has no row.
  const source = exam([element('0040A730', 'SQ', [item('121022', 'ACC7745521'), item('999999', 'thorax')])]);

  test('named X by the table are taken out, others are cleaned', async () => {
    const { dataset } = await deidentified(source, ['clean-structured-content']);
    const items = itemsOf(dataset, '0040A730');
    expect(items).toHaveLength(1);
    expect(items[0] && textOf(items[0], '0040A160')).toBe('thorax');
  });
});

describe('dates', () => {
  test.each([
    ['20240301', 'DA', -1, true, '20240229'],
    ['2024.03.01', 'DA', -366, true, '20230301'],
    ['20240101235959.123456+0100', 'DT', -1, true, '20231231235959.123456+0100'],
    ['20240101235959', 'DT', -1, false, '20231231'],
    ['20230229', 'DA', -1, true, null],
    ['202401', 'DT', -1, true, null],
    ['20240101-20240301', 'DA', -1, true, '20231231-20240229'],
    ['20240101-20240230', 'DA', -1, true, null],
    ['', 'DA', -1, true, null],
    ['00010105', 'DA', -4, true, '00010101'],
    ['00010105', 'DA', -5, true, null],
  ] as const)('%s (%s) moved by %i days', (value, vr, days, keepTimes, expected) => {
    expect(shifted(value, vr, days, keepTimes)).toBe(expected);
  });

  test('the move is whole days, never none, one for a patient, and another with another key', async () => {
    const patients = Array.from({ length: 500 }, (_, i) => `id\nP${i}\n`);
    const [one, again, other] = await Promise.all(
      [7, 7, 8].map(async (seed) => {
        const key = await keyOf(seed);
        return Promise.all(patients.map((patient) => dateShiftFor(key, patient)));
      }),
    );
    expect(again).toEqual(one);
    expect(one?.every((days) => Number.isInteger(days) && days <= -1 && days >= -3652)).toBe(true);
    expect(one?.filter((days, i) => days === other?.[i]).length).toBeLessThan(5);
  });

  test('are said to be removed, moved or unchanged', async () => {
    for (const [options, mark] of [
      [[], 'REMOVED'],
      [['retain-modified-dates'], 'MODIFIED'],
      [['retain-full-dates'], 'UNMODIFIED'],
    ] as const) {
      const { dataset } = await deidentified(exam(), options);
      expect(textOf(dataset, '00280303')).toBe(mark);
    }
  });
});

test('each option claims its code of CID 7050, once', () => {
  expect(methodsOf([]).map((method) => method.code)).toEqual(['113100', '113105']);
  expect(methodsOf(['retain-sex', 'retain-age']).map((method) => method.code)).toEqual([
    '113100',
    '113105',
    '113108',
  ]);
  expect(methodsOf(PROFILE_OPTIONS).map((method) => method.code)).toEqual([
    ...['113100', '113105', '113103', '113104', '113106', '113107'],
    ...['113108', '113109', '113110', '113111', '113112'],
  ]);
});

describe('of a definition', () => {
  const withOptions = (deidentification: unknown) =>
    readDefinition(JSON.stringify({ ...PRESETS[0], deidentification }));

  test('may be absent or named', () => {
    expect(readDefinition(JSON.stringify(PRESETS[0])).ok).toBe(true);
    expect(withOptions({ options: ['retain-modified-dates', 'retain-age'], times: 'cut' }).ok).toBe(true);
  });

  test.each([
    [['retain-full-dates', 'retain-modified-dates'], 'excluded-by'],
    [['retain-patient-characteristics', 'retain-age'], 'excluded-by'],
    [['retain-uids', 'retain-uids'], 'duplicate'],
    [['retain-everything'], 'not-one-of'],
  ])('are refused when they contradict each other: %j', (options, reason) => {
    const result = withOptions({ options });
    expect(result.ok ? [] : result.failure.map(({ details }) => details)).toMatchObject([
      { reason: { code: reason } },
    ]);
  });
});
