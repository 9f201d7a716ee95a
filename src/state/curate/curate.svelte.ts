import { callback, type ImageApi, type PackageApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { ChallengeDefinition } from '../../core/challenge/definition.ts';
import { failure, type Failure } from '../../core/failure.ts';
import {
  datasetEntries,
  datasetHead,
  DATASET_PACKAGES,
  planDataset,
  type DatasetImage,
  type DatasetPixels,
  type DatasetPlan,
} from '../../core/package/dataset.ts';
import { decisionOf, mergeContributions, type OpenedContribution } from '../../core/package/merge.ts';
import { failed, success, type Result } from '../../core/result.ts';
import { PARTS, type Part } from '../../core/split/part.ts';
import { splitImages, strata } from '../../core/split/split.ts';
import type { Database } from '../../storage/database.ts';
import { decisionsOf, putDecisions, type DecisionRow } from '../../storage/decisions.ts';
import { signingKey } from '../../storage/keys.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { deletePackage, packagesOf, putPackage, type PackageRow } from '../../storage/packages.ts';
import { now } from '../clock.ts';
import type { PickedFile } from '../shell/intake.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';

/** An image of the merged list, as the curator sees it. */
export interface CurateImage {
  readonly key: string;
  readonly id: string;
  readonly centre: string;
  readonly patient: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly duplicateOf: { readonly exam: string | null; readonly pixels: string | null };
  readonly noSpacing: boolean;
  readonly keep: boolean;
  readonly reason: string | null;
  /** Where the split puts it; undefined while excluded. */
  readonly part: Part | undefined;
}

/** A package of a dataset version, as written. */
export interface WrittenDataset {
  readonly name: string;
  readonly file: Blob;
  /** Fingerprint of the key that signed it; null: unsigned. */
  readonly signer: string | null;
}

interface Opened extends OpenedContribution {
  readonly signer: string | null;
  readonly row: PackageRow;
}

interface Parts {
  readonly database: Database;
  readonly images: WorkerPool<ImageApi>;
  readonly packages: WorkerHandle<PackageApi>;
  /** Reads packages while `packages` writes one. */
  readonly reader: WorkerHandle<PackageApi>;
}

/** Packages of several centres become one split dataset. What it shows follows from the packages, the decisions and the seed. */
export class Curate {
  readonly definition: ChallengeDefinition;
  readonly #parts: Parts;
  #opened = $state.raw<readonly Opened[]>([]);
  #problems = $state.raw<readonly Failure[]>([]);
  #decisions = $state.raw<ReadonlyMap<string, DecisionRow>>(new Map());
  #ratios = $state.raw<readonly [number, number, number]>([60, 20, 20]);
  #seed = $state('1');
  #exporting = $state(false);
  #exportFailure = $state.raw<Failure | undefined>();

  readonly #merged = $derived.by(() => mergeContributions(this.#opened, this.definition.imagesPerExam));
  readonly #kept = $derived.by(() => this.#merged.filter((image) => decisionOf(image, this.#decisions).keep));
  readonly #split = $derived.by(() =>
    splitImages(
      this.#kept.map(({ key, centre, record, labels }) => ({
        key,
        group:
          this.definition.split.groupBy === 'patient'
            ? `${centre}/${record.patient}`
            : `${centre}/${record.exam}`,
        labels: strata(labels, this.definition.split.stratifyBy),
      })),
      this.#ratios,
      this.#seed,
    ),
  );

  constructor(definition: ChallengeDefinition, parts: Parts) {
    this.definition = definition;
    this.#parts = parts;
    this.#ratios = definition.split.ratios;
  }

  readonly images: readonly CurateImage[] = $derived.by(() => {
    const parts = this.#split.ok ? this.#split.value.parts : new Map<string, Part>();
    return this.#merged.map((image) => {
      const { keep, reason } = decisionOf(image, this.#decisions);
      const { id, patient, spacing } = image.record;
      return {
        key: image.key,
        id,
        centre: image.centre,
        patient,
        labels: image.labels,
        duplicateOf: image.duplicateOf,
        noSpacing: this.definition.preprocessing.pixelSize !== null && spacing === null,
        keep,
        reason,
        part: keep ? parts.get(image.key) : undefined,
      };
    });
  });

  readonly packages = $derived.by(() =>
    this.#opened.map(({ row, contribution, createdAt, signer }) => ({
      id: row.id,
      name: row.name,
      centre: contribution.charter.centre,
      images: contribution.images.length,
      createdAt,
      signer,
    })),
  );

  readonly split = $derived.by(() => {
    const split = this.#split;
    if (!split.ok) return split;
    const { quality } = split.value;
    return success({
      counts: PARTS.map((part) => ({ part, count: quality.parts[part].images })),
      worstDeviation: quality.worst?.deviation ?? null,
    });
  });

  get problems() {
    return this.#problems;
  }
  get ratios() {
    return this.#ratios;
  }
  get seed() {
    return this.#seed;
  }
  get exporting() {
    return this.#exporting;
  }
  get exportFailure() {
    return this.#exportFailure;
  }

  async load(): Promise<void> {
    const { database } = this.#parts;
    const [rows, decisions] = await Promise.all([
      packagesOf(database, this.definition.id),
      decisionsOf(database, this.definition.id),
    ]);
    this.#decisions = new Map(decisions.map((decision) => [decision.imageKey, decision]));
    for (const row of rows) {
      const read = await this.#read(row.file);
      if (read.ok) this.#opened = [...this.#opened, { ...read.value, row }];
      else this.#problems = [...this.#problems, ...read.failure];
    }
  }

  /** Opens packages; each that is sound is stored, the others are told with every fault. */
  async open(files: readonly PickedFile[], job: JobHandle): Promise<void> {
    this.#problems = [];
    job.setTotal(files.length);
    for (const { path, file } of files) {
      const read = await this.#read(file);
      job.advance();
      if (!read.ok) {
        this.#problems = [
          ...this.#problems,
          ...read.failure.map((one) => ({ ...one, file: one.file ?? path })),
        ];
        continue;
      }
      const { digest } = read.value;
      if (this.#opened.some(({ row }) => row.id === digest)) continue;
      const row: PackageRow = {
        id: digest,
        challengeId: this.definition.id,
        name: path,
        manifest: read.value.manifest,
        file,
        addedAt: now(),
      };
      const stored = await outcomeOf(() => putPackage(this.#parts.database, row));
      if (!stored.ok) this.#problems = [...this.#problems, stored.failure];
      this.#opened = [...this.#opened, { ...read.value, row }];
    }
  }

  async #read(file: Blob) {
    const outcome = await this.#parts.packages.run((api) => api.contribution(file, this.definition));
    if (!outcome.ok) return failed([outcome.failure]);
    const result = outcome.value;
    if (!result.ok) return result;
    const { content, manifest, digest, signer } = result.value;
    return success({ digest, createdAt: manifest.createdAt, contribution: content, manifest, signer });
  }

  async remove(id: string): Promise<void> {
    await outcomeOf(() => deletePackage(this.#parts.database, id));
    this.#opened = this.#opened.filter(({ row }) => row.id !== id);
  }

  async decide(keys: readonly string[], keep: boolean, reason: string | null): Promise<void> {
    const at = now();
    const rows = keys.map((imageKey): DecisionRow => ({
      id: `${this.definition.id}\n${imageKey}`,
      challengeId: this.definition.id,
      imageKey,
      keep,
      reason,
      by: 'curator',
      at,
    }));
    const decisions = new Map(this.#decisions);
    for (const row of rows) decisions.set(row.imageKey, row);
    this.#decisions = decisions;
    await outcomeOf(() => putDecisions(this.#parts.database, rows));
  }

  setRatio(index: number, percent: number): void {
    const ratios: [number, number, number] = [...this.#ratios];
    ratios[index] = percent;
    this.#ratios = ratios;
  }

  setSeed(seed: string): void {
    this.#seed = seed;
  }

  /** The dataset version: training, validation, test and answer key, one zip each. */
  async export(job: JobHandle): Promise<Result<readonly WrittenDataset[]>> {
    this.#exporting = true;
    this.#exportFailure = undefined;
    const outcome = await this.#export(job);
    this.#exporting = false;
    if (!outcome.ok) this.#exportFailure = outcome.failure;
    return outcome;
  }

  async #export(job: JobHandle): Promise<Result<readonly WrittenDataset[]>> {
    const split = this.#split;
    if (!split.ok) return split;
    const images = planDataset(
      this.definition,
      this.#kept.map((source) => ({ source, part: split.value.parts.get(source.key) ?? 'train' })),
      this.#seed,
    );
    const plan: DatasetPlan = {
      definition: this.definition,
      images,
      ratios: this.#ratios,
      seed: this.#seed,
      version: import.meta.env.VERSION,
      createdAt:
        this.#opened
          .map(({ createdAt }) => createdAt)
          .sort()
          .at(-1) ?? now(),
    };
    job.setTotal(images.length);
    let broken: Failure | undefined;
    const done = new Set<string>();
    const pixels = async (image: DatasetImage): Promise<DatasetPixels> => {
      const made = await this.#pixels(image, job.signal);
      if (!made.ok) {
        broken = made.failure;
        throw new Error(made.failure.code);
      }
      if (!done.has(image.id)) job.advance();
      done.add(image.id);
      return made.value;
    };
    const signer = await outcomeOf(() => signingKey(this.#parts.database));
    if (!signer.ok) return signer;
    const files: WrittenDataset[] = [];
    for (const which of DATASET_PACKAGES) {
      const entries = datasetEntries(plan, which, pixels);
      const next = async () => {
        const step = await entries.next();
        return step.done ? null : step.value;
      };
      const written = await this.#parts.packages.run(
        (api) =>
          api.write(
            datasetHead(plan, which),
            signer.value,
            callback(next),
            callback(() => undefined),
          ),
        { signal: job.signal },
      );
      if (broken) return failed(broken);
      if (!written.ok) return written;
      if (!written.value.ok) return written.value;
      const { file, signer: signedBy } = written.value.value;
      files.push({ name: `${this.definition.id}-${which}.zip`, file, signer: signedBy });
    }
    return success(files);
  }

  async #pixels({ source }: DatasetImage, signal: AbortSignal): Promise<Result<DatasetPixels>> {
    const file = this.#opened.find(({ digest }) => digest === source.packageDigest)?.row.file;
    if (!file)
      return failed(failure('machine/storage-unavailable', { cause: 'the package is no longer there' }));
    const entry = async (path: string) => {
      const read = await this.#parts.reader.run((api) => api.entry(file, path), { signal });
      return read.ok ? read.value : read;
    };
    const dicom = await entry(source.record.path);
    if (!dicom.ok) return dicom;
    const mask = source.record.mask === null ? success(null) : await entry(source.record.mask);
    if (!mask.ok) return mask;
    const { center } = source.record;
    const made = await this.#parts.images.run(
      (api) => api.product(dicom.value, mask.value, center, this.definition.preprocessing),
      { signal },
    );
    if (!made.ok) return made;
    return made.value;
  }
}
