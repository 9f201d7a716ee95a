import type { AttributeRecord, ProofCheck } from './images.ts';
import { textTotalsOf, type TextTotals } from './report-text.ts';
import { tagOfPath, type DeidentificationReport, type Treatment } from './report.ts';
import type { Rule } from './rule.ts';

/** Actions in display order, removals first. */
export const ATTRIBUTE_ACTIONS = [
  'removed',
  'emptied',
  'replaced',
  'uid',
  'cleaned',
  'shifted',
  'kept',
  'added',
] as const satisfies readonly AttributeRecord['action'][];

export type ActionCounts = Readonly<Record<AttributeRecord['action'], number>>;

/** One rule with its effect over all images. */
export interface RuleTotal {
  readonly rule: Rule;
  /**
   * An attribute treated by the rule, used for its name. Null when the rule covers many attributes.
   */
  readonly tag: string | null;
  readonly images: number;
  readonly counts: ActionCounts;
}

export interface ProofTotal {
  readonly at: ProofCheck['at'];
  readonly check: ProofCheck['check'];
  readonly passed: number;
  readonly notPossible: number;
}

export interface ReportTotals {
  /** Number of attributes by action, over all images. */
  readonly actions: ActionCounts;
  /** Rows in the order of the table, then the other rules. */
  readonly rules: readonly RuleTotal[];
  readonly proof: readonly ProofTotal[];
  /** Number of images that passed every possible check. */
  readonly proven: number;
  readonly echoes: number;
  /** Number of images with pixels set to 0. */
  readonly masked: number;
  readonly overridden: number;
  readonly blocked: number;
  readonly text: TextTotals;
  /** Number of images of exams that may show a face. Null when no volume was asked for. */
  readonly recognizable: number | null;
}

const NONE: ActionCounts = {
  removed: 0,
  emptied: 0,
  replaced: 0,
  uid: 0,
  cleaned: 0,
  shifted: 0,
  kept: 0,
  added: 0,
};

/** Number of attributes of a treatment by action. */
export function countsOf({ attributes }: Treatment): ActionCounts {
  const counts = { ...NONE };
  for (const { action } of attributes) counts[action]++;
  return counts;
}

/** Sums over the images of a report. */
export function totalsOf(report: DeidentificationReport): ReportTotals {
  const { images, treatments } = report;
  const uses = treatments.map((_, index) => images.filter(({ treatment }) => treatment === index).length);
  const actions = { ...NONE };
  const rules = new Map<
    string,
    { rule: Rule; tags: Set<string>; images: number; counts: { -readonly [K in keyof ActionCounts]: number } }
  >();
  treatments.forEach((treatment, index) => {
    const times = uses[index] ?? 0;
    const seen = new Set<string>();
    for (const { path, action, rule } of treatment.attributes) {
      actions[action] += times;
      const name = `${ORDER.indexOf(rule.source)} ${rule.row ?? ''} ${rule.option?.column ?? ''}`;
      const total = rules.get(name) ?? { rule, tags: new Set(), images: 0, counts: { ...NONE } };
      total.tags.add(tagOfPath(path));
      total.counts[action] += times;
      if (!seen.has(name)) total.images += times;
      seen.add(name);
      rules.set(name, total);
    }
  });
  const proof = new Map<
    string,
    { at: ProofCheck['at']; check: ProofCheck['check']; passed: number; notPossible: number }
  >();
  for (const { at, check, result } of images.flatMap((image) => image.proof)) {
    const total = proof.get(`${at} ${check}`) ?? { at, check, passed: 0, notPossible: 0 };
    if (result === 'passed') total.passed++;
    else total.notPossible++;
    proof.set(`${at} ${check}`, total);
  }
  return {
    actions,
    rules: [...rules]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { rule, tags, images: of, counts }]) => ({
        rule,
        tag: tags.size === 1 ? ([...tags][0] ?? null) : null,
        images: of,
        counts,
      })),
    proof: [...proof.values()],
    proven: images.filter((image) => image.proof.length > 0 && image.echoes === 0).length,
    echoes: images.reduce((sum, { echoes }) => sum + echoes, 0),
    masked: images.filter(({ pixels }) => pixels !== null && pixels.hidden !== null).length,
    overridden: images.filter(({ overridden }) => overridden.length > 0).length,
    blocked: report.left.blocked.reduce((sum, { count }) => sum + count, 0),
    text: textTotalsOf(images),
    recognizable: images.every(({ recognizable }) => recognizable === null)
      ? null
      : images.filter(({ recognizable }) => recognizable).length,
  };
}

const ORDER: readonly Rule['source'][] = ['E.1-1', 'E.3.4-1', 'E.3.10-1', 'unlisted', 'own'];
