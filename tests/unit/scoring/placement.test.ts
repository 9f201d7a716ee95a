import { expect, test } from 'vitest';
import { placements } from '../../../src/core/scoring/placement.ts';
import { auc } from '../../../src/core/scoring/auc.ts';
import { mulberry32 } from '../../fixtures/scoring/mulberry.ts';

function probabilities(seed: number): { truth: number[]; scores: number[] } {
  const random = mulberry32(seed + 40000);
  const n = 10 + Math.floor(random() * 120);
  const share = 0.1 + 0.8 * random();
  const truth = Array.from({ length: n }, () => (random() < share ? 1 : 0));
  truth[0] = 1;
  truth[1] = 0;
  let scores = Array.from({ length: n }, random);
  if (seed % 3 === 1) scores = scores.map((s) => Math.floor(s * 11) / 10);
  if (seed % 3 === 2) scores = scores.map((s) => s * s * s);
  return { truth, scores };
}

const near = (got: number | null | undefined, expected: number | null, tolerance = 1e-12): boolean =>
  expected === null || got === null || got === undefined
    ? (got ?? null) === expected
    : Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected));

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
