import type { ChallengeDefinition, Condition } from '../definition/definition.ts';
import type { Member } from './members.ts';
import type { Report, ReportTerm } from './report.ts';
import type { Touched, TouchedRule } from './touched.ts';

/** One summand of a total, with the information needed to explain it in words. */
export interface ExplainedTerm {
  readonly term: ReportTerm;
  /** The condition for a positive case. Null for Dice. */
  readonly truth: Condition | null;
  /** The condition for a case to count. Null: all cases count. */
  readonly rows: Condition | null;
  /** Number of positive cases, and of all cases that count. */
  readonly positives: number;
  readonly cases: number;
}

export interface Explanation {
  /** Terms that are summed, in order: total = Σ weight · value. */
  readonly summed: readonly ExplainedTerm[];
  /** Terms without a value, which the definition leaves out. */
  readonly leftOut: readonly ExplainedTerm[];
  /** Every row, cell or image that a rule decided, grouped by rule. */
  readonly rules: readonly { readonly rule: TouchedRule; readonly entries: readonly Touched[] }[];
}

/** Splits a report into the parts of the sentence that explains it. */
export function explain({ score }: ChallengeDefinition, report: Report): Explanation {
  const sources = score.terms.flatMap((term): readonly (Member | null)[] =>
    term.kind === 'mean' ? term.of : [term.kind === 'auc' ? term : null],
  );
  const explained = report.terms.map((term, index): ExplainedTerm => {
    const source = sources[index] ?? null;
    return {
      term,
      truth: source?.truth ?? null,
      rows: source?.rows ?? null,
      positives: term.positives,
      cases: term.positives + term.negatives,
    };
  });
  const isOut = ({ term }: ExplainedTerm) => term.notes.includes('left-out');
  const rules = new Map<TouchedRule, Touched[]>();
  for (const one of report.touched) rules.set(one.rule, [...(rules.get(one.rule) ?? []), one]);
  return {
    summed: explained.filter((one) => !isOut(one)),
    leftOut: explained.filter(isOut),
    rules: [...rules].map(([rule, entries]) => ({ rule, entries })),
  };
}
