import type { ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { isProofFailure } from '../../core/deidentify/failed-check.ts';
import type { ReadingRepair } from '../../core/dicom/dataset.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { failed, success, type Result } from '../../core/result.ts';
import { blockedOf, deleteBlocked, putBlocked } from '../../storage/blocked.ts';
import type { Database } from '../../storage/database.ts';
import { putImage } from '../../storage/images.ts';
import type { ImageRow } from '../../storage/rows/images.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { newId, now } from '../clock.ts';
import type { PickedFile, PickedFiles } from '../shell/intake.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import type { BlockedFile } from './blocked-file.ts';
import type { ChallengePort, ImagesPort, IntakePort, ObjectionsPort, SigningPort } from './ports.ts';
import type { StoredImage } from './stored-image.ts';
import { expandZips, isZip } from './zips.ts';

export interface Refusal {
  readonly path: string;
  readonly failure: Failure;
}

/** A file that was read, and a repair that reading it took. */
export interface Repaired {
  readonly path: string;
  readonly repair: ReadingRepair;
}

/** Milliseconds between updates of the page: stored and refused files are shown in batches. */
const BATCH_MS = 150;

type Ports = ChallengePort & ImagesPort & IntakePort & ObjectionsPort & SigningPort;

/** Imports files into the workspace, and lists the files that were refused or stopped by the proof. */
export class Incoming {
  readonly #contribute: Ports;
  readonly #database: Database;
  readonly #images: WorkerPool<ImageApi>;
  #refusals = $state.raw<readonly Refusal[]>([]);
  #blocked = $state.raw<readonly BlockedFile[]>([]);
  #repaired = $state.raw<readonly Repaired[]>([]);
  #skipped = $state(0);
  #importing = $state(false);
  /** Image ids by path, of this session's imports, for a table of rows. Paths may name a patient: in clear in memory only. */
  #paths = new Map<string, string>();
  /** Source files of this session's imports by image id, to show their values. These are handles, not copies. */
  #sources = new Map<string, File>();

  constructor(contribute: Ports, database: Database, images: WorkerPool<ImageApi>) {
    this.#contribute = contribute;
    this.#database = database;
    this.#images = images;
  }

  get refusals() {
    return this.#refusals;
  }
  /** Files that the proof stopped at import, in this session and earlier ones. */
  get blocked() {
    return this.#blocked;
  }
  /** Repairs of the files that the last import stored. */
  get repaired() {
    return this.#repaired;
  }
  /** Files of the last import that are not DICOM. */
  get skipped() {
    return this.#skipped;
  }
  get importing() {
    return this.#importing;
  }

  async load(): Promise<void> {
    this.#blocked = await blockedOf(this.#database, this.#contribute.definition.id);
  }

  /** Imports files. Each image is stored at once and stays stored if a later file fails. Files that cannot be read are listed. */
  async import(files: PickedFiles, job: JobHandle): Promise<Result<void>> {
    const { definition, signing } = this.#contribute;
    if (!signing.centre) return failed(failure('machine/unexpected', { cause: 'no centre' }));
    const database = this.#database;
    const key = await signing.key();
    const objections = await this.#contribute.objections.read();
    this.#importing = true;
    this.#refusals = [];
    this.#repaired = [];
    this.#skipped = 0;
    const repaired: Repaired[] = [];
    let total = 0;
    let full: Failure | undefined;
    const added: ImageRow[] = [];
    const refused: Refusal[] = [];
    const stop = new AbortController();
    job.signal.addEventListener('abort', () => stop.abort(), { once: true });
    // A failed write stops the import: the disk is full. Stored images stay, and the rest can be imported later.
    const stopFor = (stored: Result<unknown>) => {
      if (stored.ok) return;
      full ??= stored.failure;
      stop.abort();
    };
    const flush = () => {
      if (added.length > 0) this.#contribute.images.add(added.splice(0));
      if (repaired.length > 0) this.#repaired = [...this.#repaired, ...repaired.splice(0)];
      if (refused.length > 0) this.#refusals = [...this.#refusals, ...refused.splice(0)];
    };
    const timer = setInterval(flush, BATCH_MS);
    const count = (more: number) => {
      total += more;
      job.setTotal(total);
    };
    // All files are listed before the first is read, so that the time left is known.
    const listed: PickedFile[] = [];
    for await (const batch of files) {
      listed.push(...batch);
      job.setTotal(listed.length);
      if (job.signal.aborted) break;
    }
    count(listed.filter(({ path }) => !isZip(path)).length);
    await this.#images.each(
      expandZips(listed, count, (path, reason) => refused.push({ path, failure: reason })),
      (api, { file, path }: PickedFile) => api.ingest(file, path, definition, key),
      async ({ path, file }, result) => {
        job.advance();
        if (!result.ok) {
          const reason = result.failure;
          if (reason.code === 'dicom/not-dicom') this.#skipped++;
          else if (reason.code !== 'machine/cancelled') refused.push({ path, failure: reason });
          if (isProofFailure(reason)) stopFor(await this.#block(path, reason));
          return;
        }
        const { image, identity, sought, repairs } = result.value;
        const objection = objections.get(image.identity.patient);
        if (objection) {
          refused.push({ path, failure: failure('identity/patient-objects', { since: objection.at }) });
          return;
        }
        const at = now();
        const stored = await outcomeOf(() =>
          putImage(database, definition.id, image, { ...identity, path }, at, sought),
        );
        if (!stored.ok) return stopFor(stored);
        const { id } = stored.value;
        this.#paths.set(path, id);
        this.#sources.set(id, file);
        added.push(stored.value);
        repaired.push(...repairs.map((repair) => ({ path, repair })));
        stopFor(await this.unblock(this.#blocked.filter((one) => one.path === path)));
      },
      { signal: stop.signal },
    );
    clearInterval(timer);
    flush();
    const proposed = await this.#contribute.choosing.propose();
    this.#importing = false;
    return full ? failed(full) : proposed;
  }

  /** Values of an image's source file: of this session's import, or of a file that the user chooses. null: there is none. */
  async sourceValuesOf(image: StoredImage, chosen?: File) {
    const file = chosen ?? this.#sources.get(image.id);
    if (!file) return success(null);
    const key = await this.#contribute.signing.key();
    return this.#images.run((api) => api.sourceValues(file, file.name, image.identity, key));
  }

  /** Image ids by path, of all imported images. */
  async paths(): Promise<ReadonlyMap<string, string>> {
    const paths = new Map(this.#paths);
    const known = new Set(paths.values());
    for (const row of this.#contribute.images.all.values()) {
      if (!known.has(row.id)) paths.set((await this.#contribute.images.identityOf(row)).path, row.id);
    }
    return paths;
  }

  /** Forgets paths and files of this session's import. */
  forget(): void {
    this.#sources.clear();
    this.#paths.clear();
  }

  /** Removes files from the list of stopped files. */
  async unblock(files: readonly BlockedFile[]): Promise<Result<void>> {
    if (files.length === 0) return success(undefined);
    const ids = files.map(({ id }) => id);
    const deleted = await outcomeOf(() => deleteBlocked(this.#database, ids));
    if (deleted.ok) this.#blocked = this.#blocked.filter(({ id }) => !ids.includes(id));
    return deleted;
  }

  async #block(path: string, reason: Failure): Promise<Result<void>> {
    const { code, details } = reason;
    const file: BlockedFile = { id: newId(), path, failure: { code, details } as Failure, at: now() };
    const stored = await outcomeOf(() => putBlocked(this.#database, this.#contribute.definition.id, file));
    if (!stored.ok) return stored;
    const earlier = this.#blocked.filter((one) => one.path === path);
    this.#blocked = [...this.#blocked, file];
    return this.unblock(earlier);
  }
}
