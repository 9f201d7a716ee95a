import { callback, type ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { Image } from '../../core/dicom/image.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import { failure } from '../../core/failure.ts';
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

interface Parts {
  readonly database: Database;
  readonly images: WorkerPool<ImageApi>;
}

/** What the image workers are asked about one stored image of a challenge, and the quality that was measured of each frame. */
export class Pictures {
  readonly #definition: Pick<ChallengeDefinition, 'id' | 'preprocessing'>;
  readonly #parts: Parts;
  #qualities = $state.raw<ReadonlyMap<string, Quality>>(new Map());
  /** Images being decoded for the screen. */
  #viewing = 0;
  #dicom = new Map<string, Promise<Uint8Array<ArrayBuffer> | null>>();

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
    const dicom = await this.read(imageId);
    if (!dicom) return missing();
    this.#viewing++;
    const viewed = await this.#parts.images.run((api) => api.view(dicom, frame), { signal });
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
    const dicom = await this.read(imageId);
    if (!dicom) return missing();
    const measured = await this.#parts.images.run((api) => api.quality(dicom, frame));
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

  async thumbnail(choice: ChoiceRow): Promise<Result<ImageBitmap>> {
    const { imageId } = choice;
    // Those of wheeling through slices stay in memory.
    const read = await outcomeOf(() => this.#dicom.get(imageId) ?? readDicom(this.#parts.database, imageId));
    if (!read.ok) return read;
    const dicom = read.value;
    if (!dicom) return missing();
    const { frame, center, mask, sector, measured } = pixelsOf(choice);
    const drawn = { frame, center, mask, sector, measured };
    const { preprocessing } = this.#definition;
    return await this.#parts.images.run((api) => api.thumbnail(dicom, drawn, preprocessing, THUMBNAIL_SIDE));
  }

  /** Boxes of likely text in one frame. */
  async detect(imageId: string, frame: number) {
    const read = await outcomeOf(() => this.read(imageId));
    if (!read.ok) return read;
    const dicom = read.value;
    if (!dicom) return missing();
    return await this.#parts.images.run((api) => api.text(dicom, frame));
  }

  async proposeSector(imageId: string, frame: number) {
    const dicom = await this.read(imageId);
    if (!dicom) return missing();
    return await this.#parts.images.run((api) => api.sector(dicom, frame));
  }

  async sectorKey(imageId: string) {
    const read = await outcomeOf(() => this.read(imageId));
    if (!read.ok) return read;
    const dicom = read.value;
    return dicom ? await this.#parts.images.run((api) => api.sectorKey(dicom)) : missing();
  }

  /** The greatest value of each pixel over all frames, to be looked at: text of a single frame is seen. */
  async maximum(imageId: string, onFrame: (done: number) => void, signal: AbortSignal) {
    const dicom = await this.read(imageId);
    if (!dicom) return missing();
    const told = callback(onFrame);
    return await this.#parts.images.run((api) => api.maximum(dicom, told), { signal });
  }

  /** Values of the file as stored, by path. */
  async valuesOf(imageId: string) {
    const dicom = await this.read(imageId);
    if (!dicom) return missing();
    return await this.#parts.images.run((api) => api.values(dicom));
  }

  /** Gives up what is decrypted in memory; it is read anew when it is asked for. */
  forget(): void {
    this.#dicom.clear();
  }

  /** The bytes of a stored file; null: it is no longer stored. The last few stay decrypted in memory, for wheeling through slices. */
  read(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const known = this.#dicom.get(id);
    if (known) return known;
    const read = readDicom(this.#parts.database, id);
    this.#dicom.set(id, read);
    // A locked workspace is asked again once it is open.
    read.catch(() => this.#dicom.delete(id));
    const oldest = this.#dicom.keys().next().value;
    if (this.#dicom.size > 24 && oldest !== undefined) this.#dicom.delete(oldest);
    return read;
  }
}

const missing = () =>
  failed(failure('machine/storage-unavailable', { cause: 'the image is no longer stored' }));
