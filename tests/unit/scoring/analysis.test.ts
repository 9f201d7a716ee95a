import { describe, expect, test } from 'vitest';
import { demoPrediction } from '../../../src/core/demo/prediction.ts';
import { readReference } from '../../../src/core/labels/reference.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { analyseTable, maskCentres } from '../../../src/core/scoring/analysis.ts';
import { auc } from '../../../src/core/scoring/auc.ts';
import { wilcoxon } from '../../../src/core/scoring/comparison.ts';
import { explain } from '../../../src/core/scoring/explanation.ts';
import { groupNumbers } from '../../../src/core/scoring/groups.ts';
import { readPredictions, type Predictions } from '../../../src/core/scoring/prediction.ts';
import type { Report } from '../../../src/core/scoring/report.ts';
import {
  bootstrapDraws,
  joinDraws,
  maskPlan,
  resamplerOf,
  tablePlan,
  withDraws,
} from '../../../src/core/scoring/resample.ts';
import {
  compareMaskReports,
  compareTables,
  tablePermutations,
} from '../../../src/core/scoring/run-comparison.ts';
import { scoreTable } from '../../../src/core/scoring/score.ts';
import { LIVER, MENISCUS, bytes } from '../../fixtures/scoring/definitions.ts';

const TYPES = ['Kyste', 'Angiome', 'CHC', 'HNF', 'Metastase'];

/** Ninety livers: half without a lesion, two images a patient, centres A and B. */
const kinds = Array.from({ length: 90 }, (_, n) => (n % 2 ? 'Foie Homogene' : TYPES[(n / 2) % 5]!));
const table = [
  'id,Lesion,Benin,Malin,Type de lesion',
  ...kinds.map((kind, n) => {
    const malignant = kind === 'CHC' || kind === 'Metastase';
    const lesion = kind !== 'Foie Homogene';
    return [`P${n}`, Number(lesion), Number(lesion && !malignant), Number(malignant), kind].join(',');
  }),
].join('\n');
const groups = new Map(
  kinds.map((_, n) => [`P${n}`, { group: `g${Math.floor(n / 2)}`, centre: n % 6 < 4 ? 'A' : 'B' }]),
);
const referenceOf = (text: string, definition = LIVER) => {
  const read = readReference(bytes(text), definition);
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return read.value;
};
const reference = referenceOf(table);
const scored = (skill: number, seed: string): { predictions: Predictions; report: Report } => {
  const csv = demoPrediction(LIVER, reference.rows, skill, seededRandom(seed));
  const predictions = readPredictions(csv, LIVER, reference, 'strict');
  if (!predictions.ok) throw new Error(JSON.stringify(predictions.failure));
  const report = scoreTable(LIVER, reference, predictions.value);
  if (!report.ok) throw new Error(JSON.stringify(report.failure));
  return { predictions: predictions.value, report: report.value };
};
const one = scored(0.8, 'one');
const other = scored(2.5, 'other');
const plan = tablePlan(LIVER, reference, one.predictions);
const analysis = analyseTable(LIVER, reference, one.predictions, plan, groups);
const lesionScores = one.predictions.columns.get('Lesion')!;

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

describe('two runs', () => {
  const comparison = compareTables(LIVER, reference, one, other);

  test('differ by what their reports differ', () => {
    expect(comparison.difference).toBe(other.report.total! - one.report.total!);
    comparison.terms.forEach((term, at) => {
      expect(term.difference).toBe(other.report.terms[at]!.value! - one.report.terms[at]!.value!);
      expect(term.adjusted).toBeGreaterThanOrEqual(term.p!);
    });
    const [most, next] = comparison.changes;
    expect(Math.abs(most!.other - most!.one)).toBeGreaterThanOrEqual(Math.abs(next!.other - next!.one));
  });

  test('count the same permutations in any shares; a run against itself has P = 1', () => {
    const numbers = groupNumbers(
      reference.rows.map(({ id }) => id),
      groups,
    );
    const count = (from: number, to: number, second = other.predictions) =>
      tablePermutations(LIVER, reference, one, second, numbers, from, to) ?? NaN;
    expect(count(0, 60)).toBe(count(0, 25) + count(25, 60));
    expect(count(0, 60)).toBeLessThan(10);
    expect(count(0, 40, one.predictions)).toBe(40);
  });

  test('without a total are not tested', () => {
    const undefinedReport = {
      ...one.report,
      terms: one.report.terms.map((term) => ({ ...term, value: null })),
    };
    const nothing = tablePermutations(
      LIVER,
      reference,
      { ...one, report: undefinedReport },
      other.predictions,
      null,
      0,
      3,
    );
    expect(nothing).toBeNull();
  });

  const masks = (values: readonly number[]): Report => ({
    total: values.reduce((sum, value) => sum + value, 0) / values.length,
    ruleSet: 'strict',
    terms: [{ name: 'Dice', group: null, weight: 1, value: 0.5, positives: 9, negatives: 0, notes: [] }],
    touched: [],
    warnings: [],
    repairs: [],
    masks: {
      cases: values.map((dice, n) => ({ id: `k${n}`, dice })),
      meanNonEmpty: null,
      emptyReferences: 0,
    },
  });

  test('of masks are tested by Wilcoxon, image by image', () => {
    const a = [0.5, 0.6, 0.7, 0.8, 0.55, 0.65, 0.9, 0.4];
    const b = [0.7, 0.65, 0.8, 0.79, 0.75, 0.7, 0.95, 0.6];
    const compared = compareMaskReports(masks(a), masks(b));
    expect(compared.p).toBe(wilcoxon(b.map((value, n) => value - a[n]!)));
    expect(compared.changes[0]?.id).toMatch(/k[047]/);
    expect(compareMaskReports(masks(a), masks(a))).toMatchObject({ p: 1, difference: 0, changes: [] });
  });

  test('masks have the mean Dice of each centre, and draws by it', () => {
    const report = masks([0.2, 0.4, 0.9]);
    const centres = new Map([
      ['k0', { group: 'g1', centre: 'A' }],
      ['k1', { group: 'g1', centre: 'A' }],
      ['k2', { group: 'g2', centre: 'B' }],
    ]);
    expect(maskCentres(report, centres)?.map(({ centre, cases }) => [centre, cases])).toEqual([
      ['A', 2],
      ['B', 1],
    ]);
    expect(maskCentres(report, centres)?.[0]?.total).toBeCloseTo(0.3, 12);
    expect(maskCentres(report, null)).toBeNull();
    const total = resamplerOf(maskPlan(report)).total([1, 1, 1]);
    expect(total).toBeCloseTo(0.5, 12);
  });
});
