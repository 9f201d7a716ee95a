import type { PicturePool } from '../../bridge/picture-pool.ts';
import type { ImageApi, OcrApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import type { Failure } from '../../core/failure.ts';
import { success, type Result } from '../../core/result.ts';
import type { Database } from '../../storage/database.ts';
import type { PackageWriting } from '../package-writing.ts';
import { Assessment } from './assessment.svelte.ts';
import { Choosing } from './choosing.ts';
import { Crops } from './crops.svelte.ts';
import { Incoming } from './incoming.svelte.ts';
import { MaskReading } from './mask-reading.ts';
import { Objections } from './objections.ts';
import { Outgoing } from './outgoing.svelte.ts';
import { Outlines } from './outlines.ts';
import { Pictures } from './pictures.svelte.ts';
import { Preparation } from './preparation.svelte.ts';
import { Queue } from './queue.svelte.ts';
import { TextReading } from './reading.svelte.ts';
import { SectorMemory } from './sector-memory.ts';
import { Signing } from './signing.svelte.ts';
import { StoredImages } from './stored-images.svelte.ts';
import { Thumbnails } from './thumbnails.svelte.ts';
import { WrittenText } from './written-text.svelte.ts';
import type { Point } from '../../core/measure.ts';

/** A polygon that is being drawn, or a reason that is being typed. */
export interface Unfinished {
  readonly choiceId: string;
  readonly draft: readonly Point[] | null;
  readonly excluding: boolean;
  readonly reason: string;
}

interface Parts {
  readonly database: Database;
  readonly images: WorkerPool<ImageApi>;
  readonly pictures: PicturePool;
  readonly ocr: WorkerHandle<OcrApi>;
  readonly packages: PackageWriting;
}

/** The contribution of this centre to one challenge, composed of its parts. The parts show what is stored. */
export class Contribute {
  readonly definition: ChallengeDefinition;
  readonly signing: Signing;
  readonly objections: Objections;
  readonly images: StoredImages;
  readonly pictures: Pictures;
  readonly queue: Queue;
  readonly text: WrittenText;
  readonly assessment: Assessment;
  readonly outlines: Outlines;
  readonly choosing: Choosing;
  readonly masks: MaskReading;
  readonly incoming: Incoming;
  readonly outgoing: Outgoing;
  readonly crops: Crops;
  readonly preparation: Preparation;
  readonly thumbnails: Thumbnails;
  readonly reading: TextReading;
  /** Work begun at the desk that is not stored yet. In memory only. */
  unfinished: Unfinished | undefined;
  #storageFailure = $state.raw<Failure | undefined>();

  constructor(definition: ChallengeDefinition, parts: Parts) {
    const { database } = parts;
    const { id } = definition;
    this.definition = definition;
    this.signing = new Signing(definition, database);
    this.objections = new Objections(database);
    const pictures = new Pictures(definition, parts);
    this.pictures = pictures;
    this.images = new StoredImages(id, {
      database,
      read: (imageId) => pictures.read(imageId),
      key: () => this.signing.key(),
      stale: (imageIds) => pictures.close(imageIds),
    });
    this.queue = new Queue(id, database, {
      bound: (choice) => this.objections.bound(choice, this.images.patientOf(choice)),
      shown: (choices) => void this.text.lookFor(choices),
    });
    this.text = new WrittenText(id, database, (imageId, frame) => pictures.detect(imageId, frame));
    this.assessment = new Assessment(this);
    const memory = new SectorMemory(database, (imageId) => pictures.sectorKey(imageId));
    this.outlines = new Outlines(this, memory);
    this.choosing = new Choosing(this);
    this.masks = new MaskReading(
      parts.images,
      () => this.signing.key(),
      (imageId, frame) => pictures.plane(imageId, frame),
    );
    this.incoming = new Incoming(this, database, parts.images);
    this.outgoing = new Outgoing(this, parts);
    this.crops = new Crops(this, parts);
    this.preparation = new Preparation(this, parts.images.size);
    this.thumbnails = new Thumbnails(
      (choice) => pictures.thumbnail(choice),
      () => pictures.isViewing,
    );
    this.reading = new TextReading(this, parts.ocr);
  }

  /** The reason why the entries that were proposed at loading could not be stored. */
  get storageFailure() {
    return this.#storageFailure;
  }

  async load(): Promise<void> {
    await Promise.all([
      this.signing.load(),
      this.images.load(),
      this.objections.read(),
      this.incoming.load(),
      this.pictures.load(),
    ]);
    await Promise.all([this.queue.load((imageId) => this.images.all.has(imageId)), this.text.load()]);
    // A tab that was closed during an import leaves images without an entry in the queue.
    const proposed = await this.choosing.propose();
    this.#storageFailure = proposed.ok ? undefined : proposed.failure;
    this.resume();
  }

  /** Continues the search for text that a lock interrupted: it needs the keys. */
  resume(): void {
    void this.text.lookFor(this.queue.choices);
  }

  /** Removes an exam and its entries of the queue from this machine. */
  async forgetExam(exam: string): Promise<Result<void>> {
    const deleted = await this.images.forgetExam(exam);
    if (!deleted.ok) return deleted;
    this.queue.forgetImages(new Set(deleted.value));
    return success(undefined);
  }

  /** Forgets what is decrypted in memory. It is read again when needed. */
  forgetDecrypted(): void {
    this.thumbnails.forget();
    this.incoming.forget();
  }
}
