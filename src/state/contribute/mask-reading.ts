import type { ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { SegmentMask } from '../../core/dicom/segmentation.ts';
import type { Failure } from '../../core/failure.ts';
import type { Result } from '../../core/result.ts';
import type { StoredImage } from './stored-image.ts';

/** Reads mask files in a worker. The centre's key turns the UIDs that they refer to into the new ones. */
export class MaskReading {
  readonly #images: WorkerPool<ImageApi>;
  readonly #key: () => Promise<CryptoKey>;

  constructor(images: WorkerPool<ImageApi>, key: () => Promise<CryptoKey>) {
    this.#images = images;
    this.#key = key;
  }

  /** The masks that a file holds for one frame of an image, one for each segment. */
  async read(
    file: Blob,
    name: string,
    { identity, facts }: StoredImage,
    frame: number,
  ): Promise<Result<readonly SegmentMask[], Failure>> {
    const { columns, rows, frames, position, orientation } = facts;
    const image = {
      sopUid: identity.sopUid,
      frame,
      frames,
      size: [columns, rows],
      position,
      orientation,
    } as const;
    const key = await this.#key();
    return this.#images.run((api) => api.masks(file, name, image, key));
  }

  /** New SOP Instance UIDs of the images that a DICOM segmentation refers to. null: the file is no segmentation. */
  async segmented(file: Blob, name: string): Promise<Result<readonly string[] | null>> {
    const key = await this.#key();
    return this.#images.run((api) => api.segmented(file, name, key));
  }
}
