import { describe, expect, it } from 'vitest';
import type { ChallengeDefinition, RuleSet } from '../../../src/core/definition/definition.ts';
import { readReference } from '../../../src/core/labels/reference.ts';
import { readPredictions } from '../../../src/core/scoring/prediction.ts';
import { scorePredictionFile, scoreTable } from '../../../src/core/scoring/score.ts';
import { BREAST, bytes, LIVER, RENAL, THYROID } from '../../fixtures/scoring/definitions.ts';

const reference = (definition: ChallengeDefinition, text: string) => {
  const result = readReference(bytes(text), definition);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};
const score = (definition: ChallengeDefinition, truth: string, prediction: string, ruleSet: RuleSet) => {
  const result = scorePredictionFile(bytes(prediction), definition, reference(definition, truth), ruleSet);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};
const TRUTH = 'id,anormale\na,1\nb,0\nc,1\nd,0\n';
const thyroid = (values: (number | string)[], ruleSet: RuleSet = 'strict', ids = ['a', 'b', 'c', 'd']) =>
  score(
    THYROID,
    TRUTH,
    `id,anormale\n${ids.map((id, index) => `${id},${values[index]}\n`).join('')}`,
    ruleSet,
  );

describe('scoreTable', () => {
  it('matches rows by id, not by order', () => {
    expect(thyroid([4, 1, 2, 3], 'strict', ['c', 'b', 'd', 'a']).total).toBe(1);
  });
  it('counts a missing probability one half, and says where', () => {
    const report = thyroid([0.4, 0.1, 'nan', ' '], 'jfr-2018');
    expect(report.total).toBe(0.625);
    expect(report.touched).toEqual([
      { rule: 'missing-probability-half', id: 'c', line: 4, column: 'anormale' },
      { rule: 'missing-probability-half', id: 'd', line: 5, column: 'anormale' },
    ]);
  });
  it('counts a case without a row one half and ignores extra ids, and says so', () => {
    const report = thyroid([0.9, 0.1, 0.8, 7], 'jfr-2018', ['a', 'b', 'c', 'x']);
    expect(report.total).toBe(1);
    expect(report.touched).toEqual([
      { rule: 'extra-id-ignored', id: 'x', line: 5 },
      { rule: 'missing-case-half', id: 'd', line: null },
    ]);
    expect(report.warnings.map(({ code }) => code)).toEqual(['scoring/extra-id']);
  });
  it('a blank in a row that is ignored touches nothing', () => {
    const report = thyroid([0.9, 0.1, 0.8, ''], 'jfr-2018', ['a', 'b', 'c', 'x']);
    expect(report.touched.map(({ rule }) => rule)).toEqual(['extra-id-ignored', 'missing-case-half']);
  });
  it.each([
    [[1, 1, 1, 1], 0.5, ['constant']],
    [[0, -0, 0, 0], 0.5, ['constant']],
    [[1, 0, 1, 0], 1, ['looks-thresholded']],
    [[1, 2, 0, 3], 0, ['possibly-inverted']],
    [[0, 1, 0, 1], 0, ['looks-thresholded', 'possibly-inverted']],
    [[1, 2, 3, 0.5], 0.75, []],
  ])('warns of %j', (values, total, notes) => {
    const report = thyroid(values);
    expect(report.total).toBe(total);
    expect(report.terms[0]!.notes).toEqual(notes);
    expect(report.warnings.map(({ code }) => code)).toEqual(notes.map((note) => `scoring/${note}`));
  });
  it('has no total where the one class makes a term undefined', () => {
    const report = score(THYROID, 'id,anormale\na,1\nb,1\n', 'id,anormale\na,1\nb,0\n', 'strict');
    expect(report).toMatchObject({
      total: null,
      terms: [{ value: null, positives: 2, negatives: 0, notes: ['one-class'] }],
    });
  });
  const liver = (types: string[], leaveOut = true) => {
    const malin = (type: string) => Number(type === 'CHC' || type === 'Metastase');
    const lesion = (type: string) => Number(type !== 'Foie Homogene');
    const truth = types
      .map((t, i) => `p${i},${lesion(t)},${lesion(t) - malin(t)},${malin(t)},${t}\n`)
      .join('');
    const columns = ['Kyste', 'Angiome', 'CHC', 'Foie Homogene', 'HNF', 'Metastase'];
    const rows = types.map(
      (t, i) => `p${i},${malin(t)},${lesion(t)},${columns.map((c) => Number(c === t)).join()}\n`,
    );
    const [a, b, mean] = LIVER.score.terms as [never, never, object];
    const definition = leaveOut
      ? LIVER
      : {
          ...LIVER,
          score: { ...LIVER.score, terms: [a, b, { ...mean, undefinedMember: 'undefined' } as never] },
        };
    return score(
      definition,
      `id,Lesion,Benin,Malin,Type de lesion\n${truth}`,
      `id,Malin,Lesion,${columns.join()}\n${rows.join('')}`,
      'strict',
    );
  };
  it('leaves an undefined member out of the mean and says so', () => {
    const report = liver(['Foie Homogene', 'Kyste', 'CHC']);
    expect(report.total).toBe(1);
    expect(
      report.terms.map(({ name, group, weight, value, notes }) => [name, group, weight, value, notes]),
    ).toEqual([
      ['Lesion', null, 0.5, 1, ['looks-thresholded']],
      ['Malin', null, 0.3, 1, ['looks-thresholded']],
      ['Kyste', 'Type de lesion', 0.1, 1, ['looks-thresholded']],
      ['HNF', 'Type de lesion', 0, null, ['one-class', 'left-out']],
      ['Angiome', 'Type de lesion', 0, null, ['one-class', 'left-out']],
      ['Metastase', 'Type de lesion', 0, null, ['one-class', 'left-out']],
      ['CHC', 'Type de lesion', 0.1, 1, ['looks-thresholded']],
    ]);
  });
  it('has no total where no member is defined, or where the definition leaves none out', () => {
    expect(liver(['Foie Homogene', 'Kyste', 'Kyste']).total).toBeNull();
    expect(liver(['Foie Homogene', 'Kyste', 'CHC'], false).total).toBeNull();
  });
  it('refuses a sum that overflows, naming the row', () => {
    const columns = BREAST.labels.prediction.map(({ name }) => name);
    const row = (id: string, value: string) => `${id},${columns.map(() => value).join()}\n`;
    const truth = reference(BREAST, 'id,Malin,Type de lesion\na,1,Carcinome mucineux\nb,0,Kyste\n');
    const text = `id,${columns.join()}\n${row('a', '1e308')}${row('b', '0')}`;
    const result = scorePredictionFile(bytes(text), BREAST, truth, 'strict');
    expect(!result.ok && result.failure).toMatchObject([
      { code: 'scoring/sum-not-finite', details: { line: 2, id: 'a', term: 'Autre benin' } },
      { code: 'scoring/sum-not-finite', details: { line: 2, id: 'a', term: 'Autre malin' } },
    ]);
  });
  it('refuses Dice terms, absent columns, and predictions read for another reference', () => {
    const truth = reference(THYROID, TRUTH);
    const read = readPredictions(bytes('id,anormale\na,1\nb,0\nc,1\nd,0\n'), THYROID, truth, 'strict');
    if (!read.ok) throw new Error();
    const codes = (definition: ChallengeDefinition, of = truth) => {
      const result = scoreTable(definition, of, read.value);
      return result.ok ? [] : result.failure.map(({ code }) => code);
    };
    expect(codes(RENAL)).toEqual(['scoring/term-kind']);
    expect(codes({ ...THYROID, labels: { ...THYROID.labels, prediction: [] } })).toEqual([
      'scoring/term-column',
    ]);
    expect(codes(THYROID, reference(THYROID, 'id,anormale\na,1\n'))).toEqual(['scoring/other-reference']);
  });
  it('reports each repair', () => {
    const text = '\uFEFFID;Anormale\n a ;0,5\nb;1\nc;2\nd;3\n\n\n';
    expect(score(THYROID, TRUTH, text, 'strict').repairs).toEqual([
      { kind: 'byte-order-mark', count: 1 },
      { kind: 'separator', count: 1, example: '; → ,' },
      { kind: 'trailing-empty-lines', count: 2 },
      { kind: 'header-spelling', count: 2, example: 'ID → id' },
      { kind: 'trimmed-id', count: 1, example: '" a " → a' },
      { kind: 'decimal-comma', count: 1, example: '0,5 → 0.5' },
    ]);
  });
  it('takes an unnamed first column for the id, and ids in NFD for those in NFC', () => {
    const report = score(THYROID, 'id,anormale\né,1\nb,0\n', ',anormale\ne\u0301,2\nb,1\n', 'strict');
    expect(report.repairs.map(({ kind }) => kind)).toEqual(['unnamed-id-column', 'normalised-id']);
    expect(report.total).toBe(1);
  });
});
