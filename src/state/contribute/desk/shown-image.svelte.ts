import type { Failure } from '../../../core/failure.ts';
import type { Image } from '../../../core/dicom/image.ts';
import { afterPaint } from '../../after-paint.ts';
import type { Pictures } from '../pictures.svelte.ts';

/** A frame of a stored image. */
export interface Place {
  readonly imageId: string;
  readonly frame: number;
}

/** Most decoded images in memory, for going back and forth. */
const KEPT = 12;

/**
 * The image in the viewer. One image is decoded at a time, and only the newest request counts: a fast wheel skips slices.
 */
export class ShownImage {
  readonly #pictures: Pick<Pictures, 'view'>;
  #image = $state.raw<Image | null>(null);
  #place = $state.raw<Place | undefined>();
  #failure = $state.raw<Failure | undefined>();
  #busy = $state(false);
  #wanted: Place | undefined;
  #next: Place | undefined;
  #known = new Map<string, Image>();

  constructor(pictures: Pick<Pictures, 'view'>) {
    this.#pictures = pictures;
  }

  get image() {
    return this.#image;
  }
  /** The place that `image` shows. During decoding it is an earlier place than the requested one. */
  get place() {
    return this.#place;
  }
  get failure() {
    return this.#failure;
  }
  get busy() {
    return this.#busy;
  }

  /** Shows a place, then decodes `next` in advance. */
  show(place: Place, next: Place | undefined): void {
    this.#wanted = place;
    this.#next = next;
    const known = this.#known.get(nameOf(place));
    if (known) this.#set(place, known);
    if (this.#busy) return;
    // The known image is painted first. Decoding in advance waits for that.
    if (known) afterPaint(() => void this.#work());
    else void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (;;) {
      const wanted = this.#wanted;
      const ahead = this.#next;
      if (!wanted) break;
      if (!this.#isShown(wanted)) {
        const image = await this.#decode(wanted);
        if (this.#wanted === wanted) this.#set(wanted, image);
      } else if (ahead && !this.#known.has(nameOf(ahead))) {
        this.#next = undefined;
        await this.#decode(ahead, false);
      } else break;
    }
    this.#busy = false;
  }

  #isShown(place: Place): boolean {
    return this.#place !== undefined && nameOf(this.#place) === nameOf(place);
  }

  #set(place: Place, image: Image | null): void {
    this.#place = place;
    this.#image = image;
    if (image) this.#failure = undefined;
  }

  async #decode(place: Place, isShown = true): Promise<Image | null> {
    const known = this.#known.get(nameOf(place));
    if (known) return known;
    const result = await this.#pictures.view(place.imageId, place.frame);
    if (!result.ok) {
      if (isShown) this.#failure = result.failure;
      return null;
    }
    this.#known.set(nameOf(place), result.value);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
    return result.value;
  }
}

const nameOf = ({ imageId, frame }: Place): string => `${imageId} ${frame}`;
