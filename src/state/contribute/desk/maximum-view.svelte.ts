import { monotonic } from '../../clock.ts';
import type { Failure } from '../../../core/failure.ts';
import type { Image } from '../../../core/dicom/image.ts';
import type { Pictures } from '../pictures.svelte.ts';

export interface MaximumWork {
  readonly done: number;
  readonly frames: number;
  /** Seconds. null: not known yet. */
  readonly left: number | null;
}

/** Milliseconds between two displays of the progress. */
const SHOWN_MS = 100;

/** The greatest value of each pixel over all frames of a loop. It shows text that is in a single frame only. */
export class MaximumView {
  readonly #pictures: Pick<Pictures, 'maximum'>;
  readonly #tell: (failure: Failure) => void;
  #image = $state.raw<Image | null>(null);
  #work = $state.raw<MaximumWork | null>(null);
  /** The last picture made, so that switching between it and the frame is immediate. */
  #made: { readonly imageId: string; readonly image: Image } | undefined;
  #stop: AbortController | undefined;

  constructor(pictures: Pick<Pictures, 'maximum'>, tell: (failure: Failure) => void) {
    this.#pictures = pictures;
    this.#tell = tell;
  }

  /** null: the frame is shown. */
  get image() {
    return this.#image;
  }
  get work() {
    return this.#work;
  }

  toggle(imageId: string, frames: number): void {
    if (this.#work || this.#image) this.close();
    else if (frames > 1) void this.#show(imageId, frames);
  }

  close(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#image = null;
    this.#work = null;
  }

  async #show(imageId: string, frames: number): Promise<void> {
    if (this.#made?.imageId === imageId) {
      this.#image = this.#made.image;
      return;
    }
    const stop = new AbortController();
    this.#stop = stop;
    this.#work = { done: 0, frames, left: null };
    const started = monotonic();
    let shown = started;
    const onFrame = (done: number) => {
      const time = monotonic();
      if (stop.signal.aborted || time - shown < SHOWN_MS) return;
      shown = time;
      this.#work = { done, frames, left: ((time - started) / done / 1000) * (frames - done) };
    };
    const most = await this.#pictures.maximum(imageId, onFrame, stop.signal);
    if (stop.signal.aborted) return;
    this.#work = null;
    if (!most.ok) return this.#tell(most.failure);
    this.#made = { imageId, image: most.value };
    this.#image = most.value;
  }
}
