import type { ChallengeDefinition } from '../definition/definition.ts';
import type { LabelValue } from '../labels/values.ts';
import type { Reference } from '../labels/reference.ts';
import { calibration, type Calibration } from './calibration.ts';
import { confusions, type Confusion } from './confusion.ts';
import { delong } from './comparison.ts';
import { precisionRecallPoints, rocPoints, type PlotPlace } from './curve.ts';
import type { CaseGroup } from './groups.ts';
import { histogram, type Histogram } from './histogram.ts';
import { memberRows, type Member } from './members.ts';
import { countsOf, type ThresholdCounts } from './operating-point.ts';
import { placements } from './placement.ts';
import { averagePrecision, brier } from './precision.ts';
import type { Predictions } from './prediction.ts';
import type { Report } from './report.ts';
import { resamplerOf, weightedAuc, type DrawPlan } from './resample.ts';

/**
 * Everything shown about the score of a table besides the score itself. Plain data, so that a
 * worker can return it.
 */
export interface TableAnalysis {
  /** In the order of the report's terms. */
  readonly terms: readonly TermAnalysis[];
  readonly confusions: readonly Confusion[];
  /** Null when the reference names no centres. */
  readonly centres: readonly CentreScore[] | null;
}

export interface TermAnalysis {
  readonly name: string;
  readonly counts: ThresholdCounts;
  readonly roc: readonly PlotPlace[];
  readonly precisionRecall: readonly PlotPlace[];
  readonly averagePrecision: number | null;
  /** Null when a score is not a probability. */
  readonly brier: number | null;
  readonly calibration: Calibration | null;
  readonly histogram: Histogram | null;
  /** 95 % interval of the AUC, by DeLong. Null with fewer than two cases of a class. */
  readonly standardError: number | null;
  /** The cases that lower the score most, worst first. */
  readonly worst: readonly WorstCase[];
  readonly subgroups: readonly Subgroup[];
}

/** A case that is ranked wrongly against many cases of the other class. */
export interface WorstCase {
  readonly id: string;
  /** Line of the prediction file. Null when the file has none for this case. */
  readonly line: number | null;
  readonly positive: boolean;
  readonly score: number;
  /** Share of the other class against which the case is ranked wrongly. 1 is the worst. */
  readonly misplaced: number;
}

/** A term on the cases with one value of a label column. */
export interface Subgroup {
  readonly column: string;
  readonly value: string | boolean;
  readonly positives: number;
  readonly negatives: number;
  readonly auc: number | null;
  /**
   * All cases with this value are of one class, so they are compared with all cases of the other
   * class.
   */
  readonly againstAll: boolean;
}

export interface CentreScore {
  readonly centre: string;
  readonly cases: number;
  readonly total: number | null;
  /** In the order of the report's terms. */
  readonly terms: readonly (number | null)[];
}

const WORST = 60;

export function analyseTable(
  definition: ChallengeDefinition,
  reference: Reference,
  predictions: Predictions,
  plan: DrawPlan,
  groups: ReadonlyMap<string, CaseGroup> | null,
): TableAnalysis {
  const members = definition.score.terms.flatMap((term): readonly Member[] =>
    term.kind === 'mean' ? term.of : term.kind === 'auc' ? [term] : [],
  );
  const planned = plan.kind === 'table' ? plan.terms.flatMap((term) => term.members) : [];
  return {
    terms: members.map((member, index) => {
      const sorted = planned[index];
      const auc = (weights: Uint8Array) => (sorted ? weightedAuc(sorted, weights) : null);
      return analyseTerm(member, definition, reference, predictions, auc);
    }),
    confusions: confusions(definition, reference, predictions),
    centres: groups && centreScores(reference, plan, groups),
  };
}

function analyseTerm(
  member: Member,
  definition: ChallengeDefinition,
  reference: Reference,
  predictions: Predictions,
  auc: (weights: Uint8Array) => number | null,
): TermAnalysis {
  const used = memberRows(member, reference, predictions);
  const { rows, truth, scores } = used;
  const counts = countsOf(truth, scores);
  const areProbabilities = scores.every((score) => score >= 0 && score <= 1);
  const variance = delong(truth, [scores])?.covariance[0]?.[0];
  return {
    name: member.name,
    counts,
    roc: rocPoints(counts),
    precisionRecall: precisionRecallPoints(counts),
    averagePrecision: averagePrecision(truth, scores),
    brier: areProbabilities ? brier(truth, scores) : null,
    calibration: calibration(truth, scores),
    histogram: histogram(truth, scores, 20, areProbabilities ? [0, 1] : undefined),
    standardError: variance === undefined ? null : Math.sqrt(variance),
    worst: worstCases(used, reference, predictions),
    subgroups: subgroupsOf(rows, truth, definition, reference, auc),
  };
}

