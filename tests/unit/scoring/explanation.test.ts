import { describe, expect, test } from 'vitest';
import { explain } from '../../../src/core/scoring/explanation.ts';
import { readPredictions } from '../../../src/core/scoring/prediction.ts';
import { scoreTable } from '../../../src/core/scoring/score.ts';
import { LIVER, MENISCUS, bytes } from '../../fixtures/scoring/definitions.ts';
import { referenceOf, one } from '../../fixtures/scoring/two-runs.ts';

describe('the explanation', () => {
  test('is a sum that gives the total', () => {
    const { summed } = explain(LIVER, one.report);
    const sum = summed.reduce((total, { term }) => total + term.weight * (term.value ?? NaN), 0);
    expect(sum).toBe(one.report.total);
    expect(summed[0]).toMatchObject({ positives: 45, cases: 90, rows: null });
    expect(summed[1]).toMatchObject({ positives: 18, cases: 45, rows: { column: 'Lesion', equals: true } });
  });

  test('lists every row that a rule touched, by rule', () => {
    const torn = referenceOf(
      'id,Corne anterieure (0/1),Corne posterieure (0/1),Orientation anterieure,Orientation posterieure\na,1,0,Horizontale,\nb,0,1,,Verticale\nc,0,0,,\nd,1,1,Horizontale,Verticale\n',
      MENISCUS,
    );
    const csv =
      'id,Corne anterieure,Corne posterieure,Fissure,Orientation horizontale,Orientation verticale\na,.9,.1,,.8,.2\nb,.2,.8,.7,.3,.7\nx,.1,.1,.1,.1,.1\nd,,.8,.9,.6,.4\n';
    const read = readPredictions(bytes(csv), MENISCUS, torn, 'jfr-2018');
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    const report = scoreTable(MENISCUS, torn, read.value);
    if (!report.ok) throw new Error(JSON.stringify(report.failure));
    const { rules } = explain(MENISCUS, report.value);
    expect(rules.map(({ rule, entries }) => [rule, entries.map(({ id, line }) => [id, line])])).toEqual([
      [
        'missing-probability-half',
        [
          ['a', 2],
          ['d', 5],
        ],
      ],
      ['extra-id-ignored', [['x', 4]]],
      ['missing-case-half', [['c', null]]],
    ]);
  });
});
