import type { ChallengeDefinition, RuleSet } from '../core/definition/definition.ts';
import type { Failure } from '../core/failure.ts';
import { readReference, type Reference } from '../core/labels/reference.ts';
import { failed, success, type Result } from '../core/result.ts';
import { analyseTable, type TableAnalysis } from '../core/scoring/analysis.ts';
import type { CaseGroup } from '../core/scoring/groups.ts';
import { readPredictions, type Predictions } from '../core/scoring/prediction.ts';
import type { Report } from '../core/scoring/report.ts';
import {
  bootstrapDraws,
  resamplerOf,
  tablePlan,
  type DrawPlan,
  type Draws,
} from '../core/scoring/resample.ts';
import { compareTables, tablePermutations, type RunComparison } from '../core/scoring/run-comparison.ts';
import { scoreTable } from '../core/scoring/score.ts';
import { bytesOf } from './blob-source.ts';

/** The two files behind a score, with the rules under which they were read. */
export interface TableFiles {
  readonly reference: Blob;
  readonly prediction: Blob;
  readonly ruleSet: RuleSet;
}

interface Scored {
  readonly reference: Reference;
  readonly predictions: Predictions;
  readonly report: Report;
}

async function scored(
  definition: ChallengeDefinition,
  files: TableFiles,
): Promise<Result<Scored, readonly Failure[]>> {
  const reference = readReference(await bytesOf(files.reference), definition);
  if (!reference.ok) return reference;
  const predictions = readPredictions(
    await bytesOf(files.prediction),
    definition,
    reference.value,
    files.ruleSet,
  );
  if (!predictions.ok) return predictions;
  const report = scoreTable(definition, reference.value, predictions.value);
  if (!report.ok) return report;
  return success({ reference: reference.value, predictions: predictions.value, report: report.value });
}

async function both(
  definition: ChallengeDefinition,
  one: TableFiles,
  other: TableFiles,
): Promise<Result<readonly [Scored, Scored], readonly Failure[]>> {
  const first = await scored(definition, one);
  if (!first.ok) return first;
  const second = await scored(definition, { ...other, reference: one.reference });
  if (!second.ok) return second;
  return success([first.value, second.value]);
}

/** Statistics in shares: what a worker computes of a range depends on the range alone, so that any number of workers gives the same. */
export function draws(
  plan: DrawPlan,
  groups: Uint32Array | null,
  seed: string,
  from: number,
  to: number,
): Result<Draws | null> {
  return success(bootstrapDraws(resamplerOf(plan), groups, seed, from, to));
}

/** What is shown of a score of a table, and what draws of it need. */
export async function analyse(
  definition: ChallengeDefinition,
  files: TableFiles,
  groups: ReadonlyMap<string, CaseGroup> | null,
): Promise<
  Result<
    { readonly analysis: TableAnalysis; readonly plan: DrawPlan; readonly ids: readonly string[] },
    readonly Failure[]
  >
> {
  const made = await scored(definition, files);
  if (!made.ok) return made;
  const { reference, predictions } = made.value;
  const plan = tablePlan(definition, reference, predictions);
  const analysis = analyseTable(definition, reference, predictions, plan, groups);
  return success({ analysis, plan, ids: reference.rows.map(({ id }) => id) });
}

/** Two runs on one reference; the P value of the totals is counted apart. */
export async function compare(
  definition: ChallengeDefinition,
  one: TableFiles,
  other: TableFiles,
): Promise<
  Result<{ readonly comparison: RunComparison; readonly ids: readonly string[] }, readonly Failure[]>
> {
  const read = await both(definition, one, other);
  if (!read.ok) return read;
  const [a, b] = read.value;
  const comparison = compareTables(definition, a.reference, a, b);
  return success({ comparison, ids: a.reference.rows.map(({ id }) => id) });
}

export async function permutations(
  definition: ChallengeDefinition,
  one: TableFiles,
  other: TableFiles,
  groups: Uint32Array | null,
  from: number,
  to: number,
): Promise<Result<number | null, readonly Failure[]>> {
  const read = await both(definition, one, other);
  if (!read.ok) return failed(read.failure);
  const [a, b] = read.value;
  return success(tablePermutations(definition, a.reference, a, b.predictions, groups, from, to));
}
