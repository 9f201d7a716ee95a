import type { PicturePool } from '../../bridge/picture-pool.ts';
import { type ImageApi, type PackageApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import type { Values } from '../../core/deidentify/values.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { measuredOf } from '../../core/package/contribution-record.ts';
import { datasetEntries, datasetHead, planDataset } from '../../core/package/dataset.ts';
import {
  DATASET_PACKAGES,
  type DatasetImage,
  type DatasetPixels,
  type DatasetPlan,
} from '../../core/package/dataset-plan.ts';
import { sha256 } from '../../core/bytes/digest.ts';
import { decisionOf, mergeContributions, type OpenedContribution } from '../../core/package/merge.ts';
import { versionsHolding } from '../../core/package/published.ts';
import { applyWithdrawals, scopeOf, type Withdrawal } from '../../core/package/withdrawal.ts';
import { failed, listed, type Result, success } from '../../core/result.ts';
import { PARTS, type Part } from '../../core/split/part.ts';
import { splitImages, strata } from '../../core/split/split.ts';
import type { Database } from '../../storage/database.ts';
import { decisionsOf, putDecisions } from '../../storage/decisions.ts';
import { type DecisionRow } from '../../storage/rows/decisions.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { deletePackage, packagesOf, putPackage } from '../../storage/packages.ts';
import { type PackageRow } from '../../storage/rows/packages.ts';
import { putVersion, versionsOf } from '../../storage/versions.ts';
import { type VersionRow } from '../../storage/rows/versions.ts';
import { putWithdrawal, withdrawalsOf } from '../../storage/withdrawals.ts';
import { type WithdrawalRow } from '../../storage/rows/withdrawals.ts';
import { now } from '../clock.ts';
import { EntryFailure } from '../made-ahead.ts';
import type { PackageWriting } from '../package-writing.ts';
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
  /** Images that claim to be the same and have other pixels. */
  readonly clash: { readonly exam: string | null; readonly image: string | null };
  readonly noSpacing: boolean;
  /** A person measured its spacing on the image. */
  readonly isMeasured: boolean;
  readonly keep: boolean;
  readonly reason: string | null;
  /** Withdrawn by the centre: no decision brings it back. */
  readonly withdrawn: boolean;
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

interface OpenedWithdrawal {
  readonly withdrawal: Withdrawal;
  readonly digest: string;
  readonly signer: string | null;
}

interface Opened extends OpenedContribution {
  readonly signer: string | null;
  readonly row: PackageRow;
}

interface Parts {
  readonly database: Database;
  readonly images: WorkerPool<ImageApi>;
  readonly pictures: PicturePool;
  readonly writing: PackageWriting;
  /** Reads packages while `packages` writes one. */
  readonly reader: WorkerHandle<PackageApi>;
}

/** Packages of several centres become one split dataset. What it shows follows from the packages, the decisions and the seed. */
export class Curate {
  readonly definition: ChallengeDefinition;
  readonly #parts: Parts;
  #opened = $state.raw<readonly Opened[]>([]);
  #problems = $state.raw<readonly Failure[]>([]);
  #storageFailure = $state.raw<Failure | undefined>();
  #decisions = $state.raw<ReadonlyMap<string, DecisionRow>>(new Map());
  #ratios = $state.raw<readonly [number, number, number]>([60, 20, 20]);
  #seed = $state('1');
  #withdrawals = $state.raw<readonly WithdrawalRow[]>([]);
  #versions = $state.raw<readonly VersionRow[]>([]);
  #exporting = $state(false);
  #exportFailure = $state.raw<Failure | undefined>();

  readonly #merged = $derived.by(() =>
    applyWithdrawals(
      mergeContributions(this.#opened, this.definition.imagesPerExam),
      this.#withdrawals,
      (digest) => this.#signerOf(digest),
    ),
  );
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
        clash: image.clash,
        noSpacing: this.definition.preprocessing.pixelSize !== null && spacing === null,
        isMeasured: image.record.measured !== undefined,
        keep,
        reason,
        withdrawn: image.withdrawn === 'patient',
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

  /** Each withdrawal with the images it takes out and the published versions that hold them. */
  readonly withdrawals = $derived.by(() =>
    this.#withdrawals.map((row) => {
      const { own, foreign } = scopeOf(row, this.#merged, (digest) => this.#signerOf(digest));
      const { patients, centre, at } = row.withdrawal;
      // A version may hold an image whose contribution is no longer here: its pixels tell.
      const pixels = patients.flatMap(({ images }) => images.map(({ pixelDigest }) => pixelDigest));
      return {
        id: row.id,
        name: row.name,
        centre,
        at,
        signer: row.signer,
        patients: patients.length,
        images: own.length,
        foreign: foreign.length,
        versions: versionsHolding(this.#versions, own, own.length > 0 ? [] : pixels).map(
          ({ version, images }) => ({
            id: version.id,
            at: version.at,
            seed: version.seed,
            images: images.map(({ id, part }) => ({ id, part })),
          }),
        ),
      };
    }),
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

  /** Dataset versions that were exported, oldest first. */
  get versions() {
    return this.#versions;
  }
  get problems() {
    return this.#problems;
  }
  /** Why the last decision or removal was not stored. */
  get storageFailure() {
    return this.#storageFailure;
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

  /** Reads everything that is stored. It can run again: it replaces what was loaded before. */
  async load(): Promise<void> {
    const { database } = this.#parts;
    const [rows, decisions, withdrawals, versions] = await Promise.all([
      packagesOf(database, this.definition.id),
      decisionsOf(database, this.definition.id),
      withdrawalsOf(database, this.definition.id),
      versionsOf(database, this.definition.id),
    ]);
    this.#withdrawals = withdrawals;
    this.#versions = versions;
    this.#decisions = new Map(decisions.map((decision) => [decision.imageKey, decision]));
    const opened: Opened[] = [];
    const problems: Failure[] = [];
    for (const row of rows) {
      const read = await this.#read(row.file);
      if (!read.ok) problems.push(...read.failure);
      else if (read.value.kind === 'contribution') opened.push({ ...read.value, row });
    }
    this.#opened = opened;
    this.#problems = problems;
  }

  /** Opens packages; each that is sound is stored, the others are told with every fault. */
  async open(files: readonly PickedFile[], job: JobHandle): Promise<void> {
    this.#problems = [];
    job.setTotal(files.length);
    // Withdrawals come last: what they name may be in the same drop.
    const withdrawals: (OpenedWithdrawal & { readonly path: string })[] = [];
    for (const { path, file } of files) {
      const read = await this.#read(file);
      if (!read.ok) {
        job.advance();
        this.#problems = [
          ...this.#problems,
          ...read.failure.map((one) => ({ ...one, file: one.file ?? path })),
        ];
        continue;
      }
      const opened = read.value;
      if (opened.kind === 'withdrawal') {
        withdrawals.push({ path, ...opened });
        continue;
      }
      job.advance();
      const { digest, manifest } = opened;
      if (this.#opened.some(({ row }) => row.id === digest)) continue;
      const row: PackageRow = {
        id: digest,
        challengeId: this.definition.id,
        name: path,
        manifest,
        file,
        addedAt: now(),
      };
      const stored = await outcomeOf(() => putPackage(this.#parts.database, row));
      if (!stored.ok) this.#problems = [...this.#problems, stored.failure];
      this.#opened = [...this.#opened, { ...opened, row }];
    }
    for (const { path, ...opened } of withdrawals) {
      const refused = await this.#withdraw(path, opened);
      job.advance();
      this.#problems = [...this.#problems, ...refused.map((one) => ({ ...one, file: one.file ?? path }))];
    }
  }

  /** Takes a withdrawal in. Images of contributions that another key signed are told, not withdrawn; one that names nothing else is refused. */
  async #withdraw(
    path: string,
    { withdrawal, digest, signer }: OpenedWithdrawal,
  ): Promise<readonly Failure[]> {
    if (signer === null) return [failure('package/withdrawal-unsigned', {})];
    const { own, foreign } = scopeOf({ signer, withdrawal }, this.#merged, (of) => this.#signerOf(of));
    const told =
      foreign.length === 0
        ? []
        : [
            failure('package/withdrawal-other-key', {
              centre: withdrawal.centre,
              signer,
              images: foreign.length,
            }),
          ];
    if (foreign.length > 0 && own.length === 0) return told;
    const row: WithdrawalRow = {
      id: digest,
      challengeId: this.definition.id,
      name: path,
      signer,
      withdrawal,
      addedAt: now(),
    };
    const stored = await outcomeOf(() => putWithdrawal(this.#parts.database, row));
    if (!stored.ok) return [stored.failure];
    this.#withdrawals = [...this.#withdrawals.filter(({ id }) => id !== digest), row];
    return told;
  }

  #signerOf(packageDigest: string): string | null {
    return this.#opened.find(({ digest }) => digest === packageDigest)?.signer ?? null;
  }

  async #read(file: Blob) {
    const result = listed(await this.#parts.reader.run((api) => api.handedIn(file, this.definition)));
    if (!result.ok) return result;
    const { content, manifest, digest, signer } = result.value;
    return success({ ...content, digest, createdAt: manifest.createdAt, manifest, signer });
  }

  /** What a package says of its de-identification. */
  reportOf(id: string) {
    const opened = this.#opened.find(({ row }) => row.id === id);
    if (!opened) return undefined;
    const { charter, deidentification } = opened.contribution;
    return { name: opened.row.name, centre: charter.centre, report: deidentification };
  }

  /** Values of an image's file in a package, by path. */
  async valuesOf(id: string, image: string): Promise<Result<Values>> {
    const opened = this.#opened.find(({ row }) => row.id === id);
    const record = opened?.contribution.images.find((one) => one.id === image);
    if (!opened || !record)
      return failed(failure('machine/storage-unavailable', { cause: 'the package is no longer there' }));
    const { file } = opened.row;
    const picture = `${opened.digest}/${record.path}`;
    const read = () => this.#parts.reader.run((api) => api.entry(file, opened.digest, record.path));
    return this.#parts.pictures.ask(picture, read, (api) => api.values(picture), { passing: true });
  }

  async remove(id: string): Promise<void> {
    if (await this.#stored(() => deletePackage(this.#parts.database, id)))
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
    if (!(await this.#stored(() => putDecisions(this.#parts.database, rows)))) return;
    const decisions = new Map(this.#decisions);
    for (const row of rows) decisions.set(row.imageKey, row);
    this.#decisions = decisions;
  }

  /** Runs a write. If it fails, the failure is shown and the answer is false. */
  async #stored(write: () => PromiseLike<unknown>): Promise<boolean> {
    const outcome = await outcomeOf(write);
    this.#storageFailure = outcome.ok ? undefined : outcome.failure;
    return outcome.ok;
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
      withdrawn: this.#merged.filter(({ withdrawn }) => withdrawn !== undefined).length,
    };
    job.setTotal(images.length);
    const done = new Set<string>();
    const pixels = async (image: DatasetImage): Promise<DatasetPixels> => {
      const made = await this.#pixels(image, job.signal);
      if (!made.ok) throw new EntryFailure(made.failure);
      if (!done.has(image.id)) job.advance();
      done.add(image.id);
      return made.value;
    };
    const files: WrittenDataset[] = [];
    const packages: { name: string; sha256: string }[] = [];
    for (const which of DATASET_PACKAGES) {
      const written = await this.#parts.writing.write(
        datasetHead(plan, which),
        datasetEntries(plan, which, pixels),
        job.signal,
      );
      if (!written.ok) return written;
      const { file, signer: signedBy, digest } = written.value;
      const name = `${this.definition.id}-${which}.zip`;
      files.push({ name, file, signer: signedBy });
      packages.push({ name, sha256: digest });
    }
    // A later withdrawal must tell which versions hold an image: one that cannot be remembered is not handed out.
    const kept = await outcomeOf(() => this.#remember(images, packages));
    return kept.ok ? success(files) : kept;
  }

  async #remember(
    images: readonly DatasetImage[],
    files: readonly { readonly name: string; readonly sha256: string }[],
  ): Promise<void> {
    const { database } = this.#parts;
    await putVersion(database, {
      id: await sha256(new TextEncoder().encode(files.map((file) => file.sha256).join('\n'))),
      challengeId: this.definition.id,
      at: now(),
      seed: this.#seed,
      files,
      images: images.map(({ id, part, source }) => ({
        key: source.key,
        id,
        part,
        pixelDigest: source.record.clearing.pixelDigest,
      })),
    });
    this.#versions = await versionsOf(database, this.definition.id);
  }

  async #pixels({ source }: DatasetImage, signal: AbortSignal): Promise<Result<DatasetPixels>> {
    const file = this.#opened.find(({ digest }) => digest === source.packageDigest)?.row.file;
    if (!file)
      return failed(failure('machine/storage-unavailable', { cause: 'the package is no longer there' }));
    const entry = (path: string) =>
      this.#parts.reader.run((api) => api.entry(file, source.packageDigest, path), { signal });
    const dicom = await entry(source.record.path);
    if (!dicom.ok) return dicom;
    const mask = source.record.mask === null ? success(null) : await entry(source.record.mask);
    if (!mask.ok) return mask;
    const { center } = source.record;
    const measured = measuredOf(source.record);
    return this.#parts.images.run(
      (api) => api.product(dicom.value, mask.value, center, this.definition.preprocessing, measured),
      { signal },
    );
  }
}
