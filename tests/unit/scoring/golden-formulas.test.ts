import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RuleSet } from '../../../src/core/definition/definition.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { readReference } from '../../../src/core/labels/reference.ts';
import type { Result } from '../../../src/core/result.ts';
import type { Report } from '../../../src/core/scoring/report.ts';
import type { TouchedRule } from '../../../src/core/scoring/touched.ts';
import { scorePredictionFile } from '../../../src/core/scoring/score.ts';
import type { TableChallenge } from '../../golden/datasets.ts';
import { CHALLENGES, masks, RULES, table } from '../../golden/datasets.ts';
import { BY_ID, bytes } from '../../fixtures/scoring/definitions.ts';
import { scoreDigits } from '../../fixtures/scoring/digits.ts';

/** Numbers of a report, or how often each refusal is given. */
type Golden = readonly (number | null)[] | Readonly<Record<string, number>>;
const golden = JSON.parse(readFileSync(new URL('../../golden/formulas.json', import.meta.url), 'utf8')) as {
  tool: string;
  sets: Record<string, { inputs: string; results: Golden[] }>;
};

const MASK_RULES = [
  ...['missing-mask-zero', 'element-count-zero', 'mask-values-zero'],
  ...['extra-mask-ignored', 'both-empty-one', 'one-empty-zero'],
] as TouchedRule[];
const TABLE_RULES = ['missing-probability-half', 'missing-case-half', 'extra-id-ignored'] as TouchedRule[];

function scoreOf(challenge: TableChallenge, rules: RuleSet, index: number) {
  const [reference, , prediction] = table(challenge, rules, index);
  const truth = readReference(bytes(reference), BY_ID[challenge]!);
  if (!truth.ok) throw new Error(JSON.stringify(truth.failure));
  return scorePredictionFile(bytes(prediction), BY_ID[challenge]!, truth.value, rules);
}

/** As formulas.py writes it: the total, sums over the terms weighted by their position, and how often each rule decided. */
function told(outcome: Result<Report, readonly Failure[]>, isMask: boolean): Golden {
  if (!outcome.ok) {
    const counts: Record<string, number> = {};
    for (const { code } of outcome.failure) counts[code] = (counts[code] ?? 0) + 1;
    return counts;
  }
  const { total, terms, touched } = outcome.value;
  const check = (of: (term: Report['terms'][number]) => number | null) =>
    terms.reduce((sum, term, k) => sum + (k + 1) * (of(term) ?? 0), 0);
  const counts = [check((term) => term.positives), check((term) => term.negatives)];
  const rules = (isMask ? MASK_RULES : TABLE_RULES).map(
    (rule) => touched.filter((one) => one.rule === rule).length,
  );
  return isMask ? [total, ...counts, ...rules] : [total, check((term) => term.value), ...counts, ...rules];
}

describe.each(CHALLENGES)('%s: a thousand random datasets score as in the golden file', (challenge) => {
  test.each(RULES)('%s', (rules) => {
    const { inputs, results } = golden.sets[`${challenge} ${rules}`]!;
    const digest = createHash('sha256');
    let worst = 0;
    results.forEach((expected, index) => {
      const isMask = challenge === 'renal-cortex';
      const made = isMask ? masks(rules, index) : table(challenge, rules, index);
      digest.update(`${JSON.stringify(made)}\n`);
      const outcome = isMask ? scoreDigits(masks(rules, index), rules) : scoreOf(challenge, rules, index);
      const got = told(outcome, isMask);
      if (!Array.isArray(expected) || !Array.isArray(got)) {
        expect(got, `dataset ${index}`).toEqual(expected);
        return;
      }
      expect(got.map((one) => one === null)).toEqual(expected.map((one) => one === null));
      got.forEach((one: number | null, k) => {
        worst = Math.max(worst, Math.abs((one ?? 0) - ((expected[k] as number | null) ?? 0)));
      });
    });
    expect(digest.digest('hex'), 'the inputs are those of datasets.py').toBe(inputs);
    expect(results).toHaveLength(1000);
    expect(worst).toBeLessThanOrEqual(1e-12);
  });
});
