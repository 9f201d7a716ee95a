import { describe, expect, it } from 'vitest';
import type { ChallengeDefinition, Condition } from '../../../src/core/definition/definition.ts';
import { matchColumns } from '../../../src/core/labels/columns.ts';
import { holds } from '../../../src/core/labels/condition.ts';
import { readReference } from '../../../src/core/labels/reference.ts';
import { RepairCount } from '../../../src/core/labels/repairs.ts';
import { validateLabels } from '../../../src/core/labels/validate.ts';
import { bytes, LIVER, MENISCUS } from '../../fixtures/scoring/definitions.ts';

const message = { en: 'no lesion, no type', fr: 'pas de lésion, pas de type' };
const RULED = {
  ...LIVER,
  labels: {
    ...LIVER.labels,
    rules: [
      {
        when: { column: 'Lesion', equals: false },
        then: { column: 'Type de lesion', equals: 'foie homogène' },
        message,
      },
    ],
  },
} as ChallengeDefinition;

describe('readReference', () => {
  it('reads typed rows and counts each repair', () => {
    const result = readReference(
      bytes('ID;Lésion;Bénin;MALIN;type  de lésion\nA;Oui;vrai;0;kyste\nB;FALSE;0.0;Non;Foie homogène\n'),
      LIVER,
    );
    expect(result).toMatchObject({
      ok: true,
      value: {
        rows: [
          {
            id: 'A',
            line: 2,
            labels: { Lesion: true, Benin: true, Malin: false, 'Type de lesion': 'Kyste' },
          },
          {
            id: 'B',
            line: 3,
            labels: { Lesion: false, Benin: false, Malin: false, 'Type de lesion': 'Foie Homogene' },
          },
        ],
        repairs: [
          { kind: 'separator', count: 1 },
          { kind: 'header-spelling', count: 5, example: 'ID → id' },
          { kind: 'boolean-spelling', count: 5, example: 'Oui → 1' },
          { kind: 'category-spelling', count: 2, example: 'kyste → Kyste' },
        ],
      },
    });
  });
  it('tells every fault at once with line, column and value', () => {
    const result = readReference(
      bytes('id,Lesion,Benin,Malin,Type de lesion\na,2,0,0,Kyste\na,1,,0,Cyste\n,1,0,0,Kyste\nb,1,0,0\n'),
      LIVER,
      'r.csv',
    );
    expect(!result.ok && result.failure).toMatchObject([
      { code: 'labels/ragged-row', details: { line: 5 }, file: 'r.csv' },
      { code: 'labels/blank-id', details: { line: 4 } },
      { code: 'labels/duplicate-id', details: { id: 'a', lines: [2, 3] } },
      { code: 'labels/unknown-boolean', details: { line: 2, id: 'a', column: 'Lesion', value: '2' } },
      { code: 'labels/blank-value', details: { line: 3, id: 'a', column: 'Benin' } },
      { code: 'labels/unknown-category', details: { line: 3, column: 'Type de lesion', value: 'Cyste' } },
    ]);
  });
  it('takes a blank where the column allows it, and the 0/1 suffix or none', () => {
    const result = readReference(
      bytes(
        'id,Corne antérieure,Corne posterieure (0/1),Orientation anterieure,Orientation posterieure\na,1,0,Horizontale,\n',
      ),
      MENISCUS,
    );
    expect(result.ok && result.value.rows[0]!.labels).toEqual({
      'Corne anterieure': true,
      'Corne posterieure': false,
      'Orientation anterieure': 'Horizontale',
      'Orientation posterieure': null,
    });
  });
  it('tells broken rules as warnings', () => {
    const result = readReference(bytes('id,Lesion,Benin,Malin,Type de lesion\na,0,0,0,Kyste\n'), RULED);
    expect(result.ok && result.value.warnings).toEqual([
      { code: 'labels/rule-broken', details: { line: 2, id: 'a', message } },
    ]);
  });
  it('refuses a header without rows', () =>
    expect(readReference(bytes('id,Lesion,Benin,Malin,Type de lesion\n'), LIVER)).toMatchObject({
      ok: false,
      failure: [{ code: 'labels/no-rows' }],
    }));
});

describe('matchColumns', () => {
  const match = (header: string[], columns: string[]) => {
    const { id, positions, failures } = matchColumns(header, columns, new RepairCount());
    return { id, positions: [...positions], codes: failures.map(({ code }) => code.slice(7)) };
  };
  it('prefers exact names', () =>
    expect(match(['id', 'X (0/1)', 'X'], ['X', 'X (0/1)'])).toEqual({
      id: 0,
      positions: [
        ['X', 2],
        ['X (0/1)', 1],
      ],
      codes: [],
    }));
  it('never guesses between two columns', () =>
    expect(match(['id', 'x'], ['X', 'X (0/1)']).codes).toEqual([
      'missing-column',
      'missing-column',
      'unknown-column',
    ]));
  it('finds the id anywhere', () =>
    expect(match(['x', 'Id'], ['x'])).toEqual({ id: 1, positions: [['x', 0]], codes: [] }));
});

describe('holds', () => {
  const row = { type: 'Métastase', yes: true, no: false, blank: null, number: 2 };
  it.each<[Condition, boolean]>([
    [{ column: 'type', equals: 'METASTASE' }, true],
    [{ column: 'type', equals: 'Kyste' }, false],
    [{ column: 'type', in: ['Kyste', 'metastase'] }, true],
    [{ column: 'yes', equals: true }, true],
    [{ column: 'no', equals: true }, false],
    [{ column: 'no', equals: false }, true],
    [{ column: 'blank', equals: false }, false],
    [{ column: 'blank', in: [''] }, false],
    [{ column: 'blank', blank: true }, true],
    [{ column: 'absent', blank: true }, true],
    [{ column: 'type', blank: true }, false],
    [{ column: 'type', blank: false }, true],
    [{ column: 'number', equals: '2' }, true],
    [
      {
        anyOf: [
          { column: 'no', equals: true },
          { column: 'yes', equals: true },
        ],
      },
      true,
    ],
    [
      {
        allOf: [
          { column: 'no', equals: true },
          { column: 'yes', equals: true },
        ],
      },
      false,
    ],
    [{ not: { column: 'blank', equals: 'x' } }, true],
  ])('%j is %s', (condition, expected) => expect(holds(condition, row)).toBe(expected));
});

describe('validateLabels', () => {
  const row = { Lesion: false, Benin: false, Malin: false, 'Type de lesion': 'Foie Homogene' };
  it('accepts a good row', () => expect(validateLabels(RULED, row)).toEqual([]));
  it('tells blanks, values that are not legal, wrong types and broken rules', () => {
    const bad = { ...row, Benin: null, Malin: 'oui', 'Type de lesion': 'Cyste' };
    expect(validateLabels(RULED, bad).map(({ code }) => code)).toEqual([
      'labels/label-missing',
      'labels/label-not-legal',
      'labels/label-not-legal',
      'labels/rule-broken',
    ]);
  });
});
