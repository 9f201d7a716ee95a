import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { auc } from '../../../src/core/scoring/auc.ts';
import {
  delong,
  delongTest,
  holm,
  kendall,
  pairedPermutation,
  twoSided,
  wilcoxon,
} from '../../../src/core/scoring/comparison.ts';
import { compareMasks, dice } from '../../../src/core/scoring/dice.ts';
import { averagePrecision, brier } from '../../../src/core/scoring/precision.ts';
import { rankFrequencies, ranksOf } from '../../../src/core/scoring/rank.ts';
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
import { surfaceDistances } from '../../../src/core/scoring/surface-distance.ts';
import { BY_ID, bytes } from './definitions.ts';
import { mulberry32 } from './mulberry.ts';
import { millimetres } from '../../../src/core/measure.ts';

interface Golden {
  readonly tool: string;
  readonly auc: readonly [number, number][];
  readonly brier: readonly number[];
  readonly delong: readonly [number, number, number, number, number, number][];
  readonly masks: readonly [number, number, number, number][];
  readonly wilcoxon: readonly number[];
  readonly kendall: readonly (number | null)[];
  readonly normal: readonly [number, number][];
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'));
const golden = read('statistics') as Golden;

function binaryCase(seed: number): { truth: number[]; scores: number[] } {
  const random = mulberry32(seed);
  const kind = seed % 6;
  const n = 4 + Math.floor(random() * 150);
  const share = kind === 3 ? 0.02 : 0.1 + 0.8 * random();
  const truth = Array.from({ length: n }, () => (random() < share ? 1 : 0));
  truth[0] = 1;
  truth[1] = 0;
  let scores = Array.from({ length: n }, random);
  if (kind === 1) scores = scores.map((s) => Math.floor(s * 8) / 8);
  if (kind === 2) scores = scores.map(() => 0.5);
  if (kind === 4) scores = scores.map((s) => (s - 0.5) * 1e300);
  if (kind === 5) scores = scores.map((s) => s * 1e-310);
  return { truth, scores };
}

const differs = (got: number | null, expected: number, tolerance: number): boolean =>
  !(got !== null && Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected)));

/** How many of the golden values are missed. */
const missed = <T>(values: readonly T[], misses: (value: T, index: number) => boolean): number =>
  values.filter((value, index) => misses(value, index)).length;

