import type { Identifier } from '../../core/deidentify/identifiers.ts';
import type { DeidentifiedFile } from '../../core/deidentify/images.ts';
import { failure } from '../../core/failure.ts';
import { failed, success, type Result } from '../../core/result.ts';
import type { Database } from '../../storage/database.ts';
import { deleteImages, imagesOf, readLocalIdentity, readSought } from '../../storage/images.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import type { ImageRow } from '../../storage/rows/images.ts';
import type { Choice } from './choice.ts';
import type { LocalIdentity, StoredImage } from './stored-image.ts';

interface Parts {
  readonly database: Database;
  /** The decrypted bytes of a stored file. null: it is no longer stored. */
  readonly read: (imageId: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  readonly key: () => Promise<CryptoKey>;
  /** Called with the ids of images whose stored file was replaced or removed. */
  readonly stale: (imageIds: readonly string[]) => void;
}

/** A stored file and the centre's key: the input of every clearing. */
export interface FileToClear {
  readonly image: DeidentifiedFile;
  readonly key: CryptoKey;
}

/** The imported images of one challenge. */
export class StoredImages {
  readonly #challengeId: string;
  readonly #parts: Parts;
  #rows = $state.raw<ReadonlyMap<string, ImageRow>>(new Map());

  constructor(challengeId: string, parts: Parts) {
    this.#challengeId = challengeId;
    this.#parts = parts;
  }

  /** By id. */
  get all(): ReadonlyMap<string, StoredImage> {
    return this.#rows;
  }

  async load(): Promise<void> {
    const rows = await imagesOf(this.#parts.database, this.#challengeId);
    const earlier = [...this.#rows.keys()];
    this.#rows = new Map(rows.map((row) => [row.id, row]));
    this.#parts.stale(earlier.filter((id) => !this.#rows.has(id)));
  }

  of({ imageId }: Pick<Choice, 'imageId'>): StoredImage | undefined {
    return this.#rows.get(imageId);
  }

  /** The images of an exam, to choose from. */
  ofExam(exam: string): StoredImage[] {
    return [...this.#rows.values()].filter((image) => image.exam === exam);
  }

  /** The pseudonym of a choice's patient. Empty: the image is no longer stored. */
  patientOf(choice: Pick<Choice, 'imageId'>): string {
    return this.of(choice)?.identity.patient ?? '';
  }

  /** Decrypts the real identity of an image. Throws while the workspace is locked. */
  identityOf(image: StoredImage): Promise<LocalIdentity> {
    return readLocalIdentity(this.#parts.database, this.#row(image));
  }

  /** Further identifiers of the source to search for in the pixels. They stay at the centre. */
  soughtOf(image: StoredImage): Promise<readonly Identifier[]> {
    return readSought(this.#parts.database, this.#row(image));
  }

  async fileOf(choice: Choice): Promise<Result<FileToClear>> {
    const stored = this.of(choice);
    const dicom = await this.#parts.read(choice.imageId);
    if (!stored || !dicom)
      return failed(failure('machine/storage-unavailable', { cause: 'the image is no longer stored' }));
    const { identity, facts, deidentification } = stored;
    return success({
      image: { dicom, identity, facts, deidentification },
      key: await this.#parts.key(),
    });
  }

  /** Shows images that were stored. */
  add(rows: readonly ImageRow[]): void {
    const all = new Map(this.#rows);
    for (const row of rows) all.set(row.id, row);
    this.#rows = all;
    // A file that is imported twice replaces the stored one.
    this.#parts.stale(rows.map(({ id }) => id));
  }

  /** Removes an exam from this machine. Returns the ids of its images. */
  async forgetExam(exam: string): Promise<Result<readonly string[]>> {
    const ids = this.ofExam(exam).map(({ id }) => id);
    const deleted = await outcomeOf(() => deleteImages(this.#parts.database, ids));
    if (!deleted.ok) return deleted;
    this.#parts.stale(ids);
    const gone = new Set(ids);
    this.#rows = new Map([...this.#rows].filter(([id]) => !gone.has(id)));
    return success(ids);
  }

  #row({ id }: StoredImage): ImageRow {
    const row = this.#rows.get(id);
    if (!row) throw new Error('the image is no longer stored');
    return row;
  }
}
