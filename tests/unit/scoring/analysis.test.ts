import { describe, expect, test } from 'vitest';
import { demoPrediction } from '../../../src/core/demo/prediction.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { analyseTable } from '../../../src/core/scoring/analysis.ts';
import { auc } from '../../../src/core/scoring/auc.ts';
import { explain } from '../../../src/core/scoring/explanation.ts';
import { groupNumbers } from '../../../src/core/scoring/groups.ts';
import { readPredictions } from '../../../src/core/scoring/prediction.ts';
import {
  bootstrapDraws,
  joinDraws,
  resamplerOf,
  tablePlan,
  withDraws,
} from '../../../src/core/scoring/resample.ts';
import { scoreTable } from '../../../src/core/scoring/score.ts';
import { LIVER } from '../../fixtures/scoring/definitions.ts';
import {
  kinds,
  table,
  groups,
  referenceOf,
  reference,
  one,
  plan,
  analysis,
  lesionScores,
} from '../../fixtures/scoring/two-runs.ts';

describe('the analysis of a table', () => {
  test('has a term for each of the report, with its counts', () => {
    expect(analysis.terms.map(({ name }) => name)).toEqual(one.report.terms.map(({ name }) => name));
    analysis.terms.forEach(({ counts }, index) => {
      const { positives, negatives } = one.report.terms[index]!;
      expect([counts.positives, counts.negatives]).toEqual([positives, negatives]);
    });
  });

  test('names first the case that loses most pairs', () => {
    const [worst] = analysis.terms[0]!.worst;
    const lost = (row: number) => {
      const lesion = kinds[row] !== 'Foie Homogene';
      const rivals = kinds.flatMap((kind, n) => ((kind !== 'Foie Homogene') !== lesion ? [n] : []));
      const sum = rivals.reduce((total, n) => {
        const gap = (lesionScores[row]! - lesionScores[n]!) * (lesion ? 1 : -1);
        return total + (gap < 0 ? 1 : gap === 0 ? 0.5 : 0);
      }, 0);
      return sum / rivals.length;
    };
    const losses = kinds.map((_, row) => lost(row));
    expect(worst?.misplaced).toBeCloseTo(Math.max(...losses), 12);
    expect(losses[Number(worst?.id.slice(1))]).toBeCloseTo(worst!.misplaced, 12);
    expect(worst?.line).toBe(Number(worst?.id.slice(1)) + 2);
  });

  test('opposes the cases of a type to all cases without a lesion', () => {
    const cyst = analysis.terms[0]!.subgroups.find(({ value }) => value === 'Kyste');
    const rows = kinds.flatMap((kind, n) => (kind === 'Kyste' || kind === 'Foie Homogene' ? [n] : []));
    const expected = auc(
      rows.map((n) => Number(kinds[n] === 'Kyste')),
      Float64Array.from(rows, (n) => lesionScores[n]!),
    );
    expect(cyst).toMatchObject({ positives: 9, negatives: 45, againstAll: true });
    expect(cyst?.auc).toBeCloseTo((expected.ok ? expected.value.value : null) ?? NaN, 12);
  });

  test('scores each centre as if its rows were all', () => {
    expect(analysis.centres?.map(({ centre, cases }) => [centre, cases])).toEqual([
      ['A', 60],
      ['B', 30],
    ]);
    const rows = reference.rows.filter(({ id }) => groups.get(id)?.centre === 'B');
    const part = { ...reference, rows };
    const at = rows.map(({ id }) => Number(id.slice(1)));
    const columns = new Map(
      [...one.predictions.columns].map(([name, values]) => [name, Float64Array.from(at, (n) => values[n]!)]),
    );
    const own = scoreTable(LIVER, part, { ...one.predictions, columns, lines: new Uint32Array(at.length) });
    const centre = analysis.centres?.[1];
    expect(centre?.total).toBeCloseTo((own.ok ? own.value.total : null) ?? NaN, 12);
    expect(analyseTable(LIVER, reference, one.predictions, plan, null).centres).toBeNull();
  });
});

describe('draws by patient', () => {
  const ids = reference.rows.map(({ id }) => id);

  test('the images of a patient have one number; a case without a patient leaves all by themselves', () => {
    expect([...(groupNumbers(ids, groups) ?? [])].slice(0, 5)).toEqual([0, 0, 1, 1, 2]);
    expect(groupNumbers(ids, null)).toBeNull();
    expect(groupNumbers([...ids, 'P999'], groups)).toBeNull();
  });

  test('are the same in one share, two or three', () => {
    const numbers = groupNumbers(ids, groups);
    const resampler = resamplerOf(structuredClone(plan));
    const inShares = (...limits: number[]) =>
      joinDraws(
        limits.map((to, n) => bootstrapDraws(resampler, numbers, 'interval', limits[n - 1] ?? 0, to)),
      );
    const whole = withDraws(one.report, inShares(300), numbers);
    expect(withDraws(one.report, inShares(100, 300), numbers)).toEqual(whole);
    expect(withDraws(one.report, inShares(77, 150, 300), numbers)).toEqual(whole);
    expect(whole.interval).toMatchObject({ by: 'patient', units: 45, draws: 300 });
    for (const { value, interval } of whole.terms) {
      expect(interval?.lower ?? NaN).toBeLessThan(value!);
      expect(interval?.upper ?? NaN).toBeGreaterThan(value!);
    }
    expect(withDraws(one.report, joinDraws([null]), numbers).interval).toBeNull();
  });

  test('a term that is left out has no interval', () => {
    const few = referenceOf(table.replaceAll('HNF', 'Kyste'));
    const read = readPredictions(
      demoPrediction(LIVER, few.rows, 1, seededRandom('few')),
      LIVER,
      few,
      'strict',
    );
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    const report = scoreTable(LIVER, few, read.value);
    if (!report.ok) throw new Error(JSON.stringify(report.failure));
    const draws = bootstrapDraws(resamplerOf(tablePlan(LIVER, few, read.value)), null, 'few', 0, 200);
    const told = withDraws(report.value, draws, null);
    expect(told.terms.find(({ name }) => name === 'HNF')?.interval).toBeNull();
    expect(told.terms.find(({ name }) => name === 'CHC')?.interval).not.toBeNull();
    expect(told.interval?.by).toBeUndefined();
    expect(explain(LIVER, told).leftOut.map(({ term }) => term.name)).toEqual(['HNF']);
  });
});
