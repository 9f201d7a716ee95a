import { expect, test } from 'vitest';
import { rankFrequencies, ranksOf } from '../../../src/core/scoring/rank.ts';

test('equal totals share a rank, the next is skipped, an undefined one has none', () => {
  expect(ranksOf([0.8, 0.9, null, 0.8, 0.1])).toEqual([2, 1, null, 2, 4]);
  expect(rankFrequencies([Float64Array.of(2, 1), Float64Array.of(1, 2)])).toEqual([
    [0.5, 0.5],
    [0.5, 0.5],
  ]);
});