describe(`statistics equal those of ${golden.tool}`, () => {
  test('AUC and average precision, 5,000 cases, to 1e-12', () => {
    expect(golden.auc).toHaveLength(5000);
    const count = missed(golden.auc, ([area, precision], seed) => {
      const { truth, scores } = binaryCase(seed);
      const result = auc(truth, Float64Array.from(scores));
      return (
        differs(result.ok ? result.value.value : null, area, 1e-12) ||
        differs(averagePrecision(truth, scores), precision, 1e-12)
      );
    });
    expect(count).toBe(0);
  });

  test('Brier score', () => {
    const count = missed(golden.brier, (expected, index) => {
      const { truth, scores } = binaryCase(index * 6);
      return differs(brier(truth, scores), expected, 1e-12);
    });
    expect(count).toBe(0);
  });

  test('DeLong: areas, covariance and P of 300 pairs, to 1e-9', () => {
    const count = missed(golden.delong, ([a, b, aa, ab, bb, p], seed) => {
      const { truth, scores: one } = binaryCase(seed * 6);
      const again = binaryCase(seed * 6 + 600006 * 6).scores;
      const other = one.map((_, i) => again[i % again.length] ?? 0);
      truth[2] = 1;
      truth[3] = 0;
      const mixed = one.map((score, i) => 0.6 * score + 0.4 * (truth[i] ?? 0) * (other[i] ?? 0));
      const result = delong(truth, [mixed, other]);
      if (result === null) return true;
      const [[gaa = NaN, gab = NaN] = [], [, gbb = NaN] = []] = result.covariance;
      const pairs = [
        [result.aucs[0] ?? NaN, a],
        [result.aucs[1] ?? NaN, b],
        [gaa, aa],
        [gab, ab],
        [gbb, bb],
        [delongTest(result), p],
      ] as const;
      return pairs.some(([got, expected]) => differs(got, expected, 1e-9));
    });
    expect(count).toBe(0);
  });

  test('Dice, Hausdorff, its 95th percentile and average surface distance of 500 masks in 2D and 3D, to 1e-9', () => {
    const count = missed(golden.masks, ([overlap, largest, percentile, average], seed) => {
      const random = mulberry32(seed);
      const size = Array.from({ length: seed % 2 ? 3 : 2 }, () => 6 + Math.floor(random() * 14));
      const spacing = size.map(() => millimetres(0.25 + Math.floor(random() * 12) / 4));
      const [one, other] = [0, 1].map(() => {
        const centre = size.map((n) => random() * n);
        const radius = 2 + random() * 5;
        const data = Uint8Array.from({ length: size.reduce((a, b) => a * b) }, (_, at) => {
          let rest = at;
          const distance = size.reduce((sum, n, axis) => {
            const place = rest % n;
            rest = Math.floor(rest / n);
            return sum + (place - (centre[axis] ?? 0)) ** 2;
          }, 0);
          return distance < radius ** 2 ? 1 : 0;
        });
        for (let i = 0; i < data.length; i++) if (random() < 0.02) data[i] = data[i] ? 0 : 1;
        if (!data.includes(1)) data[0] = 1;
        return { size, spacing, data };
      });
      if (!one || !other) return true;
      const distances = surfaceDistances(one, other);
      const { reference, prediction, intersection } = compareMasks(one, other);
      return (
        differs(
          dice(reference?.foreground ?? 0, prediction?.foreground ?? 0, intersection ?? 0),
          overlap,
          1e-12,
        ) ||
        differs(distances?.hausdorff ?? null, largest, 1e-9) ||
        differs(distances?.hausdorff95 ?? null, percentile, 1e-9) ||
        differs(distances?.average ?? null, average, 1e-9)
      );
    });
    expect(count).toBe(0);
  });

  test('Wilcoxon, exact and approximate, 300 samples', () => {
    const count = missed(golden.wilcoxon, (p, seed) => {
      const random = mulberry32(seed + 9000);
      const n = 6 + Math.floor(random() * 70);
      let d = Array.from({ length: n }, () => random() - 0.4);
      if (seed % 3 === 1) {
        d = d.map((value) => Math.trunc(value * 10) / 10);
        d[0] = 0.3;
      }
      return differs(wilcoxon(d), p, 1e-9);
    });
    expect(count).toBe(0);
  });

  test("Kendall's tau-b, 200 pairs", () => {
    const count = missed(golden.kendall, (tau, seed) => {
      const random = mulberry32(seed + 7000);
      const n = 3 + Math.floor(random() * 30);
      const draw = () => Array.from({ length: n }, () => Math.floor(random() * (seed % 2 ? 5 : 1000)));
      const value = kendall(draw(), draw());
      return tau === null ? value !== null : differs(value, tau, 1e-12);
    });
    expect(count).toBe(0);
  });

  test('the normal tail, relative to 1e-11', () => {
    expect(missed(golden.normal, ([z, p]) => Math.abs(twoSided(z) / p - 1) > 1e-11)).toBe(0);
  });
});

test('Holm by hand', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.6, 0.7])).toEqual([1, 1]);
});

test('equal totals share a rank, the next is skipped, an undefined one has none', () => {
  expect(ranksOf([0.8, 0.9, null, 0.8, 0.1])).toEqual([2, 1, null, 2, 4]);
  expect(rankFrequencies([Float64Array.of(2, 1), Float64Array.of(1, 2)])).toEqual([
    [0.5, 0.5],
    [0.5, 0.5],
  ]);
});

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

test('a paired permutation test finds a real difference and no other', () => {
  const random = mulberry32(11);
  const [good, poor] = [Array.from({ length: 60 }, random), Array.from({ length: 60 }, random)];
  const p = (shift: number) =>
    pairedPermutation(
      60,
      (swapped) =>
        good.reduce((sum, value, i) => {
          const gap = value + shift - (poor[i] ?? 0);
          return sum + (swapped[i] ? -gap : gap);
        }, 0) / 60,
      'seed',
      999,
    );
  expect(p(0.3)).toBe(1 / 1000);
  expect(p(0)).toBeGreaterThan(0.05);
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
