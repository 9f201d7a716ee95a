import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RuleSet } from '../../../src/core/definition/definition.ts';
import { readReference } from '../../../src/core/labels/reference.ts';
import { auc } from '../../../src/core/scoring/auc.ts';
import { compareMasks, dice } from '../../../src/core/scoring/dice.ts';
import { scorePredictionFile } from '../../../src/core/scoring/score.ts';
import { BY_ID, bytes } from '../../fixtures/scoring/definitions.ts';

type GoldenTerm = [string, string | null, number, number | null, number, number];
interface Golden {
  tool: string;
  tables: {
    challenge: string;
    ruleSet: RuleSet;
    reference: string;
    prediction: string;
    refused?: true;
    total: number | null;
    terms: GoldenTerm[];
    touched: [number, number, number];
  }[];
  arrays: { truth: string; scores: number[]; auc: number }[];
  masks: { size: number[]; reference: string; prediction: string; dice: number }[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../golden/scoring.json', import.meta.url), 'utf8'),
) as Golden;
const near = (got: number | null, expected: number | null, what: string) => {
  if (expected === null || got === null) expect(got, what).toBe(expected);
  else expect(Math.abs(got - expected), what).toBeLessThanOrEqual(1e-12);
};

describe(`scores equal those of ${golden.tool}`, () => {
  it.each(golden.tables.map((one, index) => [index, one.challenge, one.ruleSet, one] as const))(
    'table %i (%s, %s)',
    (_, challenge, ruleSet, one) => {
      const definition = BY_ID[challenge]!;
      const reference = readReference(bytes(one.reference), definition);
      if (!reference.ok) throw new Error(JSON.stringify(reference.failure));
      const report = scorePredictionFile(bytes(one.prediction), definition, reference.value, ruleSet);
      expect(report.ok, JSON.stringify(report.ok ? '' : report.failure)).toBe(!one.refused);
      if (!report.ok) return;
      const { total, terms, touched } = report.value;
      near(total, one.total, 'total');
      expect(terms.map(({ group, positives, negatives }) => [group !== null, positives, negatives])).toEqual(
        one.terms.map(([, group, , , positives, negatives]) => [group !== null, positives, negatives]),
      );
      terms.forEach(({ weight, value }, index) => {
        near(weight, one.terms[index]![2], `weight ${index}`);
        near(value, one.terms[index]![3], `value ${index}`);
      });
      if (ruleSet === 'jfr-2018') {
        const count = (rule: string) => touched.filter((one) => one.rule === rule).length;
        const counts = ['missing-probability-half', 'missing-case-half', 'extra-id-ignored'].map(count);
        expect(counts).toEqual(one.touched);
      } else expect(touched).toEqual([]);
      if (total !== null)
        expect(terms.reduce((sum, { weight, value }) => sum + weight * (value ?? 0), 0)).toBe(total);
    },
  );

  it('AUC of arrays with ties, extremes, denormals and negative zero', () => {
    golden.arrays.forEach(({ truth, scores, auc: expected }, index) => {
      const result = auc([...truth].map(Number), Float64Array.from(scores));
      near(result.ok ? result.value.value : NaN, expected, `array ${index}`);
    });
    expect(golden.arrays.length).toBe(300);
  });

  it('Dice of 2D and 3D masks', () => {
    const mask = (size: number[], digits: string) => ({
      size,
      data: Uint8Array.from([...digits].map(Number)),
    });
    for (const { size, reference, prediction, dice: expected } of golden.masks) {
      const counted = compareMasks(mask(size, reference), mask(size, prediction));
      const value = dice(
        counted.reference!.foreground,
        counted.prediction!.foreground,
        counted.intersection!,
      );
      expect(value).toBe(expected);
    }
  });
});
