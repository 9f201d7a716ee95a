import type { RoundApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { failuresOf } from '../../core/failure.ts';
import { listed } from '../../core/result.ts';
import { leaderboardOf, revealSteps, stabilityOf } from '../../core/round/leaderboard.ts';
import { receiptsToScore } from '../../core/round/attempts.ts';
import type { Report } from '../../core/scoring/report.ts';
import type { Database } from '../../storage/database.ts';
import { roundFiles } from '../../storage/rounds.ts';
import type { PickedFile } from '../shell/intake.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import { scoreOfReport } from '../../core/round/receipt-score.ts';
import { fileId, fileRow } from './round-files.ts';
import type { RoundLog } from './round-log.svelte.ts';

/** The closed round: the answers, the scores, the leaderboard and its reveal on the stage. */
export class AfterHour {
  readonly #database: Database;
  readonly #pool: WorkerPool<RoundApi>;
  readonly #log: RoundLog;
  #judging = $state(false);

  constructor(database: Database, pool: WorkerPool<RoundApi>, log: RoundLog) {
    this.#database = database;
    this.#pool = pool;
    this.#log = log;
  }

  readonly board = $derived.by(() => this.#log.state && leaderboardOf(this.#log.state));
  /** Submissions that count and wait for their score. */
  readonly unscored = $derived.by(() => {
    const { state } = this.#log;
    return state ? receiptsToScore(state).filter(({ number }) => !state.scores.has(number)) : [];
  });
  readonly closedAnswers = $derived.by(() => {
    const { state } = this.#log;
    return state ? state.plan.challenges.filter(({ definition }) => !state.answers.has(definition.id)) : [];
  });

  get judging() {
    return this.#judging;
  }

  /** Opens sealed answers; one whose commitment is not kept is refused. */
  async openAnswers(files: readonly PickedFile[]): Promise<void> {
    const { plan, planned } = this.#log;
    if (!plan || !planned || this.#log.phase !== 'closed') return;
    this.#log.dismissProblems();
    for (const { path, file } of files) {
      const key = listed(await this.#pool.run((api) => api.answers(file, plan.challenges)));
      const faults = key.ok ? key.value.failures : key.failure;
      if (!key.ok || faults.length > 0) {
        this.#log.tell(...faults.map((one) => ({ ...one, file: path })));
        continue;
      }
      const { challenge, digest } = key.value;
      await this.#log.append((state, head) =>
        state.answers.has(challenge)
          ? { events: [] }
          : {
              events: [{ ...head, kind: 'answers-opened', challenge, digest }],
              files: [fileRow(planned.id, 'answers', challenge, digest, { path, file })],
            },
      );
    }
  }

  /** Scores every submission that counts and whose answers are open. */
  async judge(job: JobHandle): Promise<void> {
    const { state, planned } = this.#log;
    if (!state || !planned || this.#judging) return;
    this.#judging = true;
    const rows = await roundFiles(this.#database, planned.id);
    const work = this.unscored.flatMap((receipt) => {
      const challenge = state.plan.challenges.find(({ definition }) => definition.id === receipt.challenge);
      const key = rows.find(({ id }) => id === fileId(planned.id, 'answers', receipt.challenge ?? ''));
      const file = rows.find(({ id }) => id === fileId(planned.id, 'submission', receipt.number))?.file;
      return challenge && key?.digest && file
        ? [{ receipt: receipt.number, challenge, key: key.file, keyDigest: key.digest, file }]
        : [];
    });
    job.setTotal(work.length);
    await this.#pool.each(
      work,
      (api, { challenge, key, keyDigest, file }) =>
        api.judge(key, keyDigest, file, challenge.definition, challenge.ruleSet),
      async ({ receipt }, outcome) => {
        // One failure is the machine's, a list is what the judge found: only the latter is a verdict.
        if (!outcome.ok && 'code' in outcome.failure) {
          if (outcome.failure.code !== 'machine/cancelled') this.#log.tell(outcome.failure);
          return;
        }
        const { report, draws } = outcome.ok ? outcome.value : { report: null, draws: null };
        const failures = outcome.ok ? [] : failuresOf(outcome.failure);
        await this.#log.append((_, head) => ({
          events: [{ ...head, kind: 'scored', receipt, ...scoreOfReport(report) }],
          judgements: [
            { id: `${planned.id}/${receipt}`, round: planned.id, receipt, report, failures, draws },
          ],
        }));
        job.advance();
      },
      { signal: job.signal },
    );
    this.#judging = false;
  }

  /** Steps of the stage in all. */
  readonly steps = $derived(this.board ? revealSteps(this.board) : []);

  reveal(steps: number) {
    const bounded = Math.max(0, Math.min(this.steps.length, steps));
    return this.#log.append((_, head) => ({ events: [{ ...head, kind: 'revealed', steps: bounded }] }));
  }

  /** How sure the ranks of a challenge are; undefined before it is scored. */
  stability(challenge: number) {
    return (
      this.board &&
      stabilityOf(this.board, challenge, (receipt) => this.#log.judgements.get(receipt)?.draws ?? null)
    );
  }

  get reports(): ReadonlyMap<number, Report> {
    return new Map(
      [...this.#log.judgements].flatMap(([receipt, { report }]) =>
        report ? [[receipt, report] as const] : [],
      ),
    );
  }
}
