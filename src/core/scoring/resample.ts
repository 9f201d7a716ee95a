import type { ChallengeDefinition } from '../definition/definition.ts';
import type { Reference } from '../labels/reference.ts';
import { seededRandom } from '../random.ts';
import { percentileInterval } from './interval.ts';
import { memberRows } from './members.ts';
import type { Predictions } from './prediction.ts';
import type { Report } from './report.ts';

/** A score prepared for repeated computation with other weights of its rows. */
export interface Resampler {
  readonly rows: number;
  /** Number of additional values that `total` can return: one per term of the report. */
  readonly terms: number;
  /**
   * The total when row i counts `weights[i]` times. Null when it is undefined. With all weights 1
   * it equals the report's total, except for rounding.
   *
   * @param values receives the value of each term, NaN when undefined
   */
  total(weights: ArrayLike<number>, values?: Float64Array): number | null;
}

interface SortedMember {
  readonly name: string;
  readonly rows: Uint32Array;
  readonly truth: Uint8Array;
  /** 1 when the score equals the one before. */
  readonly tied: Uint8Array;
}

/** Input of a worker that draws. Plain data, so that it can be sent between threads. */
export type DrawPlan =
  | { readonly kind: 'table'; readonly rows: number; readonly terms: readonly PlannedTerm[] }
  | {
      readonly kind: 'mean';
      /** One value per image. */
      readonly values: readonly number[];
      /** Number of terms. All of them have this mean as their value. */
      readonly weights: readonly number[];
    };

interface PlannedTerm {
  readonly weight: number;
  readonly leftOut: boolean;
  readonly members: readonly SortedMember[];
}

/**
 * Prepares the score of a table. Each AUC's rows are sorted once, so a draw needs only one pass
 * over them.
 */
export function tablePlan(
  definition: ChallengeDefinition,
  reference: Reference,
  predictions: Predictions,
): DrawPlan {
  const terms = definition.score.terms.flatMap((term) => {
    if (term.kind === 'dice') return [];
    const members = term.kind === 'mean' ? term.of : [term];
    const leftOut = term.kind === 'mean' && term.undefinedMember === 'left-out';
    return [
      {
        weight: term.weight,
        leftOut,
        members: members.map((one) => sorted(one.name, memberRows(one, reference, predictions))),
      },
    ];
  });
  return { kind: 'table', rows: reference.rows.length, terms };
}

/** Prepares the score of masks, the mean Dice, from its report. */
export const maskPlan = ({ terms, masks }: Report): DrawPlan => ({
  kind: 'mean',
  values: masks?.cases.map(({ dice }) => dice) ?? [],
  weights: terms.map(({ weight }) => weight),
});

export function resamplerOf(plan: DrawPlan): Resampler {
  if (plan.kind === 'mean') {
    const { rows, total } = meanResampler(plan.values);
    const weight = plan.weights.reduce((sum, one) => sum + one, 0);
    return {
      rows,
      terms: plan.weights.length,
      total(weights, values) {
        const mean = total(weights);
        values?.fill(mean ?? NaN);
        return mean === null ? null : weight * mean;
      },
    };
  }
  const { rows, terms } = plan;
  return {
    rows,
    terms: terms.reduce((sum, { members }) => sum + members.length, 0),
    total(weights, values) {
      let total: number | null = 0;
      let at = 0;
      for (const { weight, leftOut, members } of terms) {
        let sum = 0;
        let defined = 0;
        for (const member of members) {
          const value = weightedAuc(member, weights);
          if (values) values[at++] = value ?? NaN;
          if (value !== null) {
            sum += value;
            defined++;
          }
        }
        if (defined === 0 || (!leftOut && defined < members.length)) total = null;
        else if (total !== null) total += (weight * sum) / defined;
        if (total === null && !values) return null;
      }
      return total;
    },
  };
}

/** The score of a table, prepared for repeated computation. */
export const tableResampler = (
  definition: ChallengeDefinition,
  reference: Reference,
  predictions: Predictions,
): Resampler => resamplerOf(tablePlan(definition, reference, predictions));

/** The mean of one value per image, for example the mean Dice of a segmentation. */
export function meanResampler(values: readonly number[]): Resampler {
  return {
    rows: values.length,
    terms: 0,
    total(weights) {
      let sum = 0;
      let count = 0;
      values.forEach((value, index) => {
        sum += (weights[index] ?? 0) * value;
        count += weights[index] ?? 0;
      });
      return count === 0 ? null : sum / count;
    },
  };
}

