import { untrack } from 'svelte';
import type { Failure } from '../../../core/failure.ts';
import type { Image } from '../../../core/dicom/image.ts';
import { withMeasured } from '../../../core/image/calibration.ts';
import { afterPaint } from '../../after-paint.ts';
import { monotonic } from '../../clock.ts';
import { readPreference, writePreference } from '../../shell/preferences.ts';
import type { Choice, ChoiceChange } from '../choice.ts';
import type { Contribute } from '../contribute.svelte.ts';
import { CropPlace } from './crop-place.svelte.ts';
import { MaskDrawing } from './mask-drawing.svelte.ts';
import { MaximumView } from './maximum-view.svelte.ts';
import { Measuring } from './measuring.svelte.ts';
import { Pace } from './pace.svelte.ts';
import { firstOpen, following, isSame, nextOpen } from './places.ts';
import { Pointing } from './pointing.svelte.ts';
import { SectorOutline } from './sector-outline.svelte.ts';
import { ShownImage, type Place } from './shown-image.svelte.ts';
import { Slices } from './slices.svelte.ts';
import { TextAnswers } from './text-answers.svelte.ts';

/** A slice that the wheel rests on for this time becomes the chosen one. */
const REST_MS = 500;

/** The desk: the image of the queue that is on it, and the acts of a person. It is made in the script of a component. */
export class Desk {
  readonly contribute: Contribute;
  readonly slices: Slices;
  readonly shown: ShownImage;
  readonly drawing = new MaskDrawing();
  readonly answers: TextAnswers;
  readonly crop: CropPlace;
  readonly sector: SectorOutline;
  readonly measuring: Measuring;
  readonly maximum: MaximumView;
  readonly pointing: Pointing;
  readonly pace = new Pace();
  excluding = $state(false);
  reason = $state('');
  #selected = $state<string | undefined>();
  #pointed = $state(false);
  #problem = $state.raw<Failure | undefined>();
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** Where the selected entry is remembered: the desk opens on it again, also after a reload. */
  readonly #position: string;
  /** The desk is no longer on the page. Its deriveds are stale then, so an act that was waiting stops. */
  #isLeft = false;

  constructor(contribute: Contribute) {
    this.contribute = contribute;
    this.#position = `desk.${contribute.definition.id}`;
    this.slices = new Slices(contribute, () => this.choice);
    this.shown = new ShownImage(contribute.pictures);
    this.answers = new TextAnswers(
      contribute,
      () => this.choice,
      (change) => this.apply(change),
    );
    this.crop = new CropPlace(this);
    this.sector = new SectorOutline(this);
    this.measuring = new Measuring(this);
    this.maximum = new MaximumView(contribute.pictures, (failure) => this.tell(failure));
    this.pointing = new Pointing(this);
    this.#selected = untrack(() => this.#lastSeen() ?? firstOpen(this.#choices)?.id);
    this.#takeUp();
    this.#follow();
  }

