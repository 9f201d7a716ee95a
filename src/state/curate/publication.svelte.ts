import type { ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { sha256 } from '../../core/bytes/digest.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import type { Failure } from '../../core/failure.ts';
import { measuredOf } from '../../core/package/contribution-record.ts';
import { datasetEntries, datasetHead, planDataset } from '../../core/package/dataset.ts';
import {
  DATASET_PACKAGES,
  type DatasetImage,
  type DatasetPixels,
  type DatasetPlan,
} from '../../core/package/dataset-plan.ts';
import type { MergedImage } from '../../core/package/merge.ts';
import type { PublishedVersion } from '../../core/package/published.ts';
import { type Result, success } from '../../core/result.ts';
import type { Database } from '../../storage/database.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { putVersion, versionsOf } from '../../storage/versions.ts';
import { now } from '../clock.ts';
import { EntryFailure } from '../made-ahead.ts';
import type { PackageWriting } from '../package-writing.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import type { Packages } from './packages.svelte.ts';
import type { Partition } from './partition.svelte.ts';

/** A package of a dataset version, as written. */
export interface WrittenDataset {
  readonly name: string;
  readonly file: Blob;
  /** Fingerprint of the key that signed it; null: unsigned. */
  readonly signer: string | null;
}

interface Ports {
  readonly merged: () => readonly MergedImage[];
  readonly kept: () => readonly MergedImage[];
  readonly packages: Pick<Packages, 'contributions' | 'entry'>;
  readonly partition: Pick<Partition, 'split' | 'ratios' | 'seed'>;
}

interface Parts {
  readonly database: Database;
  readonly images: WorkerPool<ImageApi>;
  readonly writing: PackageWriting;
}

/** Exports dataset versions, and remembers which images each of them holds. */
export class Publication {
  readonly #definition: ChallengeDefinition;
  readonly #parts: Parts;
  readonly #ports: Ports;
  #versions = $state.raw<readonly PublishedVersion[]>([]);
  #exporting = $state(false);
  #failure = $state.raw<Failure | undefined>();

  constructor(definition: ChallengeDefinition, parts: Parts, ports: Ports) {
    this.#definition = definition;
    this.#parts = parts;
    this.#ports = ports;
  }

  /** Dataset versions that were exported, oldest first. */
  get versions() {
    return this.#versions;
  }
  get exporting() {
    return this.#exporting;
  }
  get failure() {
    return this.#failure;
  }

  async load(): Promise<void> {
    this.#versions = await versionsOf(this.#parts.database, this.#definition.id);
  }

  /** Writes a dataset version: training, validation, test and answer key, one zip each. */
  async export(job: JobHandle): Promise<Result<readonly WrittenDataset[]>> {
    this.#exporting = true;
    this.#failure = undefined;
    const outcome = await this.#export(job);
    this.#exporting = false;
    if (!outcome.ok) this.#failure = outcome.failure;
    return outcome;
  }

  async #export(job: JobHandle): Promise<Result<readonly WrittenDataset[]>> {
    const { split, seed } = this.#ports.partition;
    if (!split.ok) return split;
    const plan = this.#plan(split.value.parts);
    job.setTotal(plan.images.length);
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
      const { file, signer, digest } = written.value;
      const name = `${this.#definition.id}-${which}.zip`;
      files.push({ name, file, signer });
      packages.push({ name, sha256: digest });
    }
    // A later withdrawal must find the versions that hold an image: a version that can't be remembered is not handed out.
    const kept = await outcomeOf(() => this.#remember(plan.images, packages, seed));
    return kept.ok ? success(files) : kept;
  }

  #plan(parts: ReadonlyMap<string, DatasetImage['part']>): DatasetPlan {
    const { merged, kept, packages, partition } = this.#ports;
    return {
      definition: this.#definition,
      images: planDataset(
        this.#definition,
        kept().map((source) => ({ source, part: parts.get(source.key) ?? 'train' })),
        partition.seed,
      ),
      ratios: partition.ratios,
      seed: partition.seed,
      version: import.meta.env.VERSION,
      createdAt:
        packages.contributions
          .map(({ createdAt }) => createdAt)
          .sort()
          .at(-1) ?? now(),
      withdrawn: merged().filter(({ withdrawn }) => withdrawn !== undefined).length,
    };
  }

  async #remember(
    images: readonly DatasetImage[],
    files: PublishedVersion['files'],
    seed: string,
  ): Promise<void> {
    const { database } = this.#parts;
    await putVersion(database, {
      id: await sha256(new TextEncoder().encode(files.map((file) => file.sha256).join('\n'))),
      challengeId: this.#definition.id,
      at: now(),
      seed,
      files,
      images: images.map(({ id, part, source }) => ({
        key: source.key,
        id,
        part,
        pixelDigest: source.record.clearing.pixelDigest,
      })),
    });
    this.#versions = await versionsOf(database, this.#definition.id);
  }

  async #pixels({ source }: DatasetImage, signal: AbortSignal): Promise<Result<DatasetPixels>> {
    const { packageDigest, record } = source;
    const dicom = await this.#ports.packages.entry(packageDigest, record.path, signal);
    if (!dicom.ok) return dicom;
    const mask =
      record.mask === null
        ? success(null)
        : await this.#ports.packages.entry(packageDigest, record.mask, signal);
    if (!mask.ok) return mask;
    const { preprocessing } = this.#definition;
    return this.#parts.images.run(
      (api) => api.product(dicom.value, mask.value, record.center, preprocessing, measuredOf(record)),
      { signal },
    );
  }
}
