import type { ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { SegmentMask } from '../../core/dicom/segmentation.ts';
import type { Failure } from '../../core/failure.ts';
import { planeOfFacts } from '../../core/image/plane.ts';
import { success, type Result } from '../../core/result.ts';
import type { Pictures } from './pictures.svelte.ts';
import type { StoredImage } from './stored-image.ts';

/** Reads mask files in a worker. The centre's key turns the UIDs that they refer to into the new ones. */
export class MaskReading {
  readonly #images: WorkerPool<ImageApi>;
  readonly #key: () => Promise<CryptoKey>;
  readonly #planeOf: Pictures['plane'];

  constructor(images: WorkerPool<ImageApi>, key: () => Promise<CryptoKey>, planeOf: Pictures['plane']) {
    this.#images = images;
    this.#key = key;
    this.#planeOf = planeOf;
  }

  /** The masks that a file holds for one frame of an image, one for each segment. */
  async read(
    file: Blob,
    name: string,
    { id, identity, facts }: StoredImage,
    frame: number,
  ): Promise<Result<readonly SegmentMask[], Failure>> {
    // The stored facts have the place of the first frame only.
    const plane = frame === 0 ? success(planeOfFacts(facts)) : await this.#planeOf(id, frame);
    if (!plane.ok) return plane;
    const image = { sopUid: identity.sopUid, frame, frames: facts.frames, ...plane.value };
    const key = await this.#key();
    return this.#images.run((api) => api.masks(file, name, image, key));
  }

  /** New SOP Instance UIDs of the images that a DICOM segmentation refers to. null: the file is no segmentation. */
  async segmented(file: Blob, name: string): Promise<Result<readonly string[] | null>> {
    const key = await this.#key();
    return this.#images.run((api) => api.segmented(file, name, key));
  }
}
