import type { PicturePool } from '../../bridge/picture-pool.ts';
import type { ImageApi, PackageApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import type { Failure } from '../../core/failure.ts';
import { decisionOf, mergeContributions, type MergedImage } from '../../core/package/merge.ts';
import { applyWithdrawals } from '../../core/package/withdrawal.ts';
import type { Part } from '../../core/split/part.ts';
import type { Database } from '../../storage/database.ts';
import type { PackageWriting } from '../package-writing.ts';
import { Decisions } from './decisions.svelte.ts';
import { Packages } from './packages.svelte.ts';
import { Partition } from './partition.svelte.ts';
import { Publication } from './publication.svelte.ts';
import { Withdrawals } from './withdrawals.svelte.ts';

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

interface Parts {
  readonly database: Database;
  readonly images: WorkerPool<ImageApi>;
  readonly pictures: PicturePool;
  readonly writing: PackageWriting;
  /** Reads packages while `writing` writes one. */
  readonly reader: WorkerHandle<PackageApi>;
}

/**
 * Packages of several centres become one split dataset. What it shows follows from the packages, the withdrawals, the decisions and the
 * seed.
 */
export class Curate {
  readonly definition: ChallengeDefinition;
  readonly packages: Packages;
  readonly withdrawals: Withdrawals;
  readonly decisions: Decisions;
  readonly partition: Partition;
  readonly publication: Publication;

  constructor(definition: ChallengeDefinition, { database, images, pictures, writing, reader }: Parts) {
    const { id } = definition;
    this.definition = definition;
    const merged = () => this.#merged;
    const kept = () => this.#kept;
    this.packages = new Packages(definition, { database, pictures, reader }, (path, opened) =>
      this.withdrawals.take(path, opened),
    );
    this.decisions = new Decisions(id, database);
    this.partition = new Partition(definition, kept);
    this.publication = new Publication(
      definition,
      { database, images, writing },
      { merged, kept, packages: this.packages, partition: this.partition },
    );
    this.withdrawals = new Withdrawals(id, database, {
      merged,
      signerOf: (digest) => this.packages.signerOf(digest),
      versions: () => this.publication.versions,
    });
  }

  readonly #merged: readonly MergedImage[] = $derived.by(() =>
    applyWithdrawals(
      mergeContributions(this.packages.contributions, this.definition.imagesPerExam),
      this.withdrawals.taken,
      (digest) => this.packages.signerOf(digest),
    ),
  );
  readonly #kept: readonly MergedImage[] = $derived.by(() =>
    this.#merged.filter((image) => decisionOf(image, this.decisions.byKey).keep),
  );

  readonly images: readonly CurateImage[] = $derived.by(() => {
    const { split } = this.partition;
    const parts = split.ok ? split.value.parts : new Map<string, Part>();
    return this.#merged.map((image) => {
      const { keep, reason } = decisionOf(image, this.decisions.byKey);
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

  /** Decisions and removals that were not stored. */
  get unstored(): readonly Failure[] {
    return [this.decisions.failure, this.packages.failure].filter((one) => one !== undefined);
  }

  /** Reads everything that is stored. It can run again: it replaces what was loaded before. */
  async load(): Promise<void> {
    await Promise.all([
      this.withdrawals.load(),
      this.publication.load(),
      this.decisions.load(),
      this.packages.load(),
    ]);
  }
}