function worstCases(
  { rows, truth, scores }: ReturnType<typeof memberRows>,
  reference: Reference,
  predictions: Predictions,
): WorstCase[] {
  const placed = placements(truth, scores);
  return Array.from(placed.keys())
    .filter((at) => (placed[at] ?? 1) < 1)
    .sort((a, b) => (placed[a] ?? 0) - (placed[b] ?? 0) || a - b)
    .slice(0, WORST)
    .map((at) => {
      const row = rows[at] ?? 0;
      return {
        id: reference.rows[row]?.id ?? '',
        line: predictions.lines[row] || null,
        positive: truth[at] === 1,
        score: scores[at] ?? NaN,
        misplaced: 1 - (placed[at] ?? 0),
      };
    });
}

/** The term on the cases of each value of the reference's boolean and category columns. */
function subgroupsOf(
  rows: Uint32Array,
  truth: Uint8Array,
  { labels }: ChallengeDefinition,
  reference: Reference,
  auc: (weights: Uint8Array) => number | null,
): Subgroup[] {
  return labels.reference.flatMap(({ name: column, type, values }) => {
    const all: readonly (string | boolean)[] = type === 'boolean' ? [true, false] : (values ?? []);
    return all.flatMap((value): Subgroup[] => {
      const weights = new Uint8Array(reference.rows.length);
      const counts: [absent: number, present: number] = [0, 0];
      const take = (row: number, side: 0 | 1) => {
        weights[row] = 1;
        counts[side]++;
      };
      rows.forEach((row, at) => {
        const label: LabelValue | undefined = reference.rows[row]?.labels[column];
        if (label === value) take(row, truth[at] === 1 ? 1 : 0);
      });
      if (counts[0] + counts[1] === 0) return [];
      const absent = counts[0] === 0 ? 0 : counts[1] === 0 ? 1 : null;
      if (absent !== null) {
        rows.forEach((row, at) => {
          if ((truth[at] === 1 ? 1 : 0) === absent) take(row, absent);
        });
      }
      const [negatives, positives] = counts;
      return [{ column, value, positives, negatives, auc: auc(weights), againstAll: absent !== null }];
    });
  });
}

function centreScores(
  reference: Reference,
  plan: DrawPlan,
  groups: ReadonlyMap<string, CaseGroup>,
): CentreScore[] {
  const resampler = resamplerOf(plan);
  const ids = reference.rows.map(({ id }) => id);
  return byCentre(ids, groups).map(({ centre, rows }) => {
    const weights = new Uint8Array(ids.length);
    for (const row of rows) weights[row] = 1;
    const values = new Float64Array(resampler.terms);
    const total = resampler.total(weights, values);
    const terms = Array.from(values, (value) => (Number.isNaN(value) ? null : value));
    return { centre, cases: rows.length, total, terms };
  });
}

/** The mean Dice of each centre, in the form of a segmentation term. */
export function maskCentres(
  { masks, terms }: Report,
  groups: ReadonlyMap<string, CaseGroup> | null,
): readonly CentreScore[] | null {
  if (!groups || !masks) return null;
  const weight = terms.reduce((sum, term) => sum + term.weight, 0);
  const found = byCentre(
    masks.cases.map(({ id }) => id),
    groups,
  );
  return found.map(({ centre, rows }) => {
    const mean = rows.reduce((sum, row) => sum + (masks.cases[row]?.dice ?? 0), 0) / rows.length;
    return { centre, cases: rows.length, total: weight * mean, terms: terms.map(() => mean) };
  });
}

/** Rows of each centre, by the centre's letter. Cases without a centre are left out. */
function byCentre(ids: readonly string[], groups: ReadonlyMap<string, CaseGroup>) {
  const found = new Map<string, number[]>();
  ids.forEach((id, row) => {
    const centre = groups.get(id)?.centre;
    if (centre === undefined) return;
    const rows = found.get(centre) ?? [];
    found.set(centre, [...rows, row]);
  });
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([centre, rows]) => ({ centre, rows }));
}
