import type { RoundApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { type Failure, failuresOf } from '../../core/failure.ts';
import type { Results } from '../../core/round/results.ts';
import { listed, success } from '../../core/result.ts';
import { challengeOf } from '../../core/round/plan.ts';
import {
  verifyRound,
  type Evidence,
  type PageWriter,
  type SubmissionEvidence,
  type VerifiedItem,
} from '../../core/round/verify.ts';
import type { OpenedKey } from '../../pipeline/round-desk.ts';
import { formatOf } from '../drop-recognisers.ts';
import type { PickedFile } from '../shell/intake.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import { scoreOf } from './receipt-score.ts';

/** Recomputes a published leaderboard from packages, by anyone and with nothing stored. */
export class Verification {
  readonly #pool: WorkerPool<RoundApi>;
  #results = $state.raw<PickedFile | undefined>();
  #keys = $state.raw<readonly PickedFile[]>([]);
  #submissions = $state.raw<readonly PickedFile[]>([]);
  #read = $state.raw<(Results & { readonly signer: string | null }) | undefined>();
  #items = $state.raw<readonly VerifiedItem[] | undefined>();
  #problems = $state.raw<readonly Failure[]>([]);
  #running = $state(false);

  constructor(pool: WorkerPool<RoundApi>) {
    this.#pool = pool;
  }

  get results() {
    return this.#results;
  }
  /** The results package as read; undefined before {@link run}. */
  get read() {
    return this.#read;
  }
  get keys() {
    return this.#keys;
  }
  get submissions() {
    return this.#submissions;
  }
  get items() {
    return this.#items;
  }
  get problems() {
    return this.#problems;
  }
  get running() {
    return this.#running;
  }

  clear(): void {
    this.#results = undefined;
    this.#read = undefined;
    this.#items = undefined;
    this.#keys = [];
    this.#submissions = [];
    this.#problems = [];
  }

  /** Sorts what was dropped by what it is; a zip that can't be told is taken for a submission, whose faults are then named. */
  async take(files: readonly PickedFile[]): Promise<void> {
    this.#items = undefined;
    let results = this.#results;
    const keys: PickedFile[] = [];
    const submissions: PickedFile[] = [];
    for (const picked of files) {
      const format = await formatOf(picked);
      if (format === 'negatoscope-results') results = picked;
      else if (format === 'negatoscope-answer-key') keys.push(picked);
      else submissions.push(picked);
    }
    // All at once: nothing is recomputed with a part of what was dropped.
    this.#keys = [...this.#keys, ...keys];
    this.#submissions = [...this.#submissions, ...submissions];
    this.#results = results;
  }

  async run(job: JobHandle, pagesOf: (version: string) => PageWriter): Promise<void> {
    const file = this.#results?.file;
    if (!file || this.#running) return;
    this.#running = true;
    this.#items = undefined;
    this.#problems = [];
    await this.#run(file, job, pagesOf);
    this.#running = false;
  }

  async #run(file: File, job: JobHandle, pagesOf: (version: string) => PageWriter): Promise<void> {
    job.setTotal(1 + this.#keys.length + this.#submissions.length);
    const results = listed(await this.#pool.run((api) => api.results(file), { signal: job.signal }));
    job.advance();
    if (!results.ok) {
      this.#tell(results.failure, this.#results?.path);
      return;
    }
    const { state, published, version } = results.value;
    this.#read = results.value;
    const keys = new Map<string, { file: File; opened: OpenedKey }>();
    const told: { failures: readonly Failure[]; path: string }[] = [];
    await this.#pool.each(
      this.#keys,
      (api, key) => api.answers(key.file, state.plan.challenges),
      (key, answered) => {
        const opened = listed(answered);
        const failures = opened.ok ? opened.value.failures : opened.failure;
        if (failures.length > 0) told.push({ failures, path: key.path });
        // Of two keys of a challenge, the one that keeps the commitment is the measure.
        if (opened.ok && (failures.length === 0 || !keys.has(opened.value.challenge)))
          keys.set(opened.value.challenge, { file: key.file, opened: opened.value });
        job.advance();
      },
      { signal: job.signal },
    );
    const submissions = new Map<string, SubmissionEvidence>();
    await this.#pool.each(
      this.#submissions,
      async (api, { file: submission }) => {
        const received = await api.receive(submission, []);
        if (!received.ok) return received;
        const { document } = received.value;
        const key = keys.get(document?.challenge ?? '');
        const challenge = document && challengeOf(state.plan, document.challenge);
        // A key that broke its commitment is no measure.
        const judged =
          key && challenge && key.opened.failures.length === 0
            ? await api.judge(
                key.file,
                key.opened.digest,
                submission,
                challenge.definition,
                challenge.ruleSet,
              )
            : null;
        return success({ received: received.value, judged });
      },
      ({ path }, computed) => {
        job.advance();
        if (!computed.ok) {
          told.push({ failures: failuresOf(computed.failure), path });
          return;
        }
        const { received, judged } = computed.value;
        const { digest, document, failures } = received;
        if (failures.length > 0) told.push({ failures, path });
        if (digest === null || document === null) return;
        const { team, challenge, dataset } = document;
        const score = judged && scoreOf(judged.ok ? judged.value.report : null);
        submissions.set(digest, { team, challenge, dataset, score });
      },
      { signal: job.signal },
    );
    for (const { failures, path } of told) this.#tell(failures, path);
    if (job.signal.aborted) return;
    const evidence: Evidence = {
      answers: new Map(
        [...keys].map(([challenge, { opened }]) => [
          challenge,
          { digest: opened.digest, kept: opened.failures.length === 0 },
        ]),
      ),
      submissions,
    };
    this.#items = verifyRound(state, published, evidence, pagesOf(version));
  }

  #tell(failures: readonly Failure[], path: string | undefined): void {
    this.#problems = [
      ...this.#problems,
      ...failures.map((one) => (path === undefined ? one : { ...one, file: path })),
    ];
  }
}
