import type { ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { isProofFailure } from '../../core/deidentify/failed-check.ts';
import type { ReadingRepair } from '../../core/dicom/dataset.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { failed, success, type Result } from '../../core/result.ts';
import { blockedOf, deleteBlocked, putBlocked } from '../../storage/blocked.ts';
import { type BlockedFile } from '../../storage/rows/blocked.ts';
import type { Database } from '../../storage/database.ts';
import { putImage } from '../../storage/images.ts';
import { type ImageRow, type LocalIdentity } from '../../storage/rows/images.ts';
import { centreKey } from '../../storage/keys.ts';
import { objectionsByPatient } from '../../storage/objections.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { newId, now } from '../clock.ts';
import type { PickedFile, PickedFiles } from '../shell/intake.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import type { CentrePort, ChallengePort, ImagesPort, IntakePort } from './ports.ts';
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

/** Files that are stored or listed at once, so that the page paints between batches. */
const BATCH_MS = 150;

type Ports = CentrePort & ChallengePort & ImagesPort & IntakePort;

/** Reading of files into the workspace: what came in, what was refused, and what the proof stopped. */
export class Incoming {
  readonly #contribute: Ports;
  readonly #database: Database;
  readonly #images: WorkerPool<ImageApi>;
  #refusals = $state.raw<readonly Refusal[]>([]);
  #blocked = $state.raw<readonly BlockedFile[]>([]);
  #repaired = $state.raw<readonly Repaired[]>([]);
  #skipped = $state(0);
  #importing = $state(false);
  /** Paths of this session's import, for a table of rows. They may name a patient: memory only (and encrypted in the store). */
  #paths = new Map<string, string>();
  /** Files of this session's import by image, to show what was in them. A handle, not a copy; forgotten with the page. */
  #sources = new Map<string, File>();

  constructor(contribute: Ports, database: Database, images: WorkerPool<ImageApi>) {
    this.#contribute = contribute;
    this.#database = database;
    this.#images = images;
  }

  get refusals() {
    return this.#refusals;
  }
  /** Files that the proof stopped at import, of this session and earlier ones. */
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

  /** Reads files into the workspace. Each stored image stays stored, whatever happens next; what cannot be read is listed. */
  async import(files: PickedFiles, job: JobHandle): Promise<Result<void>> {
    const { centre, definition } = this.#contribute;
    if (!centre) return failed(failure('machine/unexpected', { cause: 'no centre' }));
    const database = this.#database;
    const key = await centreKey(database, centre.centre);
    const objections = await objectionsByPatient(database);
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
    const flush = () => {
      if (added.length > 0) this.#contribute.add(added.splice(0));
      if (repaired.length > 0) this.#repaired = [...this.#repaired, ...repaired.splice(0)];
      if (refused.length > 0) this.#refusals = [...this.#refusals, ...refused.splice(0)];
    };
    const timer = setInterval(flush, BATCH_MS);
    const count = (more: number) => {
      total += more;
      job.setTotal(total);
    };
    // All is listed before any is read, so that the time left is that of the whole.
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
          if (isProofFailure(reason)) await this.#block(path, reason);
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
          putImage(database, definition.id, image, { ...identity, path } as LocalIdentity, at, sought),
        );
        if (!stored.ok) {
          // A full disk stops the import: what is stored stays, the rest can be imported after making room.
          full = stored.failure;
          stop.abort();
          return;
        }
        const { id } = stored.value;
        this.#paths.set(path, id);
        this.#sources.set(id, file);
        await this.unblock(this.#blocked.filter((one) => one.path === path));
        added.push(stored.value);
        repaired.push(...repairs.map((repair) => ({ path, repair })));
      },
      { signal: stop.signal },
    );
    clearInterval(timer);
    flush();
    await this.#contribute.propose();
    this.#importing = false;
    return full ? failed(full) : success(undefined);
  }

  /** The file of this session's import that an image came from. */
  sourceOf(imageId: string): File | undefined {
    return this.#sources.get(imageId);
  }

  /** Where a table of rows finds its files: paths of all imported images. */
  async paths(): Promise<ReadonlyMap<string, string>> {
    const paths = new Map(this.#paths);
    const known = new Set(paths.values());
    for (const row of this.#contribute.images.values()) {
      if (!known.has(row.id)) paths.set((await this.#contribute.identityOf(row)).path, row.id);
    }
    return paths;
  }

  /** Forgets paths and files of this session's import. */
  forget(): void {
    this.#sources.clear();
    this.#paths.clear();
  }

  /** Takes files off the list of those that were stopped. */
  async unblock(files: readonly BlockedFile[]): Promise<void> {
    if (files.length === 0) return;
    const ids = files.map(({ id }) => id);
    this.#blocked = this.#blocked.filter(({ id }) => !ids.includes(id));
    await outcomeOf(() => deleteBlocked(this.#database, ids));
  }

  async #block(path: string, reason: Failure): Promise<void> {
    const { code, details } = reason;
    const file: BlockedFile = { id: newId(), path, failure: { code, details } as Failure, at: now() };
    await this.unblock(this.#blocked.filter((one) => one.path === path));
    this.#blocked = [...this.#blocked, file];
    await outcomeOf(() => putBlocked(this.#database, this.#contribute.definition.id, file));
  }
}
