import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  bootstrapDraws,
  meanResampler,
  tableResampler,
  withInterval,
} from '../../../src/core/scoring/resample.ts';
import { percentileInterval } from '../../../src/core/scoring/interval.ts';
import { readPredictions } from '../../../src/core/scoring/prediction.ts';
import { scoreTable } from '../../../src/core/scoring/score.ts';
import { readReference } from '../../../src/core/labels/reference.ts';
import { BY_ID, bytes } from '../../fixtures/scoring/definitions.ts';
import { mulberry32 } from '../../fixtures/scoring/mulberry.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'));

describe('bootstrap', () => {
  const tables = (read('scoring') as { tables: Record<string, string>[] }).tables.filter(
    ({ ruleSet, refused }) => ruleSet === 'strict' && !refused,
  );

  test('with every row once the total is that of the report', () => {
    let compared = 0;
    for (const { challenge = '', reference: truth = '', prediction = '' } of tables) {
      const definition = BY_ID[challenge]!;
      const reference = readReference(bytes(truth), definition);
      if (!reference.ok) throw new Error(JSON.stringify(reference.failure));
      const predictions = readPredictions(bytes(prediction), definition, reference.value, 'strict');
      if (!predictions.ok) continue;
      const report = scoreTable(definition, reference.value, predictions.value);
      const resampler = tableResampler(definition, reference.value, predictions.value);
      const total = resampler.total(new Uint32Array(resampler.rows).fill(1));
      if (!report.ok) continue;
      if (report.value.total === null) expect(total).toBeNull();
      else expect(Math.abs((total ?? NaN) - report.value.total)).toBeLessThan(1e-12);
      compared++;
    }
    expect(compared).toBeGreaterThan(100);
  });

  test('draws do not depend on how they are shared out, but on the seed', () => {
    const resampler = meanResampler(Array.from({ length: 40 }, (_, i) => Math.sin(i)));
    const whole = bootstrapDraws(resampler, null, 'a', 0, 60);
    const parts = [
      bootstrapDraws(resampler, null, 'a', 0, 13),
      bootstrapDraws(resampler, null, 'a', 13, 60),
    ].flatMap((part) => [...(part?.totals ?? [])]);
    expect([...(whole?.totals ?? [])]).toEqual(parts);
    expect(bootstrapDraws(resampler, null, 'b', 0, 60)?.totals).not.toEqual(whole?.totals);
  });

  test('the interval of a mean is that of theory', () => {
    const random = mulberry32(3);
    const values = Array.from({ length: 400 }, random);
    const draws = bootstrapDraws(meanResampler(values), null, 'mean', 0, 4000);
    const { lower, upper } = percentileInterval(draws?.totals ?? new Float64Array());
    const mean = values.reduce((a, b) => a + b) / 400;
    const error = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 400 / 400);
    expect(Math.abs(lower - (mean - 1.96 * error))).toBeLessThan(0.1 * error);
    expect(Math.abs(upper - (mean + 1.96 * error))).toBeLessThan(0.1 * error);
  });

  test('patients are drawn whole', () => {
    const seen: number[][] = [];
    const resampler = {
      rows: 6,
      terms: 0,
      total: (weights: ArrayLike<number>) => (seen.push(Array.from(weights)), 1),
    };
    bootstrapDraws(resampler, [0, 0, 0, 1, 1, 2], 'patients', 0, 50);
    expect(seen.every(([a, b, c, d, e]) => a === b && b === c && d === e)).toBe(true);
    expect(seen.every(([a = 0, , , d = 0, , f = 0]) => a + d + f === 3)).toBe(true);
  });

  test('a class that is too rare to be drawn is said, not drawn for ever', () => {
    expect(bootstrapDraws({ rows: 3, terms: 0, total: () => null }, null, 'rare', 0, 2)).toBeNull();
  });
});

test('a report tells the interval of its total, and none of an undefined one', () => {
  const values = Array.from({ length: 50 }, (_, i) => 0.5 + (i % 7) / 20);
  const total = values.reduce((sum, value) => sum + value, 0) / 50;
  const report = { total, ruleSet: 'strict', terms: [], touched: [], warnings: [], repairs: [] } as const;
  const { interval } = withInterval(report, meanResampler(values));
  expect(interval).toMatchObject({ level: 0.95, draws: 1000, redrawn: 0 });
  expect(interval && interval.lower < total && total < interval.upper).toBe(true);
  expect(withInterval(report, meanResampler(values)).interval).toEqual(interval);
  expect(withInterval({ ...report, total: null }, meanResampler(values)).interval).toBeNull();
});
