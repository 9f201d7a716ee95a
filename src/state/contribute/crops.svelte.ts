import { madeAhead } from '../made-ahead.ts';
import type { PackageWriting } from '../package-writing.ts';
import { type ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { Preprocessing } from '../../core/definition/definition.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { cropsEntries, cropsHead, type CroppedImage } from '../../core/package/crops.ts';
import { sha256 } from '../../core/bytes/digest.ts';
import { canonicalJson } from '../../core/package/document.ts';
import { failed, success, type Result } from '../../core/result.ts';
import { dropOtherCrops, madeCrops, putCrop, readCrop } from '../../storage/crops.ts';
import type { Database } from '../../storage/database.ts';
import { outcomeOf, resultOf } from '../../storage/outcome.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import { pixelsOf, type Choice } from './choice.ts';
import type { ChallengePort, FilesPort, SigningPort } from './ports.ts';
import type { Exported } from './export.ts';
import type { Outgoing } from './outgoing.svelte.ts';

interface Parts {
  readonly database: Database;
  readonly images: WorkerPool<ImageApi>;
  readonly packages: PackageWriting;
}

/** A cleared image and the name of the cropped image made from it. */
interface Wanted {
  readonly choice: Choice;
  /** `<exam>-<n>`, as in a contribution. */
  readonly id: string;
  /** See {@link digestOf}. */
  readonly digest: string;
}

type Ports = ChallengePort &
  FilesPort &
  SigningPort & { readonly outgoing: Pick<Outgoing, 'mayLeave' | 'recordReleased'> };

/**
 * The cleared images in the form of a dataset, made by all workers. Finished images are stored encrypted, so that an interrupted batch
 * continues where it stopped. The package has the same bytes as one made without interruption.
 */
export class Crops {
  readonly #contribute: Ports;
  readonly #parts: Parts;
  #made = $state(0);

  constructor(contribute: Ports, parts: Parts) {
    this.#contribute = contribute;
    this.#parts = parts;
  }

  /** Number of cleared images that were made already, as counted last. */
  get made() {
    return this.#made;
  }

  /** Counts the images that are made, and deletes those that belong to no cleared image any more. */
  async look(): Promise<Result<void>> {
    const seen = await outcomeOf(async () => {
      const wanted = await this.#wanted();
      const digests = new Set(wanted.map(({ digest }) => digest));
      await dropOtherCrops(this.#parts.database, this.#contribute.definition.id, digests);
      return (await madeCrops(this.#parts.database, [...digests])).size;
    });
    if (!seen.ok) return seen;
    this.#made = seen.value;
    return success(undefined);
  }

  /**
   * Makes the missing images and packs all. Each image is cleared again and must have the accepted digest, as in the export. If one
   * image fails, the others are still made, but no package is written.
   */
  async make(job: JobHandle): Promise<Result<Exported>> {
    const { centre, charter } = this.#contribute.signing;
    if (!centre || !charter)
      return failed(failure('machine/unexpected', { cause: 'the charter is not signed' }));
    const looked = await this.look();
    if (!looked.ok) return looked;
    const wanted = await this.#wanted();
    if (wanted.length === 0) return failed(failure('package/nothing-cleared', {}));
    job.setTotal(wanted.length);
    const rest = await this.#rest(wanted);
    if (!rest.ok) return rest;
    job.resume(wanted.length - rest.value.length);
    const broken = await this.#makeAll(rest.value, job);
    if (broken) return failed(broken);
    if (job.signal.aborted) return failed(failure('machine/cancelled', {}));
    const packed = await this.#pack(wanted, job);
    if (!packed.ok) return packed;
    const kept = await this.#contribute.outgoing.recordReleased(wanted.map(({ choice }) => choice));
    return kept.ok ? packed : kept;
  }

  async #wanted(): Promise<readonly Wanted[]> {
    const ofExam = new Map<string, number>();
    const wanted: Wanted[] = [];
    for (const choice of await this.#contribute.outgoing.mayLeave()) {
      const n = (ofExam.get(choice.exam) ?? 0) + 1;
      ofExam.set(choice.exam, n);
      const digest = await digestOf(choice, this.#contribute.definition.preprocessing);
      wanted.push({ choice, id: `${choice.exam}-${n}`, digest });
    }
    return wanted;
  }

  async #rest(wanted: readonly Wanted[]): Promise<Result<readonly Wanted[]>> {
    const digests = wanted.map(({ digest }) => digest);
    const made = await outcomeOf(() => madeCrops(this.#parts.database, digests));
    return made.ok ? success(wanted.filter(({ digest }) => !made.value.has(digest))) : made;
  }

  /** Returns the first failure, after all images were tried. A full disk stops the work at once. */
  async #makeAll(wanted: readonly Wanted[], job: JobHandle): Promise<Failure | undefined> {
    const { database, images } = this.#parts;
    const { id: challengeId, preprocessing } = this.#contribute.definition;
    let broken: Failure | undefined;
    const full = new AbortController();
    const signal = AbortSignal.any([job.signal, full.signal]);
    await images.each(
      wanted,
      async (api, { choice, id }) => {
        const prepared = await resultOf(() => this.#contribute.images.fileOf(choice));
        if (!prepared.ok) return prepared;
        if (!choice.clearing) return failed(failure('package/not-as-cleared', { id }));
        const { image, key } = prepared.value;
        const { at, by, digest } = choice.clearing;
        const made = await api.cropped(image, pixelsOf(choice), { at, by }, preprocessing, key);
        if (!made.ok) return made;
        return made.value.digest === digest
          ? success(made.value.product)
          : failed(failure('package/not-as-cleared', { id }));
      },
      async ({ choice, id, digest }, outcome) => {
        const product = outcome;
        if (!product.ok) {
          const { failure: reason } = product;
          if (reason.code !== 'machine/cancelled') broken ??= { ...reason, file: reason.file ?? id };
          return;
        }
        const { image, mask, ...facts } = product.value;
        const row = { id: digest, challengeId, imageId: choice.imageId, image, mask, facts };
        const stored = await outcomeOf(() => putCrop(database, row));
        if (!stored.ok) {
          broken = stored.failure;
          full.abort();
          return;
        }
        this.#made++;
        job.advance();
      },
      { signal },
    );
    return broken;
  }

  async #pack(wanted: readonly Wanted[], job: JobHandle): Promise<Result<Exported>> {
    const { database, packages } = this.#parts;
    const { definition } = this.#contribute;
    const stored = async ({ id, digest }: Wanted): Promise<Result<CroppedImage>> => {
      const read = await outcomeOf(() => readCrop(database, digest));
      if (!read.ok) return read;
      return read.value
        ? success({ id, ...read.value })
        : failed(failure('machine/storage-unavailable', { cause: 'a cropped image is no longer stored' }));
    };
    const entries = cropsEntries(definition, madeAhead(wanted, stored, 1));
    const at = wanted
      .map(({ choice }) => choice.clearing?.at ?? '')
      .sort()
      .at(-1);
    const head = cropsHead(definition, import.meta.env.VERSION, at ?? '', wanted.length);
    const written = await packages.write(head, entries, job.signal);
    if (!written.ok) return written;
    const { file, sha256: digest, signer: signedBy } = written.value;
    const name = `${definition.id}-crops-${(at ?? '').slice(0, 10)}.zip`;
    return success({ name, file, sha256: digest, signer: signedBy, images: wanted.length });
  }
}

/**
 * SHA-256 (hex) of everything that determines the bytes of a cropped image: preprocessing, choice, digest of the cleared file (which
 * covers the answers about its text) and version of this application. A changed choice or another clearing gives another digest.
 */
async function digestOf(choice: Choice, preprocessing: Preprocessing): Promise<string> {
  const { mask } = choice;
  const parts = {
    version: import.meta.env.VERSION,
    preprocessing,
    image: choice.imageId,
    pixels: { ...pixelsOf(choice), text: null, mask: mask && (await sha256(mask)) },
    cleared: choice.clearing?.digest,
  };
  return sha256(new TextEncoder().encode(canonicalJson(parts)));
}
