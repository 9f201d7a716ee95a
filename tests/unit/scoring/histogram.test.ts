import { expect, test } from 'vitest';
import { histogram } from '../../../src/core/scoring/histogram.ts';

test('histograms hold scores of any size, and one value alone', () => {
  expect(histogram([1, 0], [1e308, -1e308], 4)).toMatchObject({
    positives: [0, 0, 0, 1],
    negatives: [1, 0, 0, 0],
  });
  expect(histogram([1, 0], [7, 7], 2)).toMatchObject({ edges: [6.5, 7, 7.5], positives: [0, 1] });
  expect(histogram([], [])).toBeNull();
});
