import { describe, expect, test } from 'vitest';
import { atSpecificity, atThreshold, countsOf, youden } from '../../../src/core/scoring/operating-point.ts';

describe('operating points', () => {
  const truth = [1, 1, 0, 1, 0, 0];
  const counts = countsOf(truth, [0.9, 0.8, 0.8, 0.4, 0.3, 0.1]);

  test('nobody is called positive above all scores, everybody at the lowest', () => {
    expect(atThreshold(counts, 1)).toMatchObject({ sensitivity: 0, specificity: 1, ppv: null, npv: 0.5 });
    expect(atThreshold(counts, 0.1)).toMatchObject({ sensitivity: 1, specificity: 0, npv: null });
  });

  test('a specificity that no score reaches leaves nobody positive', () => {
    const point = atSpecificity(countsOf([0, 1], [0.9, 0.1]), 1);
    expect(point).toMatchObject({ threshold: Infinity, sensitivity: 0, specificity: 1 });
  });

  test('the best sum, and of equals the highest threshold', () => {
    expect(youden(counts).threshold).toBe(0.4);
    expect(youden(countsOf([1, 0], [0.2, 0.8])).threshold).toBe(Infinity);
  });
});
