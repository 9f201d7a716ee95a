import { describe, expect, test } from 'vitest';
import { maskCentres } from '../../../src/core/scoring/analysis.ts';
import { wilcoxon } from '../../../src/core/scoring/comparison.ts';
import { groupNumbers } from '../../../src/core/scoring/groups.ts';
import type { Report } from '../../../src/core/scoring/report.ts';
import { maskPlan, resamplerOf } from '../../../src/core/scoring/resample.ts';
import {
  compareMaskReports,
  compareTables,
  tablePermutations,
} from '../../../src/core/scoring/run-comparison.ts';
import { LIVER } from '../../fixtures/scoring/definitions.ts';
import { groups, reference, one, other } from '../../fixtures/scoring/two-runs.ts';

describe('two runs', () => {
  const comparison = compareTables(LIVER, reference, one, other);

  test('differ by what their reports differ', () => {
    expect(comparison.difference).toBe(other.report.total! - one.report.total!);
    comparison.terms.forEach((term, at) => {
      expect(term.difference).toBe(other.report.terms[at]!.value! - one.report.terms[at]!.value!);
      expect(term.adjusted).toBeGreaterThanOrEqual(term.p!);
    });
    const [most, next] = comparison.changes;
    expect(Math.abs(most!.other - most!.one)).toBeGreaterThanOrEqual(Math.abs(next!.other - next!.one));
  });

  test('count the same permutations in any shares; a run against itself has P = 1', () => {
    const numbers = groupNumbers(
      reference.rows.map(({ id }) => id),
      groups,
    );
    const count = (from: number, to: number, second = other.predictions) =>
      tablePermutations(LIVER, reference, one, second, numbers, from, to) ?? NaN;
    expect(count(0, 60)).toBe(count(0, 25) + count(25, 60));
    expect(count(0, 60)).toBeLessThan(10);
    expect(count(0, 40, one.predictions)).toBe(40);
  });

  test('without a total are not tested', () => {
    const undefinedReport = {
      ...one.report,
      terms: one.report.terms.map((term) => ({ ...term, value: null })),
    };
    const nothing = tablePermutations(
      LIVER,
      reference,
      { ...one, report: undefinedReport },
      other.predictions,
      null,
      0,
      3,
    );
    expect(nothing).toBeNull();
  });

  const masks = (values: readonly number[]): Report => ({
    total: values.reduce((sum, value) => sum + value, 0) / values.length,
    ruleSet: 'strict',
    terms: [{ name: 'Dice', group: null, weight: 1, value: 0.5, positives: 9, negatives: 0, notes: [] }],
    touched: [],
    warnings: [],
    repairs: [],
    masks: {
      cases: values.map((dice, n) => ({ id: `k${n}`, dice })),
      meanNonEmpty: null,
      emptyReferences: 0,
    },
  });

  test('of masks are tested by Wilcoxon, image by image', () => {
    const a = [0.5, 0.6, 0.7, 0.8, 0.55, 0.65, 0.9, 0.4];
    const b = [0.7, 0.65, 0.8, 0.79, 0.75, 0.7, 0.95, 0.6];
    const compared = compareMaskReports(masks(a), masks(b));
    expect(compared.p).toBe(wilcoxon(b.map((value, n) => value - a[n]!)));
    expect(compared.changes[0]?.id).toMatch(/k[047]/);
    expect(compareMaskReports(masks(a), masks(a))).toMatchObject({ p: 1, difference: 0, changes: [] });
  });

  test('masks have the mean Dice of each centre, and draws by it', () => {
    const report = masks([0.2, 0.4, 0.9]);
    const centres = new Map([
      ['k0', { group: 'g1', centre: 'A' }],
      ['k1', { group: 'g1', centre: 'A' }],
      ['k2', { group: 'g2', centre: 'B' }],
    ]);
    expect(maskCentres(report, centres)?.map(({ centre, cases }) => [centre, cases])).toEqual([
      ['A', 2],
      ['B', 1],
    ]);
    expect(maskCentres(report, centres)?.[0]?.total).toBeCloseTo(0.3, 12);
    expect(maskCentres(report, null)).toBeNull();
    const total = resamplerOf(maskPlan(report)).total([1, 1, 1]);
    expect(total).toBeCloseTo(0.5, 12);
  });
});
