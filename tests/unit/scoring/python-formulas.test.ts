import { describe, expect, test } from 'vitest';
import { CHALLENGES, masks, RULES, table } from '../../golden/datasets.ts';
import { comparable, inPython, inTypeScript, python } from '../../fixtures/scoring/python.ts';

const INDICES = Array.from({ length: 1000 }, (_, index) => index);

describe.skipIf(python === undefined)('score.py (skipped where there is no Python)', () => {
  describe.each(CHALLENGES)('%s: a thousand random datasets, digit for digit', (challenge) => {
    test.each(RULES)(
      '%s',
      (ruleSet) => {
        const jobs = INDICES.map((index) => {
          if (challenge === 'renal-cortex') return { ruleSet, masks: masks(ruleSet, index) };
          const [reference, , prediction] = table(challenge, ruleSet, index);
          return { challenge, ruleSet, reference, prediction: Buffer.from(prediction).toString('base64') };
        });
        const outcomes = inPython(jobs);
        expect(outcomes).toHaveLength(jobs.length);
        jobs.forEach((job, index) => {
          expect(comparable(outcomes[index] ?? {}), `dataset ${index}`).toEqual(
            comparable(inTypeScript(job)),
          );
        });
      },
      60_000,
    );
  });
});
