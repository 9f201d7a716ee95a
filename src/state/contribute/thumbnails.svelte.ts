import type { Result } from '../../core/result.ts';
import type { Choice } from './choice.ts';

type Draw = (choice: Choice) => Promise<Result<ImageBitmap>>;

interface Picture {
  readonly of: string;
  /** null: it could not be made. */
  readonly bitmap: ImageBitmap | null;
}

/** Most small pictures in memory. */
const KEPT = 400;
/** Milliseconds without a new request before a picture is made, so that pictures do not slow down a fast walk through the queue. */
const QUIET_MS = 250;

/**
 * Small pictures of the queue's visible entries, made when the workers are idle. They show patients, so they are in memory only.
 */
export class Thumbnails {
  readonly #draw: Draw;
  readonly #isBusy: () => boolean;
  #pictures = $state.raw<ReadonlyMap<string, Picture>>(new Map());
  #wanted: readonly Choice[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working = false;
  /** Numbers of arrays and objects that choices hold. A choice never changes in place, so the same object means the same pixels. */
  readonly #names = new WeakMap<object, number>();
  #named = 0;

  constructor(draw: Draw, isBusy: () => boolean) {
    this.#draw = draw;
    this.#isBusy = isBusy;
  }

  /** The last picture of a choice. It may be older than the last change. */
  of({ id }: Choice): ImageBitmap | null {
    return this.#pictures.get(id)?.bitmap ?? null;
  }

  /** Sets the visible choices. */
  want(choices: readonly Choice[]): void {
    this.#wanted = choices;
    this.#wait(QUIET_MS);
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#wanted = [];
    for (const { bitmap } of this.#pictures.values()) bitmap?.close();
    this.#pictures = new Map();
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (this.#wanted.some((choice) => this.#isMissing(choice)))
      this.#timer = setTimeout(() => void this.#next(), milliseconds);
  }

  async #next(): Promise<void> {
    const choice = this.#wanted.find((one) => this.#isMissing(one));
    if (!choice || this.#working) return;
    if (this.#isBusy()) return this.#wait(QUIET_MS);
    this.#working = true;
    const of = this.#nameOf(choice);
    const drawn = await this.#draw(choice);
    this.#working = false;
    this.#keep(choice.id, { of, bitmap: drawn.ok ? drawn.value : null });
    this.#wait(0);
  }

  #keep(id: string, picture: Picture): void {
    const pictures = new Map(this.#pictures);
    // The old picture is shown until the new one is made.
    const before = pictures.get(id);
    pictures.delete(id);
    pictures.set(id, { of: picture.of, bitmap: picture.bitmap ?? before?.bitmap ?? null });
    if (picture.bitmap) before?.bitmap?.close();
    const inView = new Set(this.#wanted.map((choice) => choice.id));
    for (const [old, { bitmap }] of pictures) {
      if (pictures.size <= KEPT) break;
      if (inView.has(old)) continue;
      pictures.delete(old);
      bitmap?.close();
    }
    this.#pictures = pictures;
  }

  #isMissing(choice: Choice): boolean {
    return this.#pictures.get(choice.id)?.of !== this.#nameOf(choice);
  }

  #nameOf({ imageId, frame, center, mask, sector, calibration = null }: Choice): string {
    const held = [mask, sector, calibration].map((one) => this.#numberOf(one));
    return [imageId, frame, center ?? '', ...held].join(' ');
  }

  #numberOf(pixels: object | null): number {
    if (pixels === null) return 0;
    const known = this.#names.get(pixels) ?? ++this.#named;
    this.#names.set(pixels, known);
    return known;
  }
}