  get selected() {
    return this.#selected;
  }
  /** The person tried to go on while points are open. */
  get pointed() {
    return this.#pointed;
  }
  get problem() {
    return this.#problem;
  }
  get #choices() {
    return this.contribute.queue.choices;
  }

  readonly index = $derived.by(() => this.#choices.findIndex(({ id }) => id === this.#selected));
  readonly choice: Choice | undefined = $derived.by(() => this.#choices[this.index]);
  /** Open images in the queue. */
  readonly left = $derived.by(() => this.#choices.filter(({ state }) => state === 'open').length);
  /** The picture on the screen is that of the slice that is looked at. */
  readonly isShown = $derived.by(() => {
    const { place } = this.slices;
    const { image, place: shown } = this.shown;
    return image !== null && shown !== undefined && place !== undefined && isSame(shown, place);
  });
  /** The image on the screen, with the measured spacing if its header has none. */
  readonly image: Image | null = $derived.by(() => {
    const { image, place } = this.shown;
    return image && place ? withMeasured(image, this.measuring.spacing(place.imageId)) : image;
  });
  readonly storedMask = $derived.by(() =>
    this.choice?.mask &&
    this.image?.size[0] === this.slices.image?.facts.columns &&
    this.slices.preview === undefined
      ? this.choice.mask
      : null,
  );
  readonly mask = $derived.by(() => this.drawing.draft ?? this.storedMask);

  /** Shows unfinished work again: a lock takes the desk off the page. */
  #takeUp(): void {
    const begun = untrack(() => this.contribute.unfinished);
    if (begun?.choiceId !== untrack(() => this.#selected)) return;
    if (begun?.draft) this.sector.draw(begun.draft);
    this.excluding = begun?.excluding ?? false;
    this.reason = begun?.reason ?? '';
  }

  /** Effects of the desk. Between a key and the next painted image only the display of that image may run. */
  #follow(): void {
    $effect(() => {
      if (!this.slices.place) return;
      const { imageId, frame } = this.slices.place;
      untrack(() => this.shown.show({ imageId, frame }, this.#nextOpen()));
    });
    $effect(() => {
      const selected = this.#selected;
      if (selected === undefined) return;
      return afterPaint(() => writePreference(this.#position, selected));
    });
    $effect(() => {
      const { draft } = this.sector;
      this.contribute.unfinished =
        this.#selected === undefined
          ? undefined
          : { choiceId: this.#selected, draft, excluding: this.excluding, reason: this.reason };
    });
    $effect(() => {
      // In a long queue, the image on the desk and the one after it are searched for text first.
      const ahead = [this.choice, untrack(() => this.#nextOpen())].filter((one) => one !== undefined);
      return afterPaint(() => void this.contribute.text.lookFor(ahead));
    });
    $effect(() => {
      const { choice } = this;
      if (!this.isShown || choice?.state !== 'open' || choice.sector) return;
      return afterPaint(() => void this.#recall(choice));
    });
    $effect(() => {
      // The exam was removed, or this is the first import while the desk is open.
      if (!this.choice) untrack(() => (this.#selected = firstOpen(this.#choices)?.id));
    });
    $effect(() => () => {
      this.#isLeft = true;
      clearTimeout(this.#rest);
      this.maximum.close();
      this.answers.leave();
    });
  }

  async #recall(choice: Choice): Promise<void> {
    const recalled = await this.contribute.outlines.recall(choice);
    if (!recalled.ok) this.tell(recalled.failure);
  }

  #lastSeen(): string | undefined {
    const id = readPreference(this.#position);
    return this.#choices.find((one) => one.id === id)?.id;
  }

  #nextOpen(): Choice | undefined {
    return nextOpen(this.#choices, this.index);
  }

  tell(failure: Failure | undefined): void {
    this.#problem = failure;
  }

  /** True while this slice of this entry is still on the desk. For acts that waited. */
  isOn(asked: Place & Pick<Choice, 'id'>): boolean {
    const place = this.#isLeft || asked.id !== this.#selected ? undefined : this.slices.place;
    return place !== undefined && isSame(place, asked);
  }

  async apply(change: ChoiceChange): Promise<void> {
    if (this.#isLeft) return;
    const { choice } = this;
    if (!choice) return;
    clearTimeout(this.#rest);
    const { preview } = this.slices;
    const moved = preview && !isSame(preview, choice) ? { ...preview, mask: null } : {};
    const next = { ...choice, ...moved, ...change };
    this.slices.leave();
    // An accepted image that is no longer complete is open again.
    const isReopened = next.state === 'accepted' && this.contribute.assessment.openPoints(next).length > 0;
    const stored = await this.contribute.choosing.change(choice, {
      ...moved,
      ...change,
      ...(isReopened && { state: 'open' }),
    });
    this.#problem = stored.ok ? undefined : stored.failure;
  }

  select(id: string | undefined): void {
    if (this.#isLeft || id === undefined || id === this.#selected) return;
    if (this.slices.preview && this.choice?.state === 'open') void this.apply({});
    clearTimeout(this.#rest);
    this.#selected = id;
    this.slices.leave();
    this.sector.reset();
    this.measuring.reset();
    this.maximum.close();
    this.drawing.choose(null);
    this.answers.reset();
    this.pointing.handle = null;
    this.excluding = false;
    this.reason = '';
    this.#pointed = false;
    this.#problem = undefined;
  }

  back(): void {
    this.select(this.#choices[this.index - 1]?.id);
  }

  step(by: 1 | -1): void {
    if (!this.slices.step(by)) return;
    this.maximum.close();
    clearTimeout(this.#rest);
    // Looking at other slices of a decided image does not change the decision.
    if (this.choice?.state === 'open') this.#rest = setTimeout(() => void this.apply({}), REST_MS);
  }

  chooseSeries(uid: string): void {
    if (!this.slices.chooseSeries(uid)) return;
    this.maximum.close();
    if (this.choice?.state === 'open') void this.apply({});
  }

  #goOn(): void {
    if (this.#isLeft) return;
    this.select(following(this.#choices, this.index)?.id);
  }

  async accept(): Promise<void> {
    if (!this.choice) return;
    if (this.slices.preview && this.choice.state === 'open') await this.apply({});
    if (this.#isLeft) return;
    const { choice } = this;
    if (!choice) return;
    if (choice.state === 'excluded' || (choice.state === 'accepted' && this.slices.preview === undefined))
      return this.#goOn();
    // An image that is not on the screen yet cannot be accepted.
    if (!this.isShown) return;
    if (this.contribute.assessment.openPoints(choice).length > 0) {
      this.#pointed = true;
      return;
    }
    // The next image does not wait for the disk. If the write fails, the failure is shown and the image is open again.
    void this.apply({ state: 'accepted', exclusionReason: null });
    this.pace.add(monotonic());
    this.#goOn();
  }

  /** Accepts all open images that are complete. */
  async acceptComplete(): Promise<void> {
    const stored = await this.contribute.choosing.acceptComplete();
    this.#problem = stored.ok ? undefined : stored.failure;
    if (stored.ok) this.#goOn();
  }

  exclude(): void {
    const reason = this.reason.trim();
    if (reason === '') return;
    void this.apply({ state: 'excluded', exclusionReason: reason });
    this.#goOn();
  }

  async turn(direction: 'undo' | 'redo'): Promise<void> {
    clearTimeout(this.#rest);
    this.slices.leave();
    const turned = await this.contribute.queue.turn(direction);
    if (turned.ok) this.select(turned.value);
    else this.#problem = turned.failure;
  }

  /** Puts another image of the exam in the queue. */
  async another(exam: string): Promise<void> {
    const before = new Set(this.#choices.map(({ id }) => id));
    const added = await this.contribute.choosing.addImage(exam);
    this.select(this.#choices.find(({ id }) => !before.has(id))?.id);
    if (!added.ok) this.#problem = added.failure;
  }

  declareAll(): void {
    void this.apply({ declared: this.contribute.definition.criteria.declared.map(({ id }) => id) });
  }

  toggleMaximum(): void {
    const { place, image } = this.slices;
    if (place && image) this.maximum.toggle(place.imageId, image.facts.frames);
  }
}
