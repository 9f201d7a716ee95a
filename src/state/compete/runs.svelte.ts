import type { ScoringApi, StatisticsApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { ChallengeDefinition, RuleSet } from '../../core/definition/definition.ts';
import { failure, type Failure, failuresOf } from '../../core/failure.ts';
import type { Image } from '../../core/dicom/image.ts';
import { failed, listed, type Result, success } from '../../core/result.ts';
import { maskCentres, type TableAnalysis } from '../../core/scoring/analysis.ts';
import { onReference, type Segmentation } from '../../core/scoring/dice.ts';
import { groupNumbers, type CaseGroup } from '../../core/scoring/groups.ts';
import type { Report } from '../../core/scoring/report.ts';
import { maskPlan } from '../../core/scoring/resample.ts';
import { compareMaskReports, type RunComparison } from '../../core/scoring/run-comparison.ts';
import type { TableFiles } from '../../pipeline/statistics.ts';
import type { Database } from '../../storage/database.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { addRun, removeRun, restoreRun, runFilesOf, runsOf, updateRun } from '../../storage/runs.ts';
import { type RunRow, type StoredRun } from '../../storage/rows/runs.ts';
import { now } from '../clock.ts';
import type { PickedFile } from '../shell/intake.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import type { Explore } from './explore.svelte.ts';
import { compareTableRuns, drawIntervals } from './statistics.ts';
import type { Run, RunFile, RunFiles } from './run.ts';

interface Parts {
  readonly database: Database;
  readonly scoring: WorkerHandle<ScoringApi>;
  readonly statistics: WorkerPool<StatisticsApi>;
}

/** A run on the screen. */
export interface ShownRun {
  /** Null where the run could not be stored. */
  readonly id: number | null;
  readonly report: Report;
  /** Null for masks, and where the run's files are no longer there. */
  readonly analysis: TableAnalysis | null;
  readonly files: RunFiles | null;
  readonly groups: ReadonlyMap<string, CaseGroup> | null;
  readonly datasetId: string | null;
}

/** One case as it is looked at. */
export interface SeenCase {
  readonly id: string;
  /** Null where no opened dataset has the image. */
  readonly image: Image | null;
  /** Segmentation alone. */
  readonly reference: Segmentation | null;
  readonly prediction: Segmentation | null;
}

export interface ShownComparison {
  readonly one: Run;
  readonly other: Run;
  readonly comparison: RunComparison;
}

/** One's own runs: what is scored, kept, looked at again and compared. */
export class Runs {
  readonly #definition: ChallengeDefinition;
  readonly #parts: Parts;
  readonly #explore: Explore;
  readonly #usesMasks: boolean;
  #all = $state.raw<readonly Run[]>([]);
  #shown = $state.raw<ShownRun | undefined>();
  #comparison = $state.raw<ShownComparison | undefined>();
  #problems = $state.raw<readonly Failure[]>([]);

  constructor(definition: ChallengeDefinition, parts: Parts, explore: Explore, usesMasks: boolean) {
    this.#definition = definition;
    this.#parts = parts;
    this.#explore = explore;
    this.#usesMasks = usesMasks;
  }

  /** Starred first, then the latest. */
  readonly all: readonly Run[] = $derived.by(() =>
    [...this.#all].sort((a, b) => Number(b.starred ?? false) - Number(a.starred ?? false) || b.id - a.id),
  );

  get shown() {
    return this.#shown;
  }
  get comparison() {
    return this.#comparison;
  }
  get problems() {
    return this.#problems;
  }

  async load(): Promise<void> {
    this.#all = await runsOf(this.#parts.database, this.#definition.id);
  }

  close(): void {
    this.#shown = undefined;
    this.#comparison = undefined;
    this.#problems = [];
  }

  /** Adds intervals and curves to a report, keeps the run and shows it. */
  async add(
    report: Report,
    reference: readonly PickedFile[],
    prediction: readonly PickedFile[],
    ruleSet: RuleSet,
    job: JobHandle,
  ): Promise<Result<Report, readonly Failure[]>> {
    const { id: challengeId } = this.#definition;
    const { dataset, digest: referenceDigest } = await this.#explore.belonging(reference);
    const groups = dataset?.dataset.groups ?? null;
    const files: RunFiles = {
      challengeId,
      ruleSet,
      reference: reference.map(stored),
      prediction: prediction.map(stored),
      groups,
    };
    const analysed = await this.#analyse(report, files, job);
    if (!analysed.ok) return analysed;
    const datasetId = dataset?.id ?? null;
    const run: Omit<RunRow, 'id'> = {
      challengeId,
      at: now(),
      reference: nameOf(reference),
      prediction: nameOf(prediction),
      report: analysed.value.report,
      referenceDigest,
      datasetId,
    };
    const kept = await outcomeOf(() => addRun(this.#parts.database, run, files));
    this.#problems = kept.ok ? [] : [kept.failure];
    this.#shown = { ...analysed.value, id: kept.ok ? kept.value : null, files, groups, datasetId };
    if (kept.ok) await this.load();
    return success(analysed.value.report);
  }

  async #analyse(
    report: Report,
    files: RunFiles,
    job: JobHandle,
  ): Promise<Result<{ report: Report; analysis: TableAnalysis | null }, readonly Failure[]>> {
    let plan = maskPlan(report);
    let ids: readonly string[] = report.masks?.cases.map(({ id }) => id) ?? [];
    let analysis: TableAnalysis | null = null;
    if (!this.#usesMasks) {
      const made = await this.#tableAnalysis(files, job.signal);
      if (!made.ok) return made;
      ({ plan, ids, analysis } = made.value);
    }
    const drawn = await drawIntervals(
      this.#parts.statistics,
      report,
      plan,
      groupNumbers(ids, files.groups),
      job,
    );
    return drawn.ok ? success({ report: drawn.value, analysis }) : failed([drawn.failure]);
  }

  async #tableAnalysis(files: RunFiles, signal?: AbortSignal) {
    const table = tableFiles(files);
    if (!table) return failed([failure('scoring/no-cases', {})]);
    const outcome = await this.#parts.statistics.run(
      (api) => api.analyse(this.#definition, table, files.groups),
      signal ? { signal } : {},
    );
    return listed(outcome);
  }

  /** Shows a run of the history. */
  async open(id: number): Promise<void> {
    this.close();
    const run = this.#all.find((one) => one.id === id);
    if (!run) return;
    const read = await outcomeOf(() => runFilesOf(this.#parts.database, id));
    if (!read.ok) this.#problems = [read.failure];
    const files = (read.ok ? read.value : undefined) ?? null;
    let analysis: TableAnalysis | null = null;
    if (files && !this.#usesMasks) {
      const made = await this.#tableAnalysis(files);
      if (made.ok) analysis = made.value.analysis;
      else this.#problems = made.failure;
    }
    const datasetId = run.datasetId ?? null;
    this.#shown = { id, report: run.report, analysis, files, groups: files?.groups ?? null, datasetId };
  }

  async annotate(id: number, change: Pick<Run, 'note' | 'starred'>): Promise<void> {
    const saved = await outcomeOf(() => updateRun(this.#parts.database, id, change));
    if (!saved.ok) this.#problems = [saved.failure];
    await this.load();
  }

  /** Takes a run away; what comes back puts it back. */
  async remove(id: number): Promise<(() => Promise<void>) | undefined> {
    const taken = await outcomeOf(() => removeRun(this.#parts.database, id));
    if (!taken.ok) {
      this.#problems = [taken.failure];
      return undefined;
    }
    const run = taken.value;
    const wasShown = this.#shown?.id === id;
    if (wasShown) this.close();
    const { one, other } = this.#comparison ?? {};
    if (one?.id === id || other?.id === id) this.#comparison = undefined;
    await this.load();
    return run && (() => this.#putBack(run, wasShown));
  }

  async #putBack(run: StoredRun, show: boolean): Promise<void> {
    const put = await outcomeOf(() => restoreRun(this.#parts.database, run));
    await this.load();
    if (put.ok && show) await this.open(run.run.id);
    if (!put.ok) this.#problems = [put.failure];
  }

  /** Compares two runs on one reference, the earlier first. */
  async compare(first: number, second: number, job: JobHandle): Promise<void> {
    this.#comparison = undefined;
    this.#problems = [];
    const [one, other] = [Math.min(first, second), Math.max(first, second)].map((id) =>
      this.#all.find((run) => run.id === id),
    );
    if (!one || !other) return;
    if (this.#usesMasks) {
      this.#comparison = { one, other, comparison: compareMaskReports(one.report, other.report) };
      return;
    }
    const read = await outcomeOf(() =>
      Promise.all([one.id, other.id].map((id) => runFilesOf(this.#parts.database, id))),
    );
    if (!read.ok) {
      this.#problems = [read.failure];
      return;
    }
    const [a, b] = read.value;
    const [left, right] = [a && tableFiles(a), b && tableFiles(b)];
    if (!a || !left || !right) return;
    const groupsOf = (ids: readonly string[]) => groupNumbers(ids, a.groups);
    const compared = await compareTableRuns(
      this.#parts.statistics,
      this.#definition,
      left,
      right,
      groupsOf,
      job,
    );
    if (compared.ok) this.#comparison = { one, other, comparison: compared.value };
    else this.#problems = compared.failure;
  }

  closeComparison(): void {
    this.#comparison = undefined;
  }

  /** A case of the shown run: its image from an opened dataset, and both masks of a segmentation. */
  async look(id: string): Promise<Result<SeenCase>> {
    const shown = this.#shown;
    const image = await this.#explore.imageOf(id, shown?.datasetId ?? null);
    if (!image.ok) return image;
    if (!this.#usesMasks) return success({ id, image: image.value, reference: null, prediction: null });
    const masks: (Segmentation | null)[] = [];
    for (const side of ['reference', 'prediction'] as const) {
      const files = shown?.files?.[side] ?? [];
      const read = await this.#parts.scoring.run((api) => api.mask(files, id));
      if (!read.ok) return failed(failuresOf(read.failure)[0] ?? failure('scoring/no-cases', {}));
      masks.push(read.value);
    }
    const [reference = null, predicted = null] = masks;
    // Drawn as it was scored.
    const prediction = reference && predicted ? onReference(reference, predicted).prediction : predicted;
    return success({ id, image: image.value, reference, prediction });
  }

  /** By centre, where the reference tells centres. */
  readonly centres = $derived.by(() => {
    const shown = this.#shown;
    if (!shown) return null;
    return shown.analysis ? shown.analysis.centres : maskCentres(shown.report, shown.groups);
  });
}

const stored = ({ path, file }: PickedFile): RunFile => ({ name: path, file });

function tableFiles({ reference, prediction, ruleSet }: RunFiles): TableFiles | undefined {
  const [truth, predicted] = [tableOf(reference), tableOf(prediction)];
  return truth && predicted && { reference: truth.file, prediction: predicted.file, ruleSet };
}

/** The table among some files. */
export function tableOf<F extends { readonly name: string }>(files: readonly F[]): F | undefined {
  return files.find(({ name }) => /\.(csv|tsv|txt)$/i.test(name)) ?? files[0];
}

export const nameOf = (files: readonly PickedFile[]): string =>
  files.length === 1 ? (files[0]?.path ?? '') : (files[0]?.path.split('/')[0] ?? '');
