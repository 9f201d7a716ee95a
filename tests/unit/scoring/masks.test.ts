import { describe, expect, it } from 'vitest';
import type { RuleSet } from '../../../src/core/definition/definition.ts';
import type { Segmentation } from '../../../src/core/scoring/dice.ts';
import { compareMasks, swappedAxes } from '../../../src/core/scoring/dice.ts';
import { scoreMasks } from '../../../src/core/scoring/masks.ts';
import { RENAL, THYROID } from '../../fixtures/scoring/definitions.ts';

const mask = (digits: string, size = [2, 2], affine?: number[]): Segmentation => ({
  size,
  data: [...digits].map(Number),
  ...(affine && { affine }),
});
type Case = [string, Segmentation | null, Segmentation | null];
const run = (cases: Case[], ruleSet: RuleSet, definition = RENAL) =>
  scoreMasks(
    definition,
    cases.map(([id, a, b]) => ({ id, comparison: compareMasks(a, b), file: `mask-${id}` })),
    ruleSet,
  );
const report = (cases: Case[], ruleSet: RuleSet) => {
  const result = run(cases, ruleSet);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};
const failures = (cases: Case[], ruleSet: RuleSet) => {
  const result = run(cases, ruleSet);
  return result.ok ? [] : result.failure.map(({ code, details }) => [code, (details as { id?: string }).id]);
};
const good = mask('1100');

describe('scoreMasks', () => {
  it.each(['strict', 'jfr-2018'] as const)(
    '%s: both empty 1, exactly one empty 0, reported with the mean over non-empty',
    (ruleSet) => {
      const cases: Case[] = [
        ['a', good, mask('1000')],
        ['b', mask('0000'), mask('0000')],
        ['c', mask('0000'), good],
        ['d', good, mask('0000')],
      ];
      const result = report(cases, ruleSet);
      expect(result.masks).toEqual({
        cases: [
          { id: 'a', dice: 2 / 3 },
          { id: 'b', dice: 1 },
          { id: 'c', dice: 0 },
          { id: 'd', dice: 0 },
        ],
        meanNonEmpty: 2 / 3 / 2,
        emptyReferences: 2,
      });
      expect(result.total).toBe((2 / 3 + 1) / 4);
      expect(result.touched.map(({ rule, id }) => [rule, id])).toEqual([
        ['both-empty-one', 'b'],
        ['one-empty-zero', 'c'],
        ['one-empty-zero', 'd'],
      ]);
      expect(result.terms).toMatchObject([{ weight: 1, positives: 2, negatives: 2 }]);
    },
  );
  const faulty: Case[] = [
    ['e', good, good],
    ['d', null, good],
    ['c', good, mask('1200')],
    ['b', good, mask('110000', [2, 3])],
    ['a', good, null],
  ];
  it('strict refuses missing, extra, other shapes and other values, all at once', () => {
    expect(failures(faulty, 'strict')).toEqual([
      ['scoring/missing-mask', 'a'],
      ['scoring/mask-shape', 'b'],
      ['scoring/mask-values', 'c'],
      ['scoring/extra-mask', 'd'],
    ]);
  });
  it('jfr-2018 gives 0 for them and says why', () => {
    const result = report(faulty, 'jfr-2018');
    expect(result.total).toBe(1 / 4);
    expect(result.touched.map(({ rule }) => rule)).toEqual([
      'missing-mask-zero',
      'element-count-zero',
      'mask-values-zero',
      'extra-mask-ignored',
    ]);
  });
  it('a NaN is a value other than 0 and 1', () => {
    const nan = { size: [2, 2], data: [1, NaN, 0, 0] };
    expect(failures([['a', good, nan]], 'strict')).toEqual([['scoring/mask-values', 'a']]);
    expect(report([['a', good, nan]], 'jfr-2018').total).toBe(0);
  });
  it('recognises swapped axes; jfr-2018 compares as many elements as they lie', () => {
    const [one, other] = [mask('111000', [2, 3]), mask('111000', [3, 2])];
    const result = run([['a', one, other]], 'strict');
    expect(!result.ok && result.failure[0]!.details).toMatchObject({
      expected: [2, 3],
      got: [3, 2],
      swapped: true,
    });
    const scored = report([['a', one, other]], 'jfr-2018');
    expect(scored.total).toBe(1);
    expect(scored.warnings).toMatchObject([
      { code: 'scoring/mask-shape-ignored', details: { swapped: true } },
    ]);
    expect(swappedAxes([2, 3], [3, 3])).toBe(false);
  });
  it('an axis of length 1 at the end is no other shape', () =>
    expect(report([['a', good, mask('1100', [2, 2, 1])]], 'strict').total).toBe(1));
  it('refuses a faulty reference and a doubled case under both', () => {
    for (const ruleSet of ['strict', 'jfr-2018'] as const) {
      expect(
        failures(
          [
            ['a', mask('1300'), good],
            ['b', good, good],
            [' b', good, good],
          ],
          ruleSet,
        ),
      ).toEqual([
        ['scoring/reference-mask-values', 'a'],
        ['scoring/duplicate-case', 'b'],
      ]);
      expect(failures([['a', mask('110'), good]], ruleSet)).toEqual([
        ['scoring/reference-mask-truncated', 'a'],
      ]);
      expect(failures([], ruleSet)).toEqual([['scoring/no-cases', undefined]]);
    }
    expect(run([['a', good, good]], 'strict', THYROID).ok).toBe(false);
  });
  it('refuses data shorter than the size says', () =>
    expect(failures([['a', good, mask('110')]], 'strict')).toEqual([['scoring/mask-truncated', 'a']]));
  it('warns of an affine off by more than 1e-3 alone', () => {
    const at = (shift: number) => mask('1100', [2, 2], [1, 0, 0, shift]);
    expect(report([['a', at(0), at(0.0009)]], 'strict').warnings).toEqual([]);
    expect(report([['a', at(0), at(0.01)]], 'strict').warnings).toMatchObject([
      { code: 'scoring/mask-affine', details: { difference: 0.01 } },
    ]);
  });
  it('does not depend on the order of the cases, to the last bit', () => {
    const cases = Array.from({ length: 50 }, (_, i): Case => [
      `p${i}`,
      mask('1'.repeat(i + 1).padEnd(50, '0'), [50]),
      mask('1'.repeat(25).padEnd(50, '0'), [50]),
    ]);
    expect(report(cases.toReversed(), 'strict')).toEqual(report(cases, 'strict'));
  });
});
