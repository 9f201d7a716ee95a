import type { StatisticsApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import { type Failure, failuresOf } from '../../core/failure.ts';
import { failed, listed, type Result, success } from '../../core/result.ts';
import type { Report } from '../../core/scoring/report.ts';
import { DRAWS, joinDraws, SEED, withDraws, type DrawPlan, type Draws } from '../../core/scoring/resample.ts';
import { PERMUTATIONS, type RunComparison } from '../../core/scoring/run-comparison.ts';
import type { TableFiles } from '../../pipeline/statistics.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';

type Pool = WorkerPool<StatisticsApi>;
type Progress = Pick<JobHandle, 'signal' | 'advance'>;

/** Draws or permutations that one task makes: small enough to tell progress and to share out evenly. */
const SHARE = 100;

interface Range {
  readonly from: number;
  readonly to: number;
}

const ranges = (count: number): Range[] =>
  Array.from({ length: Math.ceil(count / SHARE) }, (_, n) => ({
    from: n * SHARE,
    to: Math.min(count, (n + 1) * SHARE),
  }));

/** The report with its intervals, drawn by all workers of the pool. What comes out does not depend on how many there are. */
export async function drawIntervals(
  pool: Pool,
  report: Report,
  plan: DrawPlan,
  groups: Uint32Array | null,
  job: Progress,
  draws = DRAWS,
): Promise<Result<Report>> {
  if (report.total === null) return success(withDraws(report, null, groups));
  const parts = new Map<number, Draws | null>();
  let broken: Failure | undefined;
  await pool.each(
    ranges(draws),
    (api, { from, to }) => api.draws(plan, groups, SEED, from, to),
    ({ from, to }, result) => {
      if (result.ok) parts.set(from, result.value);
      else broken ??= result.failure;
      job.advance(to - from);
    },
    { signal: job.signal },
  );
  if (broken) return failed(broken);
  if (job.signal.aborted) return failed({ code: 'machine/cancelled', details: {} });
  const inOrder = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
  return success(withDraws(report, joinDraws(inOrder), groups));
}

/** Compares two runs of tables, the P value of the totals by permutations that all workers count. */
export async function compareTableRuns(
  pool: Pool,
  definition: ChallengeDefinition,
  one: TableFiles,
  other: TableFiles,
  groupsOf: (ids: readonly string[]) => Uint32Array | null,
  job: Progress,
): Promise<Result<RunComparison, readonly Failure[]>> {
  const { signal } = job;
  const outcome = listed(await pool.run((api) => api.compare(definition, one, other), { signal }));
  if (!outcome.ok) return outcome;
  const { comparison, ids } = outcome.value;
  const groups = groupsOf(ids);
  let extreme: number | null = 0;
  const failures: Failure[] = [];
  await pool.each(
    ranges(PERMUTATIONS),
    (api, { from, to }) => api.permutations(definition, one, other, groups, from, to),
    ({ from, to }, result) => {
      job.advance(to - from);
      if (!result.ok) failures.push(...failuresOf(result.failure));
      else extreme = extreme === null || result.value === null ? null : extreme + result.value;
    },
    { signal },
  );
  if (failures.length > 0) return failed(failures);
  if (signal.aborted) return failed([{ code: 'machine/cancelled', details: {} }]);
  return success({ ...comparison, p: extreme === null ? null : (extreme + 1) / (PERMUTATIONS + 1) });
}
