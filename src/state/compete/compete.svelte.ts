import {
  callback,
  type ImageApi,
  type PackageApi,
  type ScoringApi,
  type StatisticsApi,
  type SubmissionApi,
} from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { ChallengeDefinition, RuleSet } from '../../core/definition/definition.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { failed, listed, type Result } from '../../core/result.ts';
import type { Report } from '../../core/scoring/report.ts';
import { DRAWS } from '../../core/scoring/resample.ts';
import type { NamedFile } from '../../pipeline/scoring.ts';
import type { Database } from '../../storage/database.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import type { PickedFile } from '../shell/intake.ts';
import { Explore } from './explore.svelte.ts';
import { Runs, tableOf } from './runs.svelte.ts';
import { Submit } from './submit.svelte.ts';

interface Parts {
  readonly database: Database;
  readonly scoring: WorkerHandle<ScoringApi>;
  readonly statistics: WorkerPool<StatisticsApi>;
  readonly submitting: WorkerHandle<SubmissionApi>;
  readonly images: WorkerPool<ImageApi>;
  readonly reader: WorkerHandle<PackageApi>;
}

/** Scoring one's own predictions against a reference, offline, by the code of the round. */
export class Compete {
  readonly definition: ChallengeDefinition;
  readonly explore: Explore;
  readonly runs: Runs;
  readonly submit: Submit;
  readonly #parts: Parts;
  #reference = $state.raw<readonly PickedFile[]>([]);
  #prediction = $state.raw<readonly PickedFile[]>([]);
  #ruleSet = $state<RuleSet>('strict');
  #errors = $state.raw<readonly Failure[]>([]);
  #scoring = $state(false);

  constructor(definition: ChallengeDefinition, parts: Parts) {
    this.definition = definition;
    this.#parts = parts;
    this.explore = new Explore(definition, parts);
    this.runs = new Runs(definition, parts, this.explore, this.usesMasks);
    this.submit = new Submit(definition, this.explore, parts);
    this.#ruleSet = definition.score.ruleSet;
  }

  /** The challenge is a segmentation: references and predictions are folders of masks. */
  readonly usesMasks = $derived.by(() =>
    this.definition.labels.fields.some((field) => field.kind === 'mask'),
  );

  get reference() {
    return this.#reference;
  }
  get prediction() {
    return this.#prediction;
  }
  get ruleSet() {
    return this.#ruleSet;
  }
  get report() {
    return this.runs.shown?.report;
  }
  /** All errors of the files at once; then there is no report. */
  get errors() {
    return this.#errors;
  }
  get scoring() {
    return this.#scoring;
  }
  async load(): Promise<void> {
    await this.explore.load();
    await this.runs.load();
    await this.submit.load();
  }

  /** Opens a dataset package or an answer key. */
  async openDataset(file: PickedFile): Promise<void> {
    await this.explore.open(file);
  }

  setReference(files: readonly PickedFile[]): void {
    this.#reference = files;
    this.#forget();
  }

  setPrediction(files: readonly PickedFile[]): void {
    this.#prediction = files;
    this.#forget();
  }

  setRuleSet(ruleSet: RuleSet): void {
    this.#ruleSet = ruleSet;
    this.#forget();
  }

  #forget(): void {
    this.runs.close();
    this.#errors = [];
  }

  async score(job: JobHandle): Promise<void> {
    this.#forget();
    this.#scoring = true;
    const outcome = this.usesMasks ? await this.#scoreMasks(job) : await this.#scoreTables(job);
    const kept = outcome.ok
      ? await this.runs.add(outcome.value, this.#reference, this.#prediction, this.#ruleSet, job)
      : outcome;
    this.#scoring = false;
    if (!kept.ok) this.#errors = kept.failure;
  }

  async #scoreTables(job: JobHandle): Promise<Result<Report, readonly Failure[]>> {
    const [reference, prediction] = [this.#reference, this.#prediction].map((files) =>
      tableOf(files.map(named)),
    );
    if (!reference || !prediction) return failed([failure('scoring/no-cases', {})]);
    job.setTotal(DRAWS);
    const outcome = await this.#parts.scoring.run(
      (api) => api.scoreTables(this.definition, reference, prediction, this.#ruleSet),
      { signal: job.signal },
    );
    return listed(outcome);
  }

  async #scoreMasks(job: JobHandle): Promise<Result<Report, readonly Failure[]>> {
    const [references, predictions] = [this.#reference.map(named), this.#prediction.map(named)];
    let seen = 0;
    const outcome = await this.#parts.scoring.run(
      (api) =>
        api.scoreMasks(
          this.definition,
          references,
          predictions,
          this.#ruleSet,
          callback((done: number, of: number) => {
            job.setTotal(of + DRAWS);
            job.advance(done - seen);
            seen = done;
          }),
        ),
      { signal: job.signal },
    );
    return listed(outcome);
  }
}

const named = ({ path, file }: PickedFile): NamedFile => ({ name: path, file });
