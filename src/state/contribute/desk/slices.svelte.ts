import type { Choice } from '../choice.ts';
import { seriesOf } from '../intake.ts';
import type { ImagesPort } from '../ports.ts';
import { isSame, slicesOf } from './places.ts';
import type { Place } from './shown-image.svelte.ts';

/** The slices of the exam on the desk, and the one that is looked at. */
export class Slices {
  readonly #contribute: ImagesPort;
  readonly #choice: () => Choice | undefined;
  #preview = $state.raw<Place | undefined>();

  constructor(contribute: ImagesPort, choice: () => Choice | undefined) {
    this.#contribute = contribute;
    this.#choice = choice;
  }

  /** A slice that is looked at and not stored as the chosen one. */
  get preview() {
    return this.#preview;
  }

  readonly place: Place | undefined = $derived.by(() => this.#preview ?? this.#choice());
  readonly image = $derived.by(() => this.place && this.#contribute.images.of(this.place));
  /** Images of the exam by series, the longest series first. */
  readonly series = $derived.by(() => {
    const choice = this.#choice();
    return choice ? seriesOf(this.#contribute.images.ofExam(choice.exam)) : [];
  });
  /** All frames of the series that is looked at, in order. */
  readonly all = $derived.by(() => slicesOf(this.series, this.image?.identity.seriesUid));
  readonly position = $derived.by(() => {
    const { place } = this;
    return place === undefined ? -1 : this.all.findIndex((one) => isSame(one, place));
  });
  /** The slice that is looked at is the chosen one: only then are its text flags shown. */
  readonly isChosen = $derived.by(() => {
    const choice = this.#choice();
    return this.place !== undefined && choice !== undefined && isSame(this.place, choice);
  });

  /** Looks at the next or previous slice. False: there is none. */
  step(by: 1 | -1): boolean {
    return this.#look(this.all[this.position + by]);
  }

  /** Looks at the middle image of a series. False: the exam has no such series. */
  chooseSeries(uid: string): boolean {
    const images = this.series.find(([one]) => one?.identity.seriesUid === uid) ?? [];
    const middle = images[Math.floor(images.length / 2)];
    return this.#look(middle && { imageId: middle.id, frame: 0 });
  }

  /** Looks at the chosen slice again. */
  leave(): void {
    this.#preview = undefined;
  }

  #look(place: Place | undefined): boolean {
    if (place) this.#preview = { imageId: place.imageId, frame: place.frame };
    return place !== undefined;
  }
}
