import type { ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { isProofFailure } from '../../core/deidentify/failed-check.ts';
import type { ReadingRepair } from '../../core/dicom/dataset.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { failed, success, type Result } from '../../core/result.ts';
import { blockedOf, deleteBlocked, putBlocked } from '../../storage/blocked.ts';
import type { Database } from '../../storage/database.ts';
import type { ImageRow } from '../../storage/rows/images.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { newId, now } from '../clock.ts';
import { Arrivals } from './arrivals.ts';
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

interface PersonsPort {
  readonly persons: { hold(): Promise<Result<void>> };
}

type Ports = ChallengePort & ImagesPort & IntakePort & ObjectionsPort & PersonsPort & SigningPort;

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
  #paths = new Map<string, ReadonlySet<string>>();
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
    const images = this.#images;
    const arrivals = await Arrivals.begin({ database, challengeId: definition.id, images, key });
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
        const { marks, repairs } = result.value;
        const objection = objections.get(arrivals.patientOf(marks)) ?? objections.get(marks.plain.patient);
        if (objection) {
          refused.push({ path, failure: failure('identity/patient-objects', { since: objection.at }) });
          return;
        }
        const stored = await arrivals.put(result.value, path, now());
        if (!stored.ok && isProofFailure(stored.failure)) {
          refused.push({ path, failure: stored.failure });
          return;
        }
        if (!stored.ok) return stopFor(stored);
        const { id } = stored.value;
        this.#paths.set(path, new Set([...(this.#paths.get(path) ?? []), id]));
        this.#sources.set(id, file);
        added.push(stored.value);
        repaired.push(...repairs.map((repair) => ({ path, repair })));
        stopFor(await this.unblock(this.#blocked.filter((one) => one.path === path)));
      },
      { signal: stop.signal },
    );
    clearInterval(timer);
    flush();
    const parted = await arrivals.end();
    if (parted.ok) this.#follow(parted.value);
    else full ??= parted.failure;
    const proposed = await this.#contribute.choosing.propose();
    const held = await this.#contribute.persons.hold();
    this.#importing = false;
    if (full) return failed(full);
    return proposed.ok ? held : proposed;
  }

  /** Values of an image's source file: of this session's import, or of a file that the user chooses. null: there is none. */
  async sourceValuesOf(image: StoredImage, chosen?: File) {
    const file = chosen ?? this.#sources.get(image.id);
    if (!file) return success(null);
    const key = await this.#contribute.signing.key();
    // The source has the UIDs and the patient id from before the image was kept apart from another.
    const identity = image.marks?.plain ?? image.identity;
    return this.#images.run((api) => api.sourceValues(file, file.name, identity, key));
  }

  /** Image ids by path, of all imported images. */
  async paths(): Promise<readonly (readonly [path: string, imageId: string])[]> {
    const { images } = this.#contribute;
    const paths = [...this.#paths].flatMap(([path, own]) =>
      [...own].filter((id) => images.all.has(id)).map((id) => [path, id] as const),
    );
    const known = new Set(paths.map(([, id]) => id));
    for (const image of images.all.values())
      if (!known.has(image.id)) paths.push([(await images.identityOf(image)).path, image.id]);
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

  /** Images that got a UID of their own, because another image has theirs. */
  #follow(moved: Parameters<Ports['images']['replace']>[0]): void {
    const ids = new Map(moved.map(({ earlier, row }) => [earlier, row.id]));
    for (const [path, own] of this.#paths)
      this.#paths.set(path, new Set([...own].map((id) => ids.get(id) ?? id)));
    for (const [earlier, id] of ids) {
      const source = this.#sources.get(earlier);
      this.#sources.delete(earlier);
      if (source) this.#sources.set(id, source);
    }
    this.#contribute.images.replace(moved);
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
