import {
  callback,
  type ImageApi,
  type MaskPair,
  type NamedFile,
  type PackageApi,
  type ScoringApi,
  type StatisticsApi,
} from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { ChallengeDefinition, RuleSet } from '../../core/challenge/definition.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { failed, type Result } from '../../core/result.ts';
import { caseIdOf, isMaskFile } from '../../core/scoring/case-id.ts';
import type { Report } from '../../core/scoring/report.ts';
import { DRAWS } from '../../core/scoring/resample.ts';
import type { Database } from '../../storage/database.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import type { PickedFile } from '../shell/intake.ts';
import { Explore } from './explore.svelte.ts';
import { Runs, tableOf } from './runs.svelte.ts';

interface Parts {
  readonly database: Database;
  readonly scoring: WorkerHandle<ScoringApi>;
  readonly statistics: WorkerPool<StatisticsApi>;
  readonly images: WorkerPool<ImageApi>;
  readonly reader: WorkerHandle<PackageApi>;
}

/** Scoring one's own predictions against a reference, offline, by the code of the round. */
export class Compete {
  readonly definition: ChallengeDefinition;
  readonly explore: Explore;
  readonly runs: Runs;
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
    return outcome.ok ? outcome.value : failed([outcome.failure]);
  }

  async #scoreMasks(job: JobHandle): Promise<Result<Report, readonly Failure[]>> {
    const pairs = pairsOf(this.#reference, this.#prediction);
    if (pairs.length === 0) return failed([failure('scoring/no-cases', {})]);
    job.setTotal(pairs.length + DRAWS);
    const outcome = await this.#parts.scoring.run(
      (api) =>
        api.scoreMasks(
          this.definition,
          pairs,
          this.#ruleSet,
          callback(() => job.advance()),
        ),
      { signal: job.signal },
    );
    return outcome.ok ? outcome.value : failed([outcome.failure]);
  }
}

const named = ({ path, file }: PickedFile): NamedFile => ({ name: path, file });

/** One pair an id that either side has; two files of one id on a side are two pairs, which scoring refuses. */
function pairsOf(references: readonly PickedFile[], predictions: readonly PickedFile[]): MaskPair[] {
  const left = references.filter(({ path }) => isMaskFile(path));
  const right = Map.groupBy(
    predictions.filter(({ path }) => isMaskFile(path)),
    ({ path }) => caseIdOf(path),
  );
  const pairs: MaskPair[] = left.map((reference) => {
    const id = caseIdOf(reference.path);
    const prediction = right.get(id)?.shift();
    return { id, reference: named(reference), prediction: prediction ? named(prediction) : null };
  });
  for (const [id, rest] of right)
    for (const one of rest) pairs.push({ id, reference: null, prediction: named(one) });
  return pairs;
}
