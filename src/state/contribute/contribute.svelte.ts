import type { PicturePool } from '../../bridge/picture-pool.ts';
import { type ImageApi, type OcrApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { checkCriteria, type CriterionOutcome } from '../../core/challenge/criteria.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import { openPoints, type OpenPoint } from '../../core/challenge/open-points.ts';
import { wordOf, type ReadIdentifier, type Reading } from '../../core/deidentify/text-flags.ts';
import type { Identifier } from '../../core/deidentify/identifiers.ts';
import type { DeidentifiedFile } from '../../core/deidentify/images.ts';
import { failure } from '../../core/failure.ts';
import { measuredSpacing } from '../../core/image/calibration.ts';
import { failed, success, type Result } from '../../core/result.ts';
import type { BlockedFile } from '../../storage/rows/blocked.ts';
import { readCentre, readCharter, writeCentre, writeCharter } from '../../storage/centres.ts';
import { type CentreRow, type CharterRow } from '../../storage/rows/centres.ts';
import type { ChoiceRow } from '../../storage/rows/choices.ts';
import type { Database } from '../../storage/database.ts';
import { deleteImages, imagesOf, readLocalIdentity, readSought } from '../../storage/images.ts';
import { type ImageRow, type LocalIdentity } from '../../storage/rows/images.ts';
import { centreKey } from '../../storage/keys.ts';
import { objectionsByPatient } from '../../storage/objections.ts';
import { type ObjectionRow } from '../../storage/rows/objections.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { newId, now } from '../clock.ts';
import type { PackageWriting } from '../package-writing.ts';
import { Crops } from './crops.svelte.ts';
import { hintsOf, type Hint } from './hints.ts';
import { Incoming } from './incoming.svelte.ts';
import { newChoice, proposals } from './intake.ts';
import { Outgoing } from './outgoing.svelte.ts';
import { Pictures } from './pictures.svelte.ts';
import { Preparation } from './preparation.svelte.ts';
import { Queue } from './queue.svelte.ts';
import { TextReading } from './reading.svelte.ts';
import { SectorMemory } from './sector-memory.ts';
import { Thumbnails } from './thumbnails.svelte.ts';
import { WrittenText } from './written-text.svelte.ts';
import type { Point } from '../../core/measure.ts';

export type { BlockedFile, ChoiceRow, ImageRow, LocalIdentity };

/** What a change of a choice touches; the clearing falls with any of it but the declared check-list. */
export type ChoiceChange = Partial<
  Pick<
    ChoiceRow,
    | 'imageId'
    | 'frame'
    | 'center'
    | 'mask'
    | 'sector'
    | 'sectorForm'
    | 'calibration'
    | 'text'
    | 'labels'
    | 'declared'
    | 'overrides'
    | 'state'
    | 'exclusionReason'
  >
>;

/** A polygon or a reason in the middle of being drawn or typed. */
export interface Unfinished {
  readonly choiceId: string;
  readonly draft: readonly Point[] | null;
  readonly excluding: boolean;
  readonly reason: string;
}

type ProposedOutline = Pick<ChoiceRow, 'sector' | 'sectorForm'>;

interface Assessed {
  /** Images chosen of the exam when it was assessed. */
  readonly chosen: number;
  /** Places of likely text without an answer then; null: not looked for yet. */
  readonly openTexts: number | null;
  readonly outcomes: readonly CriterionOutcome[];
  readonly open: readonly OpenPoint[];
}

interface Parts {
  readonly database: Database;
  readonly images: WorkerPool<ImageApi>;
  readonly pictures: PicturePool;
  readonly ocr: WorkerHandle<OcrApi>;
  readonly packages: PackageWriting;
}

/** The contribution of this centre to one challenge: import, desk, clearing and export. What it shows is what is stored. */
export class Contribute {
  readonly definition: ChallengeDefinition;
  readonly #parts: Parts;
  #centre = $state.raw<CentreRow | undefined>();
  #charter = $state.raw<CharterRow | undefined>();
  #images = $state.raw<ReadonlyMap<string, ImageRow>>(new Map());
  #loaded = $state(false);
  readonly queue: Queue;
  readonly incoming: Incoming;
  readonly outgoing: Outgoing;
  readonly crops: Crops;
  readonly preparation: Preparation;
  readonly pictures: Pictures;
  readonly thumbnails: Thumbnails;
  readonly text: WrittenText;
  readonly reading: TextReading;
  readonly #sectors: SectorMemory;
  readonly #assessments = new WeakMap<ChoiceRow, Assessed>();
  readonly #chosenOfExam = $derived.by(() => {
    const counts = new Map<string, number>();
    for (const { exam, state } of this.choices)
      if (state !== 'excluded') counts.set(exam, (counts.get(exam) ?? 0) + 1);
    return counts;
  });
  /** What was begun at the desk and is stored nowhere yet: memory only. */
  unfinished: Unfinished | undefined;
  /** Patients who object, by pseudonym. */
  #objections: ReadonlyMap<string, ObjectionRow> = new Map();

  constructor(definition: ChallengeDefinition, parts: Parts) {
    this.definition = definition;
    this.#parts = parts;
    this.queue = new Queue(definition.id, parts.database, {
      bound: (row) => this.#withObjection(row),
      shown: (rows) => void this.text.lookFor(rows),
    });
    this.incoming = new Incoming(this, parts.database, parts.images);
    const prepare = (choice: ChoiceRow) => this.#prepare(choice);
    this.outgoing = new Outgoing(this, parts, prepare);
    this.crops = new Crops(this, parts, prepare);
    this.preparation = new Preparation(this, parts.images.size);
    this.pictures = new Pictures(definition, parts);
    this.thumbnails = new Thumbnails(
      (choice) => this.pictures.thumbnail(choice),
      () => this.pictures.isViewing,
    );
    this.reading = new TextReading(this, parts.ocr);
    this.text = new WrittenText(definition.id, parts.database, (imageId, frame) =>
      this.pictures.detect(imageId, frame),
    );
    this.#sectors = new SectorMemory(parts.database, (imageId) => this.pictures.sectorKey(imageId));
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
  get canUndo() {
    return this.queue.canUndo;
  }
  get canRedo() {
    return this.queue.canRedo;
  }
  /** The queue, in a stable order: by exam, then as added. */
  get choices() {
    return this.queue.choices;
  }
  get accepted() {
    return this.choices.filter((choice) => choice.state === 'accepted');
  }
  get cleared() {
    return this.accepted.filter((choice) => choice.clearing !== null);
  }

  /** Open images that lack nothing, and of which nothing was proposed that nobody looked at. */
  readonly complete = $derived.by(() =>
    this.choices.filter(
      (choice) => choice.state === 'open' && !choice.unseen && this.openPoints(choice).length === 0,
    ),
  );

  async load(): Promise<void> {
    const { database } = this.#parts;
    const { id } = this.definition;
    const [centre, charter, images, objections] = await Promise.all([
      readCentre(database),
      readCharter(database, id),
      imagesOf(database, id),
      objectionsByPatient(database),
      this.incoming.load(),
      this.pictures.load(),
    ]);
    this.#objections = objections;
    this.#centre = centre;
    this.#charter = charter;
    const before = [...this.#images.keys()];
    this.#images = new Map(images.map((image) => [image.id, image]));
    this.pictures.close(before.filter((imageId) => !this.#images.has(imageId)));
    await Promise.all([this.queue.load((imageId) => this.#images.has(imageId)), this.text.load()]);
    // A tab killed in mid-import left images that no entry of the queue stands for yet.
    await this.propose();
    this.#loaded = true;
    void this.text.lookFor(this.choices);
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

  /** Shows images that were stored. */
  add(rows: readonly ImageRow[]): void {
    const images = new Map(this.#images);
    for (const row of rows) images.set(row.id, row);
    this.#images = images;
    // A file imported again replaces what is stored.
    this.pictures.close(rows.map(({ id }) => id));
  }

  /** Puts one image per exam (or as many as the definition asks) in the queue, for exams that have none yet. */
  async propose(): Promise<void> {
    const known = new Set(this.choices.map((choice) => choice.exam));
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

  soughtOf(row: ImageRow): Promise<readonly Identifier[]> {
    return readSought(this.#parts.database, row);
  }

  outcomes(choice: ChoiceRow): readonly CriterionOutcome[] {
    return this.#assessed(choice).outcomes;
  }

  openPoints(choice: ChoiceRow): readonly OpenPoint[] {
    return this.#assessed(choice).open;
  }

  /** Rows never change in place, so a row is assessed anew only when its exam has more or fewer chosen images, or its text was looked for. */
  #assessed(choice: ChoiceRow): Assessed {
    const chosen = this.#chosenOfExam.get(choice.exam) ?? 0;
    const openTexts = this.text.open(choice);
    const known = this.#assessments.get(choice);
    if (known?.chosen === chosen && known.openTexts === openTexts) return known;
    const image = this.image(choice);
    const outcomes = image
      ? checkCriteria(this.definition, image.facts, {
          imagesChosenOfExam: chosen,
          textFlagOpen: openTexts === null ? null : openTexts > 0,
          sectorFound: choice.sector !== null,
          frameChosen: true,
          measuredSpacing: measuredSpacing(choice.calibration, choice.imageId),
        })
      : [];
    const statement = {
      center: choice.center,
      hasMask: choice.mask !== null,
      hasSector: choice.sector !== null,
      openTexts,
      labels: choice.labels,
      declared: choice.declared,
      overrides: choice.overrides,
    };
    const assessed = { chosen, openTexts, outcomes, open: openPoints(this.definition, statement, outcomes) };
    if (image) this.#assessments.set(choice, assessed);
    return assessed;
  }

  async change(choice: ChoiceRow, change: ChoiceChange): Promise<Result<void>> {
    // Who changes it has it on the desk.
    const changed = { ...choice, ...change, ...(choice.unseen && { unseen: false }) };
    // What was said of the text of one frame says nothing of another.
    const text = wordOf(changed.text, changed.imageId, changed.frame);
    if (change.state === 'accepted') this.#sectors.keep([changed]);
    return this.#put([{ ...changed, text, clearing: null, updatedAt: now() }], true);
  }

  /** Accepts every open image that lacks nothing, in one act. */
  acceptComplete(): Promise<Result<void>> {
    const at = now();
    this.#sectors.keep(this.complete);
    return this.#put(
      this.complete.map((choice) => ({ ...choice, state: 'accepted', clearing: null, updatedAt: at })),
      true,
    );
  }

  /** Adds another image of the same exam to the queue. */
  async addImage(exam: string): Promise<Result<void>> {
    const [proposal] = proposals(this.definition, this.imagesOfExam(exam));
    return proposal ? this.#put([newChoice(proposal, newId(), now())], false) : success(undefined);
  }

  /** Replaces what is stored of the queue by a table's rows: see `rows.ts`. */
  async replaceQueue(rows: readonly ChoiceRow[]): Promise<Result<void>> {
    const untouched = this.choices.filter(
      (choice) => choice.state === 'open' && !rows.some((row) => row.id === choice.id),
    );
    const removed = await this.queue.remove(untouched.map((choice) => choice.id));
    if (!removed.ok) return removed;
    return this.#put(rows, false);
  }

  /** Takes the last act back, also one of before a reload. Gives the entry it was about. */
  undo(): Promise<Result<string | undefined>> {
    return this.queue.turn('undo');
  }

  /** Does again what was taken back last. */
  redo(): Promise<Result<string | undefined>> {
    return this.queue.turn('redo');
  }

  /** Removes an exam from this machine. */
  async forgetExam(exam: string): Promise<Result<void>> {
    const ids = this.imagesOfExam(exam).map((image) => image.id);
    const done = await outcomeOf(() => deleteImages(this.#parts.database, ids));
    if (!done.ok) return done;
    this.pictures.close(ids);
    const gone = new Set(ids);
    this.#images = new Map([...this.#images].filter(([id]) => !gone.has(id)));
    this.queue.forget(new Set(this.choices.flatMap(({ id, imageId }) => (gone.has(imageId) ? id : []))));
    return done;
  }

  /** Whatever is wished for the image of a patient who objects, it stays out. */
  #withObjection(row: ChoiceRow): ChoiceRow {
    const patient = this.image(row)?.identity.patient ?? '';
    const objection = this.#objections.get(patient);
    if (!objection) return row;
    return { ...row, state: 'excluded', exclusionReason: objection.exclusion, clearing: null };
  }

  #put(rows: readonly ChoiceRow[], undoable: boolean): Promise<Result<void>> {
    return this.queue.put(rows, undoable);
  }

  /** Patients who object, by pseudonym, read anew: another tab may have recorded an objection. */
  async readObjections(): Promise<ReadonlyMap<string, ObjectionRow>> {
    this.#objections = await objectionsByPatient(this.#parts.database);
    return this.#objections;
  }

  /** The outline proposed for a choice before a person has seen it: its scanner's, else the one found; null: none is. */
  async outlineOf({ imageId, frame }: ChoiceRow): Promise<Result<ProposedOutline | null>> {
    const recalled = await this.#sectors.recall(imageId);
    if (recalled) return success(recalled);
    const found = await this.pictures.proposeSector(imageId, frame);
    if (!found.ok || found.value === null) return found.ok ? success(null) : found;
    const { polygon, sectors } = found.value;
    return success({ sector: polygon, sectorForm: { sectors, from: 'fit' } });
  }

  /** What the pixels of an image suggest to look at again. */
  hints(choice: ChoiceRow): readonly Hint[] {
    return hintsOf(choice, this.choices, this.pictures.qualities);
  }

  /** Takes up what a lock broke off: the search for written text needs the keys. */
  resume(): void {
    void this.text.lookFor(this.choices);
  }

  /**
   * Gives an open choice without an outline the one accepted last of the same scanner and geometry. No act of a person: undo passes over it.
   */
  async recallSector({ id }: ChoiceRow): Promise<void> {
    const waiting = () => {
      const choice = this.choices.find((one) => one.id === id);
      return choice?.state === 'open' && choice.sector === null ? choice : undefined;
    };
    const asked = waiting();
    if (!asked || this.definition.preprocessing.mask !== 'sector') return;
    const recalled = await this.#sectors.recall(asked.imageId);
    const choice = waiting();
    if (recalled && choice?.imageId === asked.imageId)
      await this.#put([{ ...choice, ...recalled, clearing: null, updatedAt: now() }], false);
  }

  /** The masks that a file holds of an image, one a segment. */
  async readMask(file: Blob, name: string, { identity, facts }: ImageRow, frame: number) {
    const { columns, rows, frames, position, orientation } = facts;
    const image = {
      sopUid: identity.sopUid,
      frame,
      frames,
      size: [columns, rows],
      position,
      orientation,
    } as const;
    const key = await centreKey(this.#parts.database, this.#centre?.centre ?? '');
    return await this.#parts.images.run((api) => api.masks(file, name, image, key));
  }

  /** New SOP Instance UIDs of the images that a DICOM segmentation is of; null: the file is none. */
  async segmented(file: Blob, name: string): Promise<Result<readonly string[] | null>> {
    const key = await centreKey(this.#parts.database, this.#centre?.centre ?? '');
    return await this.#parts.images.run((api) => api.segmented(file, name, key));
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
    const choice = this.choices.find((one) => one.id === id);
    if (!choice) return success(undefined);
    const { text } = choice;
    const known = new Set(text.read.map(({ box }) => box.join()));
    const read = [...text.read, ...found.filter(({ box }) => !known.has(box.join()))];
    const reopened = found.length > 0 ? { state: 'open' as const, clearing: null } : {};
    return this.#put([{ ...choice, ...reopened, text: { ...text, read, reading } }], false);
  }

  /** Gives up what is decrypted in memory; it is read anew when it is asked for. */
  forgetDecrypted(): void {
    this.thumbnails.forget();
    this.incoming.forget();
  }

  /** Values of the source file: of this session's import, or of a file that the user chooses anew; null when there is none. */
  async sourceValuesOf(row: ImageRow, chosen?: File) {
    const file = chosen ?? this.incoming.sourceOf(row.id);
    if (!file) return success(null);
    const key = await centreKey(this.#parts.database, this.#centre?.centre ?? '');
    return await this.#parts.images.run((api) => api.sourceValues(file, file.name, row.identity, key));
  }

  async #prepare(choice: ChoiceRow): Promise<Result<{ image: DeidentifiedFile; key: CryptoKey }>> {
    const row = this.image(choice);
    const dicom = await this.pictures.read(choice.imageId);
    if (!row || !dicom) return missing();
    const { identity, facts, deidentification } = row;
    return success({
      image: { dicom, identity, facts, deidentification },
      key: await centreKey(this.#parts.database, this.#centre?.centre ?? ''),
    });
  }
}

const missing = () =>
  failed(failure('machine/storage-unavailable', { cause: 'the image is no longer stored' }));
