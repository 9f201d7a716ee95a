import type { ChallengeDefinition, Condition } from '../definition/definition.ts';
import type { Member } from './members.ts';
import type { Report, ReportTerm } from './report.ts';
import type { Touched, TouchedRule } from './touched.ts';

/** One summand of a total, with what a reader needs to say it in words. */
export interface ExplainedTerm {
  readonly term: ReportTerm;
  /** What makes a case positive; null for Dice. */
  readonly truth: Condition | null;
  /** Which cases count; null for all. */
  readonly rows: Condition | null;
  /** Positive cases, and all cases that count. */
  readonly positives: number;
  readonly cases: number;
}

export interface Explanation {
  /** Terms that are summed, in order: total = Σ weight · value. */
  readonly summed: readonly ExplainedTerm[];
  /** Terms without a value that the definition leaves out. */
  readonly leftOut: readonly ExplainedTerm[];
  /** Every row, cell or image that a rule decided, by rule. */
  readonly rules: readonly { readonly rule: TouchedRule; readonly entries: readonly Touched[] }[];
}

/** Takes a report apart into the sentence that explains it. */
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
