import type { RoundApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { Failure } from '../../core/failure.ts';
import { listed } from '../../core/result.ts';
import type { Results } from '../../core/round/results.ts';
import type { VerifiedItem } from '../../core/round/verified-item.ts';
import { verifyRound, type PageWriter } from '../../core/round/verify.ts';
import { formatOf } from '../drop-recognisers.ts';
import type { PickedFile } from '../shell/intake.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import { gatherEvidence, type GivenEvidence } from './evidence.ts';

interface GivenPackages extends GivenEvidence {
  readonly results: PickedFile | undefined;
}

const NOTHING: GivenPackages = {
  results: undefined,
  challengeFile: undefined,
  testParts: [],
  keys: [],
  submissions: [],
};

/** Recomputes a published leaderboard from packages, by anyone and with nothing stored. */
export class Verification {
  readonly #pool: WorkerPool<RoundApi>;
  #given = $state.raw<GivenPackages>(NOTHING);
  #read = $state.raw<Results | undefined>();
  #items = $state.raw<readonly VerifiedItem[] | undefined>();
  #problems = $state.raw<readonly Failure[]>([]);
  #running = $state(false);

  constructor(pool: WorkerPool<RoundApi>) {
    this.#pool = pool;
  }

  get given() {
    return this.#given;
  }
  /** The results package as read; undefined before {@link run}. */
  get read() {
    return this.#read;
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
    this.#given = NOTHING;
    this.#read = undefined;
    this.#items = undefined;
    this.#problems = [];
  }

  /** Sorts dropped packages by their format. An unreadable zip counts as a submission: its faults are then shown. */
  async take(files: readonly PickedFile[]): Promise<void> {
    this.#items = undefined;
    let given = this.#given;
    for (const picked of files) {
      const format = await formatOf(picked);
      if (format === 'negatoscope-results') given = { ...given, results: picked };
      else if (format === 'negatoscope-challenge') given = { ...given, challengeFile: picked };
      else if (format === 'negatoscope-dataset')
        given = { ...given, testParts: [...given.testParts, picked] };
      else if (format === 'negatoscope-answer-key') given = { ...given, keys: [...given.keys, picked] };
      else given = { ...given, submissions: [...given.submissions, picked] };
    }
    // All at once: nothing is computed with a part of a drop.
    this.#given = given;
  }

  async run(job: JobHandle, pagesOf: (version: string) => PageWriter): Promise<void> {
    const file = this.#given.results?.file;
    if (!file || this.#running) return;
    this.#running = true;
    this.#items = undefined;
    this.#problems = [];
    await this.#run(file, job, pagesOf);
    this.#running = false;
  }

  async #run(file: File, job: JobHandle, pagesOf: (version: string) => PageWriter): Promise<void> {
    const { challengeFile, testParts, keys, submissions } = this.#given;
    job.setTotal(1 + testParts.length + keys.length + submissions.length);
    const results = listed(await this.#pool.run((api) => api.results(file), { signal: job.signal }));
    job.advance();
    if (!results.ok) {
      this.#tell(results.failure, this.#given.results?.path);
      return;
    }
    this.#read = results.value;
    const gathered = await gatherEvidence(
      this.#pool,
      { challengeFile, testParts, keys, submissions },
      results.value.state.plan,
      job,
    );
    for (const { failures, path } of gathered.faults) this.#tell(failures, path);
    if (!job.signal.aborted)
      this.#items = verifyRound(results.value, gathered.evidence, pagesOf(results.value.version));
  }

  #tell(failures: readonly Failure[], path: string | undefined): void {
    this.#problems = [
      ...this.#problems,
      ...failures.map((one) => (path === undefined ? one : { ...one, file: path })),
    ];
  }
}
