import { callback, type ImageApi, type OcrApi, type PackageApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { checkCriteria, type CriterionOutcome } from '../../core/challenge/criteria.ts';
import type { ChallengeDefinition } from '../../core/challenge/definition.ts';
import { openPoints, type OpenPoint } from '../../core/challenge/open-points.ts';
import { wordOf, type ReadIdentifier, type Reading } from '../../core/deidentify/text-flags.ts';
import type { DeidentifiedFile } from '../../core/deidentify/images.ts';
import { failure, type Failure } from '../../core/failure.ts';
import type { Image } from '../../core/image/image.ts';
import { failed, success, type Result } from '../../core/result.ts';
import {
  readCentre,
  readCharter,
  writeCentre,
  writeCharter,
  type CentreRow,
  type CharterRow,
} from '../../storage/centres.ts';
import { choicesOf, deleteChoices, putChoices, type ChoiceRow } from '../../storage/choices.ts';
import type { Database } from '../../storage/database.ts';
import {
  deleteImages,
  imagesOf,
  putImage,
  readDicom,
  readLocalIdentity,
  type ImageRow,
  type LocalIdentity,
} from '../../storage/images.ts';
import { centreKey } from '../../storage/keys.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { newId, now } from '../clock.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import type { PickedFile, PickedFiles } from '../shell/intake.ts';
import { exportContribution, type Exported } from './export.ts';
import { expandZips, isZip } from './zips.ts';
import { inOrder, pixelsOf } from './choice.ts';
import { newChoice, proposals } from './intake.ts';
import { TextReading } from './reading.svelte.ts';
import { WrittenText } from './written-text.svelte.ts';

export type { ChoiceRow, ImageRow, LocalIdentity };

export interface Refusal {
  readonly path: string;
  readonly failure: Failure;
}

/** What a change of a choice touches; the clearing falls with any of it but the declared check-list. */
export type ChoiceChange = Partial<
  Pick<
    ChoiceRow,
    | 'imageId'
    | 'frame'
    | 'center'
    | 'mask'
    | 'sector'
    | 'text'
    | 'labels'
    | 'declared'
    | 'overrides'
    | 'state'
    | 'exclusionReason'
  >
>;

interface Parts {
  readonly database: Database;
  readonly images: WorkerPool<ImageApi>;
  readonly ocr: WorkerHandle<OcrApi>;
  readonly packages: WorkerHandle<PackageApi>;
}

/** Files that are stored or listed at once, so that the page paints between batches. */
const BATCH_MS = 150;

/** The contribution of this centre to one challenge: import, desk, clearing and export. What it shows is what is stored. */
export class Contribute {
  readonly definition: ChallengeDefinition;
  readonly #parts: Parts;
  #centre = $state.raw<CentreRow | undefined>();
  #charter = $state.raw<CharterRow | undefined>();
  #images = $state.raw<ReadonlyMap<string, ImageRow>>(new Map());
  #choices = $state.raw<readonly ChoiceRow[]>([]);
  #refusals = $state.raw<readonly Refusal[]>([]);
  #skipped = $state(0);
  #importing = $state(false);
  #loaded = $state(false);
  #past = $state.raw<readonly (readonly ChoiceRow[])[]>([]);
  readonly text: WrittenText;
  readonly reading: TextReading;
  #dicom = new Map<string, Promise<Uint8Array<ArrayBuffer> | null>>();
  /** Paths of this session's import, for a table of rows. They may name a patient: memory only (and encrypted in the store). */
  #paths = new Map<string, string>();

  constructor(definition: ChallengeDefinition, parts: Parts) {
    this.definition = definition;
    this.#parts = parts;
    this.reading = new TextReading(this, parts.ocr);
    this.text = new WrittenText(definition.id, parts.database, (imageId, frame) =>
      this.#detect(imageId, frame),
    );
  }

  get loaded() {
    return this.#loaded;
  }
  get centre() {
    return this.#centre;
  }
  get charter() {
    return this.#charter;
  }
  get images() {
    return this.#images;
  }
  get refusals() {
    return this.#refusals;
  }
  /** Files of the last import that are not DICOM. */
  get skipped() {
    return this.#skipped;
  }
  get importing() {
    return this.#importing;
  }
  get canUndo() {
    return this.#past.length > 0;
  }
  /** The queue, in a stable order: by exam, then as added. */
  get choices() {
    return this.#choices;
  }
  get accepted() {
    return this.#choices.filter((choice) => choice.state === 'accepted');
  }
  get cleared() {
    return this.accepted.filter((choice) => choice.clearing !== null);
  }

  async load(): Promise<void> {
    const { database } = this.#parts;
    const { id } = this.definition;
    const [centre, charter, images, choices] = await Promise.all([
      readCentre(database),
      readCharter(database, id),
      imagesOf(database, id),
      choicesOf(database, id),
    ]);
    this.#centre = centre;
    this.#charter = charter;
    this.#images = new Map(images.map((image) => [image.id, image]));
    this.#choices = inOrder(choices);
    await this.text.load();
    // A tab killed in mid-import left images that no entry of the queue stands for yet.
    await this.#propose();
    this.#loaded = true;
    void this.text.lookFor(this.#choices);
  }

  async sign(centre: string, by: string, language: 'en' | 'fr'): Promise<Result<void>> {
    const charter: CharterRow = {
      challengeId: this.definition.id,
      centre,
      by,
      at: now(),
      language,
      text: this.definition.charter[language],
    };
    const stored = await outcomeOf(async () => {
      await writeCentre(this.#parts.database, centre, by);
      await writeCharter(this.#parts.database, charter);
    });
    if (!stored.ok) return stored;
    this.#centre = { id: 'self', centre, by };
    this.#charter = charter;
    return success(undefined);
  }

  /** Reads files into the workspace. Each stored image stays stored, whatever happens next; what cannot be read is listed. */
  async import(files: PickedFiles, job: JobHandle): Promise<Result<void>> {
    const centre = this.#centre;
    if (!centre) return failed(failure('machine/unexpected', { cause: 'no centre' }));
    const { database, images } = this.#parts;
    const key = await centreKey(database, centre.centre);
    this.#importing = true;
    this.#refusals = [];
    this.#skipped = 0;
    let total = 0;
    let full: Failure | undefined;
    const added: ImageRow[] = [];
    const refused: Refusal[] = [];
    const stop = new AbortController();
    job.signal.addEventListener('abort', () => stop.abort(), { once: true });
    const flush = () => {
      if (added.length > 0) {
        const map = new Map(this.#images);
        for (const row of added.splice(0)) map.set(row.id, row);
        this.#images = map;
      }
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
    await images.each(
      expandZips(listed, count, (path, reason) => refused.push({ path, failure: reason })),
      (api, { file, path }: PickedFile) => api.ingest(file, path, this.definition, key),
      async ({ path }, outcome) => {
        const result = outcome.ok ? outcome.value : outcome;
        job.advance();
        if (!result.ok) {
          const reason = result.failure;
          if (reason.code === 'dicom/not-dicom') this.#skipped++;
          else if (reason.code !== 'machine/cancelled') refused.push({ path, failure: reason });
          return;
        }
        const { image, identity } = result.value;
        const at = now();
        const stored = await outcomeOf(() =>
          putImage(database, this.definition.id, image, { ...identity, path } as LocalIdentity, at),
        );
        if (!stored.ok) {
          // A full disk stops the import: what is stored stays, the rest can be imported after making room.
          full = stored.failure;
          stop.abort();
          return;
        }
        this.#paths.set(path, image.identity.sopUid);
        const row = await database.images.get(image.identity.sopUid);
        if (row) added.push(row);
      },
      { signal: stop.signal },
    );
    clearInterval(timer);
    flush();
    await this.#propose();
    this.#importing = false;
    return full ? failed(full) : success(undefined);
  }

  /** Puts one image per exam (or as many as the definition asks) in the queue, for exams that have none yet. */
  async #propose(): Promise<void> {
    const known = new Set(this.#choices.map((choice) => choice.exam));
    const at = now();
    const fresh: ChoiceRow[] = [];
    for (const [exam, images] of Map.groupBy(this.#images.values(), (image) => image.exam)) {
      if (known.has(exam)) continue;
      fresh.push(...proposals(this.definition, images).map((proposal) => newChoice(proposal, newId(), at)));
    }
    if (fresh.length > 0) await this.#put(fresh, false);
  }

  image(choice: ChoiceRow): ImageRow | undefined {
    return this.#images.get(choice.imageId);
  }

  /** Images of an exam, to choose from. */
  imagesOfExam(exam: string): ImageRow[] {
    return [...this.#images.values()].filter((image) => image.exam === exam);
  }

  identityOf(row: ImageRow): Promise<LocalIdentity> {
    return readLocalIdentity(this.#parts.database, row);
  }

  outcomes(choice: ChoiceRow): readonly CriterionOutcome[] {
    const image = this.image(choice);
    if (!image) return [];
    return checkCriteria(this.definition, image.facts, {
      imagesChosenOfExam: this.#choices.filter(
        (other) => other.exam === choice.exam && other.state !== 'excluded',
      ).length,
      textFlagOpen: this.text.hasOpen(choice),
      sectorFound: choice.sector !== null,
      frameChosen: true,
    });
  }

  openPoints(choice: ChoiceRow): readonly OpenPoint[] {
    return openPoints(
      this.definition,
      {
        center: choice.center,
        hasMask: choice.mask !== null,
        hasSector: choice.sector !== null,
        openTexts: this.text.open(choice),
        labels: choice.labels,
        declared: choice.declared,
        overrides: choice.overrides,
      },
      this.outcomes(choice),
    );
  }

  async change(choice: ChoiceRow, change: ChoiceChange): Promise<Result<void>> {
    const changed = { ...choice, ...change };
    // What was said of the text of one frame says nothing of another.
    const text = wordOf(changed.text, changed.imageId, changed.frame);
    return this.#put([{ ...changed, text, clearing: null, updatedAt: now() }], true);
  }

  /** Adds another image of the same exam to the queue. */
  async addImage(exam: string): Promise<Result<void>> {
    const [proposal] = proposals(this.definition, this.imagesOfExam(exam));
    return proposal ? this.#put([newChoice(proposal, newId(), now())], false) : success(undefined);
  }

  /** Replaces what is stored of the queue by a table's rows: see `rows.ts`. */
  async replaceQueue(rows: readonly ChoiceRow[]): Promise<Result<void>> {
    const untouched = this.#choices.filter(
      (choice) => choice.state === 'open' && !rows.some((row) => row.id === choice.id),
    );
    const { database } = this.#parts;
    const stored = await outcomeOf(() =>
      deleteChoices(
        database,
        untouched.map((choice) => choice.id),
      ),
    );
    if (!stored.ok) return stored;
    const gone = new Set(untouched.map((choice) => choice.id));
    this.#choices = this.#choices.filter((choice) => !gone.has(choice.id));
    return this.#put(rows, false);
  }

  async undo(): Promise<void> {
    const last = this.#past.at(-1);
    if (!last) return;
    this.#past = this.#past.slice(0, -1);
    // What was read in the pixels is not undone.
    const found = new Map(this.#choices.map((choice) => [choice.id, choice.text]));
    const rows = last.map((row) => {
      const now = found.get(row.id);
      return now?.of === row.text.of ? { ...row, text: { ...row.text, read: now.read } } : row;
    });
    await this.#put(rows, false);
  }

  /** Removes an exam from this machine. */
  async forgetExam(exam: string): Promise<Result<void>> {
    const ids = this.imagesOfExam(exam).map((image) => image.id);
    const done = await outcomeOf(() => deleteImages(this.#parts.database, ids));
    if (!done.ok) return done;
    const gone = new Set(ids);
    this.#images = new Map([...this.#images].filter(([id]) => !gone.has(id)));
    this.#choices = this.#choices.filter((choice) => !gone.has(choice.imageId));
    return done;
  }

  async #put(rows: readonly ChoiceRow[], undoable: boolean): Promise<Result<void>> {
    const byId = new Map(this.#choices.map((choice) => [choice.id, choice]));
    const before = rows.map((row) => byId.get(row.id)).filter((row) => row !== undefined);
    for (const row of rows) byId.set(row.id, row);
    this.#choices = inOrder([...byId.values()]);
    void this.text.lookFor(rows);
    if (undoable && before.length > 0) this.#past = [...this.#past, before];
    const stored = await outcomeOf(() =>
      putChoices(this.#parts.database, $state.snapshot(rows) as ChoiceRow[]),
    );
    return stored.ok ? success(undefined) : stored;
  }

  /** Where a table of rows finds its files: paths of all imported images. */
  async paths(): Promise<ReadonlyMap<string, string>> {
    const paths = new Map(this.#paths);
    const known = new Set(paths.values());
    for (const row of this.#images.values()) {
      if (!known.has(row.id)) paths.set((await this.identityOf(row)).path, row.id);
    }
    return paths;
  }

  async view(imageId: string, frame: number, signal?: AbortSignal): Promise<Result<Image>> {
    const dicom = await this.#read(imageId);
    if (!dicom) return missing();
    return flat(await this.#parts.images.run((api) => api.view(dicom, frame), { signal }));
  }

  async #detect(imageId: string, frame: number) {
    const dicom = await this.#read(imageId);
    if (!dicom) return missing();
    return flat(await this.#parts.images.run((api) => api.text(dicom, frame)));
  }

  async proposeSector(imageId: string, frame: number) {
    const dicom = await this.#read(imageId);
    if (!dicom) return missing();
    return flat(await this.#parts.images.run((api) => api.sector(dicom, frame)));
  }

  async readMask(file: Blob, name: string, image: ImageRow) {
    const size = [image.facts.columns, image.facts.rows] as const;
    return flat(await this.#parts.images.run((api) => api.mask(file, name, size)));
  }

  /** The image exactly as it will leave, with the digest that a clearing records. */
  async leaving(choice: ChoiceRow) {
    const prepared = await this.#prepare(choice);
    if (!prepared.ok) return prepared;
    const { image, key } = prepared.value;
    return flat(
      await this.#parts.images.run((api) => api.leaving(image, pixelsOf(choice), this.definition, key)),
    );
  }

  /**
   * Records what character recognition read of a choice as it leaves. An identifier among it takes the image back to the desk, with a
   * flag that only black answers. A choice that was changed meanwhile keeps what it is.
   */
  async recordReading(
    { id }: ChoiceRow,
    reading: Reading,
    found: readonly ReadIdentifier[],
  ): Promise<Result<void>> {
    const choice = this.#choices.find((one) => one.id === id);
    if (!choice) return success(undefined);
    const { text } = choice;
    const known = new Set(text.read.map(({ box }) => box.join()));
    const read = [...text.read, ...found.filter(({ box }) => !known.has(box.join()))];
    const reopened = found.length > 0 ? { state: 'open' as const, clearing: null } : {};
    return this.#put([{ ...choice, ...reopened, text: { ...text, read, reading } }], false);
  }

  /** Records that a person saw these images as they will leave and accepts them. */
  async clear(
    seen: readonly { choice: ChoiceRow; digest: string; pixelDigest: string }[],
  ): Promise<Result<void>> {
    const at = now();
    const by = this.#centre?.by ?? '';
    const open = seen.filter(({ choice }) => this.openPoints(choice).length > 0);
    const texts = open.reduce((sum, { choice }) => sum + (this.text.open(choice) ?? 1), 0);
    if (texts > 0) return failed(failure('deidentify/open-text-flag', { count: texts }));
    return this.#put(
      seen.map(({ choice, digest, pixelDigest }) => ({
        ...choice,
        clearing: { at, by, digest, pixelDigest },
        updatedAt: at,
      })),
      true,
    );
  }

  /** Takes clearings back. */
  async revoke(choices: readonly ChoiceRow[]): Promise<Result<void>> {
    const at = now();
    return this.#put(
      choices.map((choice) => ({ ...choice, clearing: null, updatedAt: at })),
      true,
    );
  }

  /** The contribution package of all cleared images. */
  async export(job: JobHandle): Promise<Result<Exported>> {
    const { centre, charter } = this;
    if (!centre || !charter)
      return failed(failure('machine/unexpected', { cause: 'the charter is not signed' }));
    return exportContribution({
      definition: this.definition,
      charter,
      choices: this.cleared,
      images: this.#images,
      outcomes: (choice) => this.outcomes(choice),
      prepare: (choice) => this.#prepare(choice),
      workers: this.#parts.images,
      packages: this.#parts.packages,
      callback,
      job,
      now: now(),
      version: import.meta.env.VERSION,
    });
  }

  async #prepare(choice: ChoiceRow): Promise<Result<{ image: DeidentifiedFile; key: CryptoKey }>> {
    const row = this.image(choice);
    const dicom = await this.#read(choice.imageId);
    if (!row || !dicom) return missing();
    const { identity, facts, deidentification } = row;
    return success({
      image: { dicom, identity, facts, deidentification },
      key: await centreKey(this.#parts.database, this.#centre?.centre ?? ''),
    });
  }

  /** The last few files stay decrypted in memory, for wheeling through slices. */
  #read(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const known = this.#dicom.get(id);
    if (known) return known;
    const read = readDicom(this.#parts.database, id);
    this.#dicom.set(id, read);
    const oldest = this.#dicom.keys().next().value;
    if (this.#dicom.size > 24 && oldest !== undefined) this.#dicom.delete(oldest);
    return read;
  }
}

const missing = () =>
  failed(failure('machine/storage-unavailable', { cause: 'the image is no longer stored' }));

/** A worker's task gives a result inside the pool's own. */
export const flat = <T, F>(outcome: Result<Result<T, F>>): Result<T, F | Failure> =>
  outcome.ok ? outcome.value : outcome;
