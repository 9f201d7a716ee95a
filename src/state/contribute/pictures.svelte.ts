import { callback, type ImageApi } from '../../bridge/workers.ts';
import type { AskOptions, PicturePool } from '../../bridge/picture-pool.ts';
import type { Task } from '../../bridge/worker-handle.ts';
import type { Image } from '../../core/dicom/image.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import { failure, type Failure } from '../../core/failure.ts';
import type { Quality } from '../../core/image/quality.ts';
import { failed, success, type Result } from '../../core/result.ts';
import type { Database } from '../../storage/database.ts';
import { readDicom } from '../../storage/images.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { putQuality, qualitiesOf } from '../../storage/qualities.ts';
import type { ChoiceRow } from '../../storage/rows/choices.ts';
import { pixelsOf } from './choice.ts';
import { placeName } from './hints.ts';

/** Pixels of the longer side of a small picture: twice those of the page, for sharp screens. */
const THUMBNAIL_SIDE = 112;

/** Questions asked in the background, of the whole queue: the images that a person looks at stay open. */
const PASSING = { passing: true } as const;

interface Parts {
  readonly database: Database;
  readonly pictures: PicturePool;
}

/** What the image workers are asked about one stored image of a challenge, and the quality that was measured of each frame. */
export class Pictures {
  readonly #definition: Pick<ChallengeDefinition, 'id' | 'preprocessing'>;
  readonly #parts: Parts;
  #qualities = $state.raw<ReadonlyMap<string, Quality>>(new Map());
  /** Images being decoded for the screen. */
  #viewing = 0;

  constructor(definition: Pick<ChallengeDefinition, 'id' | 'preprocessing'>, parts: Parts) {
    this.#definition = definition;
    this.#parts = parts;
  }

  /** Measured qualities, by the name of their place (`placeName`). */
  get qualities() {
    return this.#qualities;
  }
  get isViewing() {
    return this.#viewing > 0;
  }

  async load(): Promise<void> {
    const qualities = await qualitiesOf(this.#parts.database, this.#definition.id);
    this.#qualities = new Map(qualities.map((row) => [placeName(row), row]));
  }

  async view(imageId: string, frame: number, signal?: AbortSignal): Promise<Result<Image>> {
    this.#viewing++;
    const viewed = await this.#ask(imageId, (api) => api.view(imageId, frame), { signal });
    this.#viewing--;
    if (!viewed.ok) return viewed;
    const { image, quality } = viewed.value;
    this.#note(imageId, frame, quality);
    return success(image);
  }

  /** True when the pixels of a chosen frame were measured, so that its likeness to others is known. */
  isMeasured(choice: ChoiceRow): boolean {
    return this.#qualities.has(placeName(choice));
  }

  /** Measures the pixels of a chosen frame as when it is shown. */
  async measure({ imageId, frame }: ChoiceRow): Promise<Result<void>> {
    const measured = await this.#ask(imageId, (api) => api.quality(imageId, frame));
    if (measured.ok) this.#note(imageId, frame, measured.value);
    return measured.ok ? success(undefined) : measured;
  }

  #note(imageId: string, frame: number, quality: Quality): void {
    const name = placeName({ imageId, frame });
    if (this.#qualities.has(name)) return;
    this.#qualities = new Map(this.#qualities).set(name, quality);
    const row = { imageId, frame, challengeId: this.#definition.id, ...quality };
    // It is measured again when it could not be kept.
    void outcomeOf(() => putQuality(this.#parts.database, row));
  }

  thumbnail(choice: ChoiceRow): Promise<Result<ImageBitmap>> {
    const { imageId } = choice;
    const { frame, center, mask, sector, measured } = pixelsOf(choice);
    const drawn = { frame, center, mask, sector, measured };
    const { preprocessing } = this.#definition;
    return this.#ask(imageId, (api) => api.thumbnail(imageId, drawn, preprocessing, THUMBNAIL_SIDE), PASSING);
  }

  /** Boxes of likely text in one frame. */
  detect(imageId: string, frame: number) {
    return this.#ask(imageId, (api) => api.text(imageId, frame), PASSING);
  }

  proposeSector(imageId: string, frame: number) {
    return this.#ask(imageId, (api) => api.sector(imageId, frame));
  }

  /** The plane of a frame, as far as the file states it. */
  plane(imageId: string, frame: number) {
    return this.#ask(imageId, (api) => api.planeOf(imageId, frame), PASSING);
  }

  /** The key under which the sector of an image is remembered; null: its header does not name the scanner. */
  sectorKey(imageId: string) {
    return this.#ask(imageId, (api) => api.sectorKey(imageId), PASSING);
  }

  /** The greatest value of each pixel over all frames, to be looked at: text of a single frame is seen. */
  maximum(imageId: string, onFrame: (done: number) => void, signal: AbortSignal) {
    return this.#ask(imageId, (api) => api.maximum(imageId, callback(onFrame)), { signal });
  }

  /** Values of the file as stored, by path. */
  valuesOf(imageId: string) {
    return this.#ask(imageId, (api) => api.values(imageId));
  }

  /** Closes images that were stored anew or removed. */
  close(imageIds: readonly string[]): void {
    this.#parts.pictures.close(imageIds);
  }

  /** The decrypted bytes of a stored file, for one use; null: it is no longer stored. Throws while the workspace is locked. */
  read(imageId: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return readDicom(this.#parts.database, imageId);
  }

  #ask<T, F>(imageId: string, question: Task<ImageApi, T, F>, options?: AskOptions) {
    const read = async (): Promise<Result<Uint8Array>> => {
      const dicom = await outcomeOf(() => this.read(imageId));
      return dicom.ok ? (dicom.value ? success(dicom.value) : missing()) : dicom;
    };
    return this.#parts.pictures.ask<T, F | Failure>(imageId, read, question, options);
  }
}

const missing = () =>
  failed(failure('machine/storage-unavailable', { cause: 'the image is no longer stored' }));
