import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { auc } from '../../../src/core/scoring/auc.ts';
import { delong, delongTest, kendall, twoSided, wilcoxon } from '../../../src/core/scoring/comparison.ts';
import { compareMasks, dice } from '../../../src/core/scoring/dice.ts';
import { averagePrecision, brier } from '../../../src/core/scoring/precision.ts';
import { surfaceDistances } from '../../../src/core/scoring/surface-distance.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { mulberry32 } from '../../fixtures/scoring/mulberry.ts';

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
