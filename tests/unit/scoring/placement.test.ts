import { expect, test } from 'vitest';
import { placements } from '../../../src/core/scoring/placement.ts';
import { auc } from '../../../src/core/scoring/auc.ts';
import { near, probabilities } from '../../fixtures/scoring/probabilities.ts';

test('the share of pairs that each case wins averages to the AUC over either class', () => {
  for (let seed = 0; seed < 60; seed++) {
    const { truth, scores } = probabilities(seed);
    const value = auc(truth, Float64Array.from(scores));
    const shares = placements(truth, scores);
    for (const side of [0, 1]) {
      const own = [...shares].filter((_, at) => truth[at] === side);
      const mean = own.reduce((sum, share) => sum + share, 0) / own.length;
      expect(near(mean, value.ok ? value.value.value : null), `seed ${seed}`).toBe(true);
    }
  }
  expect([...placements([1, 1], [0.1, 0.2])]).toEqual([NaN, NaN]);
});