function sorted(name: string, { rows, truth, scores }: ReturnType<typeof memberRows>): SortedMember {
  const order = Array.from(rows.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  return {
    name,
    rows: Uint32Array.from(order, (at) => rows[at] ?? 0),
    truth: Uint8Array.from(order, (at) => truth[at] ?? 0),
    tied: Uint8Array.from(order, (at, i) => (i > 0 && scores[at] === scores[order[i - 1] ?? -1] ? 1 : 0)),
  };
}

/** Mann–Whitney statistic with midranks, where a row of weight w counts as w equal rows. */
export function weightedAuc({ rows, truth, tied }: SortedMember, weights: ArrayLike<number>): number | null {
  let positives = 0;
  let negatives = 0;
  let halves = 0;
  let groupPositives = 0;
  let groupNegatives = 0;
  for (let i = 0; i < rows.length; i++) {
    if (tied[i] === 0) {
      halves += groupPositives * (2 * negatives + groupNegatives);
      positives += groupPositives;
      negatives += groupNegatives;
      groupPositives = 0;
      groupNegatives = 0;
    }
    const weight = weights[rows[i] as number] ?? 0;
    if (truth[i] === 1) groupPositives += weight;
    else groupNegatives += weight;
  }
  halves += groupPositives * (2 * negatives + groupNegatives);
  positives += groupPositives;
  negatives += groupNegatives;
  return positives === 0 || negatives === 0 ? null : halves / (2 * positives * negatives);
}

export interface Draws {
  /** One total per draw, in the order of the draws. */
  readonly totals: Float64Array<ArrayBuffer>;
  /** The values of the terms, draw by draw. NaN when a term that may be left out is undefined. */
  readonly terms: Float64Array<ArrayBuffer>;
  /** Number of draws without one of the classes. They were drawn again. */
  readonly redrawn: number;
}

/** After this many draws without both classes in each term, one class is too small to resample. */
const MOST_REDRAWS = 1000;

/**
 * Bootstrap draws `from` to `to - 1`. In each, groups (patients) are drawn with replacement, as
 * many as there are. Draw k depends only on the seed and k, so any number of workers gives the same
 * totals.
 *
 * @param groups the number of the group of each row, from 0; null: each row is its own group
 * @returns null when a draw could not be made
 */
export function bootstrapDraws(
  resampler: Resampler,
  groups: ArrayLike<number> | null,
  seed: string,
  from: number,
  to: number,
): Draws | null {
  const members = groupMembers(resampler.rows, groups);
  const totals = new Float64Array(to - from);
  const terms = new Float64Array((to - from) * resampler.terms);
  const weights = new Uint32Array(resampler.rows);
  let redrawn = 0;
  for (let draw = from; draw < to; draw++) {
    const random = seededRandom(`${seed} draw ${draw}`);
    let total: number | null = null;
    for (let attempt = 0; total === null; attempt++) {
      if (attempt > MOST_REDRAWS) return null;
      if (attempt > 0) redrawn++;
      weights.fill(0);
      for (let i = 0; i < members.length; i++) {
        for (const row of members[Math.floor(random() * members.length)] ?? [])
          weights[row] = (weights[row] ?? 0) + 1;
      }
      const start = (draw - from) * resampler.terms;
      total = resampler.total(weights, terms.subarray(start, start + resampler.terms));
    }
    totals[draw - from] = total;
  }
  return { totals, terms, redrawn };
}

function groupMembers(rows: number, groups: ArrayLike<number> | null): number[][] {
  if (groups === null) return Array.from({ length: rows }, (_, row) => [row]);
  const members: number[][] = [];
  for (let row = 0; row < rows; row++) (members[groups[row] ?? row] ??= []).push(row);
  return members.filter(Boolean);
}

/**
 * Number of draws and level of the interval in a report. The seed is fixed, so equal files give
 * equal intervals.
 */
export const DRAWS = 1000;
export const SEED = 'interval';
const LEVEL = 0.95;

/**
 * The report with the interval of its total. There is none for an undefined total, or when a class
 * is too rare.
 */
export function withInterval(
  report: Report,
  resampler: Resampler,
  draws = DRAWS,
  groups: ArrayLike<number> | null = null,
): Report {
  const drawn = report.total === null ? null : bootstrapDraws(resampler, groups, SEED, 0, draws);
  return withDraws(report, drawn, groups);
}

/**
 * The report with the intervals of its total and terms, from existing draws. Null: the draws could
 * not be made.
 */
export function withDraws(report: Report, draws: Draws | null, groups: ArrayLike<number> | null): Report {
  if (draws === null || report.total === null) return { ...report, interval: null };
  const { totals, terms, redrawn } = draws;
  const width = terms.length / totals.length;
  return {
    ...report,
    terms: report.terms.map((term, index) => {
      if (index >= width) return term;
      const values = Float64Array.from(totals, (_, draw) => terms[draw * width + index] ?? NaN).filter(
        (value) => !Number.isNaN(value),
      );
      const known = term.value !== null && values.length >= totals.length / 2;
      return { ...term, interval: known ? percentileInterval(values, LEVEL) : null };
    }),
    interval: {
      ...percentileInterval(totals, LEVEL),
      level: LEVEL,
      draws: totals.length,
      redrawn,
      seed: SEED,
      ...(groups && { by: 'patient', units: new Set(Array.from(groups)).size }),
    },
  };
}

/** Joins the draws of several ranges. Null when the draws of one range could not be made. */
export function joinDraws(parts: readonly (Draws | null)[]): Draws | null {
  const made = parts.filter((part) => part !== null);
  if (made.length < parts.length) return null;
  const join = (pick: (part: Draws) => Float64Array) =>
    Float64Array.from(made.flatMap((part) => Array.from(pick(part))));
  return {
    totals: join(({ totals }) => totals),
    terms: join(({ terms }) => terms),
    redrawn: made.reduce((sum, { redrawn }) => sum + redrawn, 0),
  };
}
