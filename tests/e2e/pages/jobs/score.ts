import type { Page } from 'playwright';
import type { Options } from '../../../../scripts/drive.ts';
import { CompetePage } from '../compete.ts';
import { ShellPage } from '../shell.ts';
import { one, optional } from './answers.ts';

/** `score --challenge ID --reference CSV|FOLDER --prediction CSV|FOLDER [--rules strict|jfr-2018]` */
export async function score(page: Page, options: Options) {
  const rules = optional(options, 'rules');
  if (rules !== undefined && rules !== 'strict' && rules !== 'jfr-2018') {
    throw new Error(`--rules is strict or jfr-2018, not "${rules}"`);
  }
  await new ShellPage(page).chooseChallenge(one(options, 'challenge'));
  const compete = new CompetePage(page);
  await compete.open();
  await compete.chooseReference(one(options, 'reference'));
  await compete.choosePrediction(one(options, 'prediction'));
  if (rules !== undefined) await compete.chooseRules(rules);
  const { report, errors } = await compete.score();
  if (!report) {
    const [first] = errors;
    return {
      ok: false,
      total: null,
      interval: null,
      terms: [],
      errors,
      warnings: [],
      message: first?.message ?? 'not scored',
    };
  }
  const { total, interval, terms, warnings, touched, repairs, ruleSet, masks } = report;
  return {
    ok: true,
    total,
    interval,
    ruleSet,
    terms: terms.map(({ name, group, weight, value, positives, negatives }) => ({
      name,
      group,
      weight,
      value,
      positives,
      negatives,
    })),
    errors: [],
    warnings,
    touched,
    repairs,
    ...(masks && { masks }),
  };
}
