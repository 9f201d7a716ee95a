import { describe, expect, test } from 'vitest';
import { precisionRecallPoints, rocPoints } from '../../../src/core/scoring/curve.ts';
import { countsOf } from '../../../src/core/scoring/operating-point.ts';
import { averagePrecision } from '../../../src/core/scoring/precision.ts';
import { auc } from '../../../src/core/scoring/auc.ts';
import { mulberry32 } from '../../fixtures/scoring/mulberry.ts';
import { near, probabilities } from '../../fixtures/scoring/probabilities.ts';

describe('curves', () => {
  const area = (points: readonly (readonly [number, number])[]) =>
    points.reduce((sum, [x, y], at) => {
      const [before, height] = points[at - 1] ?? [x, y];
      return sum + ((x - before) * (y + height)) / 2;
    }, 0);

  test('the areas below are the AUC and the average precision', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { truth, scores } = probabilities(seed);
      const counts = countsOf(truth, scores);
      const value = auc(truth, Float64Array.from(scores));
      expect(near(area(rocPoints(counts)), value.ok ? value.value.value : null)).toBe(true);
      expect(near(area(precisionRecallPoints(counts)), averagePrecision(truth, scores))).toBe(true);
    }
  });

  test('a long curve is thinned, its ends kept, its area nearly so', () => {
    const random = mulberry32(5);
    const truth = Array.from({ length: 50_000 }, () => (random() < 0.4 ? 1 : 0));
    const scores = truth.map((one) => random() + 0.4 * one);
    const points = rocPoints(countsOf(truth, scores));
    expect(points.length).toBeLessThan(1300);
    expect([points[0], points.at(-1)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    const value = auc(truth, Float64Array.from(scores));
    expect(Math.abs(area(points) - ((value.ok ? value.value.value : null) ?? 0))).toBeLessThan(0.002);
  });

  test('one class alone has none', () => {
    expect(rocPoints(countsOf([1, 1], [0.1, 0.2]))).toEqual([]);
    expect(precisionRecallPoints(countsOf([0, 0], [0.1, 0.2]))).toEqual([]);
  });
});
