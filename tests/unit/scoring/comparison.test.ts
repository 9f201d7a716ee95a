import { expect, test } from 'vitest';
import { holm, pairedPermutation } from '../../../src/core/scoring/comparison.ts';
import { mulberry32 } from '../../fixtures/scoring/mulberry.ts';

test('Holm by hand', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.6, 0.7])).toEqual([1, 1]);
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
