import { describe, expect, it } from 'vitest';
import { auc } from '../../../src/core/scoring/auc.ts';
import { sortDoubles } from '../../../src/core/scoring/sort.ts';

const of = (truth: number[], scores: number[]) => {
  const result = auc(truth, Float64Array.from(scores));
  return result.ok ? result.value : result.failure;
};
/** Deterministic numbers in [0, 1). */
const generator = (seed: number) => () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;

describe('auc', () => {
  it('is the share of ordered pairs, ties counting one half', () => {
    expect(of([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toEqual({ value: 0.75, positives: 2, negatives: 2 });
    expect(of([0, 1, 0, 1], [1, 1, 0, 2])).toMatchObject({ value: 0.875 });
    expect(of([1, 0], [0, 1])).toMatchObject({ value: 0 });
  });
  it('is one half for a constant', () => expect(of([0, 1, 1], [3, 3, 3])).toMatchObject({ value: 0.5 }));
  it('ties negative zero with zero', () => expect(of([1, 0], [-0, 0])).toMatchObject({ value: 0.5 }));
  it('is undefined for one class and for no rows', () => {
    expect(of([1, 1], [1, 2])).toEqual({ value: null, positives: 2, negatives: 0 });
    expect(of([0], [1])).toEqual({ value: null, positives: 0, negatives: 1 });
    expect(of([], [])).toEqual({ value: null, positives: 0, negatives: 0 });
  });
  it.each([NaN, Infinity, -Infinity])('refuses %d', (value) =>
    expect(of([1, 0], [0, value])).toEqual({
      code: 'scoring/score-not-finite',
      details: { index: 1, value },
    }),
  );
  it('does not change its input', () => {
    const scores = Float64Array.from([3, 1, 2]);
    auc([1, 0, 1], scores);
    expect([...scores]).toEqual([3, 1, 2]);
  });
  it('equals the count of all pairs where the radix sort is used', () => {
    const next = generator(7);
    const scores = Float64Array.from({ length: 8000 }, () => Math.round((next() - 0.5) * 500) / 7);
    const truth = Array.from(scores, (score) => (next() + score / 100 > 0.5 ? 1 : 0));
    let halves = 0;
    let pairs = 0;
    for (let i = 0; i < 8000; i++) {
      if (!truth[i]) continue;
      for (let j = 0; j < 8000; j++) {
        if (truth[j]) continue;
        pairs++;
        if (scores[i]! > scores[j]!) halves += 2;
        else if (scores[i] === scores[j]) halves++;
      }
    }
    const result = auc(truth, scores);
    expect(result.ok && result.value.value).toBe(halves / (2 * pairs));
  });
});

describe('sortDoubles', () => {
  it.each(['uniform', 'bits', 'few', 'extreme'])('sorts like the engine: %s', (kind) => {
    const next = generator(11);
    const word = () => Math.floor(next() * 2 ** 31) * 2 + Math.floor(next() * 2);
    const values = Float64Array.from({ length: 20000 }, () => {
      if (kind === 'uniform') return next() - 0.5;
      if (kind === 'few') return Math.round(next() * 4) - 2;
      if (kind === 'extreme') return [1e308, -1e308, 5e-324, -5e-324, 0, 2.5][Math.floor(next() * 6)]!;
      const value = new Float64Array(Uint32Array.from([word(), word()]).buffer)[0]!;
      return Number.isFinite(value) ? value : 1;
    });
    const expected = values.slice().sort();
    sortDoubles(values);
    expect(values).toEqual(expected);
  });
});
