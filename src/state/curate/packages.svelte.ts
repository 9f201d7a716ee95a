import type { PicturePool } from '../../bridge/picture-pool.ts';
import type { PackageApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import type { Values } from '../../core/deidentify/values.ts';
import { failure, type Failure } from '../../core/failure.ts';
import type { OpenedContribution } from '../../core/package/merge.ts';
import type { Withdrawal } from '../../core/package/withdrawal.ts';
import { failed, listed, type Result, success } from '../../core/result.ts';
import type { Database } from '../../storage/database.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { deletePackage, packagesOf, putPackage } from '../../storage/packages.ts';
import { now } from '../clock.ts';
import type { PickedFile } from '../shell/intake.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';

/** A withdrawal package as read. */
export interface OpenedWithdrawal {
  readonly withdrawal: Withdrawal;
  readonly digest: string;
  readonly signer: string | null;
}

interface Opened extends OpenedContribution {
  /** Its path when it was dropped. */
  readonly name: string;
  readonly file: Blob;
  readonly signer: string | null;
  /** What a desktop program added to the zip, by path. */
  readonly added: readonly string[];
}

interface Parts {
  readonly database: Database;
  readonly pictures: PicturePool;
  /** Reads packages while another worker writes one. */
  readonly reader: WorkerHandle<PackageApi>;
}

/** Takes a withdrawal in and gives what is wrong with it. */
export type TakeWithdrawal = (path: string, opened: OpenedWithdrawal) => Promise<readonly Failure[]>;

/** The contributions of the centres, as stored. */
export class Packages {
  readonly #definition: ChallengeDefinition;
  readonly #parts: Parts;
  readonly #takeWithdrawal: TakeWithdrawal;
  #opened = $state.raw<readonly Opened[]>([]);
  #problems = $state.raw<readonly Failure[]>([]);
  #failure = $state.raw<Failure | undefined>();

  constructor(definition: ChallengeDefinition, parts: Parts, takeWithdrawal: TakeWithdrawal) {
    this.#definition = definition;
    this.#parts = parts;
    this.#takeWithdrawal = takeWithdrawal;
  }

  get contributions(): readonly OpenedContribution[] {
    return this.#opened;
  }
  /** What was wrong with packages of the last drop, or with stored ones. */
  get problems() {
    return this.#problems;
  }
  /** Why the last removal was not stored. */
  get failure() {
    return this.#failure;
  }

  readonly list = $derived.by(() =>
    this.#opened.map(({ digest, name, contribution, createdAt, signer, added }) => ({
      id: digest,
      name,
      centre: contribution.charter.centre,
      images: contribution.images.length,
      createdAt,
      signer,
      added,
    })),
  );

  /** Reads the stored packages again. */
  async load(): Promise<void> {
    const rows = await packagesOf(this.#parts.database, this.#definition.id);
    const opened: Opened[] = [];
    const problems: Failure[] = [];
    for (const { name, file } of rows) {
      const read = await this.#read(file);
      if (!read.ok) problems.push(...named(read.failure, name));
      else if (read.value.kind === 'contribution') opened.push({ ...read.value, name, file });
    }
    this.#opened = opened;
    this.#problems = problems;
  }

  /** Opens packages. Sound ones are stored; every fault of the others is shown. */
  async open(files: readonly PickedFile[], job: JobHandle): Promise<void> {
    this.#problems = [];
    job.setTotal(files.length);
    // Withdrawals come last: the images that they name may be in the same drop.
    const withdrawals: (OpenedWithdrawal & { readonly path: string })[] = [];
    for (const { path, file } of files) {
      const read = await this.#read(file);
      if (read.ok && read.value.kind === 'withdrawal') {
        withdrawals.push({ path, ...read.value });
        continue;
      }
      job.advance();
      if (!read.ok) this.#tell(read.failure, path);
      else if (read.value.kind === 'contribution') await this.#add({ ...read.value, name: path, file });
    }
    for (const { path, ...opened } of withdrawals) {
      this.#tell(await this.#takeWithdrawal(path, opened), path);
      job.advance();
    }
  }

  async #add(
    opened: Opened & { readonly manifest: Parameters<typeof putPackage>[1]['manifest'] },
  ): Promise<void> {
    const { digest, name, file, manifest } = opened;
    if (this.#opened.some((one) => one.digest === digest)) return;
    const row = { id: digest, challengeId: this.#definition.id, name, manifest, file, addedAt: now() };
    const stored = await outcomeOf(() => putPackage(this.#parts.database, row));
    if (stored.ok) this.#opened = [...this.#opened, opened];
    else this.#tell([stored.failure], name);
  }

  async remove(id: string): Promise<void> {
    const removed = await outcomeOf(() => deletePackage(this.#parts.database, id));
    this.#failure = removed.ok ? undefined : removed.failure;
    if (removed.ok) this.#opened = this.#opened.filter(({ digest }) => digest !== id);
  }

  signerOf(packageDigest: string): string | null {
    return this.#opened.find(({ digest }) => digest === packageDigest)?.signer ?? null;
  }

  /** The de-identification report of a package. */
  reportOf(id: string) {
    const opened = this.#opened.find(({ digest }) => digest === id);
    if (!opened) return undefined;
    const { charter, deidentification } = opened.contribution;
    return { name: opened.name, centre: charter.centre, report: deidentification };
  }

  /** Values of an image's file in a package, by path. */
  async valuesOf(id: string, image: string): Promise<Result<Values>> {
    const record = this.#opened
      .find(({ digest }) => digest === id)
      ?.contribution.images.find((one) => one.id === image);
    if (!record) return gone();
    const picture = `${id}/${record.path}`;
    const read = () => this.entry(id, record.path);
    return this.#parts.pictures.ask(picture, read, (api) => api.values(picture), { passing: true });
  }

  /** A file of a package. */
  async entry(id: string, path: string, signal?: AbortSignal): Promise<Result<Uint8Array>> {
    const file = this.#opened.find(({ digest }) => digest === id)?.file;
    return file ? this.#parts.reader.run((api) => api.entry(file, id, path), { signal }) : gone();
  }

  async #read(file: Blob) {
    const result = listed(await this.#parts.reader.run((api) => api.handedIn(file, this.#definition)));
    if (!result.ok) return result;
    const { content, manifest, digest, signer, added } = result.value;
    return success({ ...content, digest, createdAt: manifest.createdAt, manifest, signer, added });
  }

  #tell(problems: readonly Failure[], path: string): void {
    this.#problems = [...this.#problems, ...named(problems, path)];
  }
}

const named = (failures: readonly Failure[], path: string): readonly Failure[] =>
  failures.map((one) => ({ ...one, file: one.file ?? path }));

const gone = () =>
  failed(failure('machine/storage-unavailable', { cause: 'the package is no longer there' }));
