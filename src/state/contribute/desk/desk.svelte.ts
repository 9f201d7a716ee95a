import { monotonic } from '../../clock.ts';
import { untrack } from 'svelte';
import type { Failure } from '../../../core/failure.ts';
import { withMeasured } from '../../../core/image/calibration.ts';
import type { Image } from '../../../core/dicom/image.ts';
import type { ChoiceChange, ChoiceRow, Contribute } from '../contribute.svelte.ts';
import { seriesOf } from '../intake.ts';
import { readPreference, writePreference } from '../../shell/preferences.ts';
import { afterPaint } from '../../after-paint.ts';
import type { Handles } from './handles.ts';
import { CropPlace } from './crop-place.svelte.ts';
import { MaskDrawing } from './mask-drawing.svelte.ts';
import { MaximumView } from './maximum-view.svelte.ts';
import { Measuring } from './measuring.svelte.ts';
import { SectorOutline } from './sector-outline.svelte.ts';
import { Pace } from './pace.svelte.ts';
import { firstOpen, isSame, nextOpen, slicesOf } from './places.ts';
import { ShownImage, type Place } from './shown-image.svelte.ts';
import { TextAnswers } from './text-answers.svelte.ts';
import type { Point } from '../../../core/measure.ts';

/** A wheel that rests this long on another slice has chosen it. */
const REST_MS = 500;
/** The desk: which image of the queue is on it, what of it is on the screen, and the acts of a person. Made while a component is. */
export class Desk {
  readonly contribute: Contribute;
  readonly shown: ShownImage;
  readonly drawing = new MaskDrawing();
  readonly answers: TextAnswers;
  readonly crop: CropPlace;
  readonly sector: SectorOutline;
  readonly measuring: Measuring;
  readonly maximum: MaximumView;
  excluding = $state(false);
  reason = $state('');
  /** Which corner or end keys move. */
  handle = $state<number | null>(null);
  #selected = $state<string | undefined>();
  /** The slice on screen, while it is not the stored one yet. */
  #preview = $state.raw<Place | undefined>();
  #pointed = $state(false);
  #problem = $state.raw<Failure | undefined>();
  readonly pace = new Pace();
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** The desk opens where it was left, also after a reload or a killed tab. */
  readonly #position: string;

  constructor(contribute: Contribute) {
    this.contribute = contribute;
    this.#position = `desk.${contribute.definition.id}`;
    this.shown = new ShownImage(contribute);
    this.answers = new TextAnswers(
      contribute,
      () => this.choice,
      (change) => this.apply(change),
    );
    this.crop = new CropPlace(this);
    this.sector = new SectorOutline(this);
    this.measuring = new Measuring(this);
    this.maximum = new MaximumView(contribute, (failure) => this.tell(failure));
    this.#selected = untrack(() => this.#lastSeen() ?? firstOpen(this.contribute.choices)?.id);
    this.#takeUp();
    this.#follow();
  }

  get selected() {
    return this.#selected;
  }
  get preview() {
    return this.#preview;
  }
  /** The person tried to go on while something is open. */
  get pointed() {
    return this.#pointed;
  }
  get problem() {
    return this.#problem;
  }

  readonly index = $derived.by(() => this.contribute.choices.findIndex(({ id }) => id === this.#selected));
  readonly choice: ChoiceRow | undefined = $derived.by(() => this.contribute.choices[this.index]);
  readonly place: Place | undefined = $derived.by(() => this.#preview ?? this.choice);
  readonly row = $derived.by(() => this.place && this.contribute.images.get(this.place.imageId));
  readonly left = $derived.by(() => this.contribute.choices.filter(({ state }) => state === 'open').length);
  readonly series = $derived.by(() =>
    this.choice ? seriesOf(this.contribute.imagesOfExam(this.choice.exam)) : [],
  );
  /** All frames of the series on the screen, in order. */
  readonly slices = $derived.by(() => slicesOf(this.series, this.row?.identity.seriesUid));
  readonly position = $derived.by(() => {
    const { place } = this;
    return place === undefined ? -1 : this.slices.findIndex((one) => isSame(one, place));
  });
  /** What was said of the chosen frame is shown on it alone. */
  readonly isChosen = $derived.by(
    () => this.place !== undefined && this.choice !== undefined && isSame(this.place, this.choice),
  );
  readonly isShown = $derived.by(
    () =>
      this.shown.image !== null &&
      this.shown.place !== undefined &&
      this.place !== undefined &&
      isSame(this.shown.place, this.place),
  );
  /** The image on the screen, with the spacing that was measured where its header has none. */
  readonly image: Image | null = $derived.by(() => {
    const { image, place } = this.shown;
    return image && place ? withMeasured(image, this.measuring.spacing(place.imageId)) : image;
  });
  readonly storedMask = $derived.by(() =>
    this.choice?.mask && this.image?.size[0] === this.row?.facts.columns && this.#preview === undefined
      ? this.choice.mask
      : null,
  );
  readonly mask = $derived.by(() => this.drawing.draft ?? this.storedMask);
  /** What can be moved by its corners or ends. */
  readonly handles: Handles | null = $derived.by(() => {
    if (this.measuring.handles) return this.measuring.handles;
    return this.drawing.corners ? null : this.sector.handles;
  });
  get usesSector() {
    return this.contribute.definition.preprocessing.mask === 'sector';
  }
  get usesMask() {
    return this.contribute.definition.labels.fields.some(({ kind }) => kind === 'mask');
  }

  /** A lock takes the desk off the page in the middle of a word: what was begun is there again afterwards. */
  #takeUp(): void {
    const begun = untrack(() => this.contribute.unfinished);
    if (begun?.choiceId !== untrack(() => this.#selected)) return;
    if (begun?.draft) this.sector.draw(begun.draft);
    this.excluding = begun?.excluding ?? false;
    this.reason = begun?.reason ?? '';
  }

  /** What follows of itself. Nothing here may stand between a key and the next image painted but what puts it on the screen. */
  #follow(): void {
    $effect(() => {
      if (!this.place) return;
      const { imageId, frame } = this.place;
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
      // Of a long queue, the image on the desk and the one after it are searched for text first.
      const ahead = [this.choice, untrack(() => this.#nextOpen())].filter((one) => one !== undefined);
      return afterPaint(() => void this.contribute.text.lookFor(ahead));
    });
    $effect(() => {
      const { choice } = this;
      if (!this.usesSector || !this.isShown || choice?.state !== 'open' || choice.sector) return;
      return afterPaint(() => void this.contribute.recallSector(choice));
    });
    $effect(() => {
      // An exam taken away, or the first import while the desk is open.
      if (!this.choice) untrack(() => (this.#selected = firstOpen(this.contribute.choices)?.id));
    });
    $effect(() => () => {
      clearTimeout(this.#rest);
      this.maximum.close();
      this.answers.leave();
    });
  }

  #lastSeen(): string | undefined {
    const id = readPreference(this.#position);
    return this.contribute.choices.find((one) => one.id === id)?.id;
  }

  #nextOpen(): ChoiceRow | undefined {
    return nextOpen(this.contribute.choices, this.index);
  }

  tell(failure: Failure | undefined): void {
    this.#problem = failure;
  }

  async apply(change: ChoiceChange): Promise<void> {
    const { choice } = this;
    if (!choice) return;
    clearTimeout(this.#rest);
    const preview = this.#preview;
    const moved = preview && !isSame(preview, choice) ? { ...preview, mask: null } : {};
    const next = { ...choice, ...moved, ...change };
    this.#preview = undefined;
    // What was accepted and is no longer complete is open again.
    const isReopened = next.state === 'accepted' && this.contribute.openPoints(next).length > 0;
    const stored = await this.contribute.change(choice, {
      ...moved,
      ...change,
      ...(isReopened && { state: 'open' }),
    });
    this.#problem = stored.ok ? undefined : stored.failure;
  }

  select(id: string | undefined): void {
    if (id === undefined || id === this.#selected) return;
    if (this.#preview && this.choice?.state === 'open') void this.apply({});
    clearTimeout(this.#rest);
    this.#selected = id;
    this.#preview = undefined;
    this.sector.reset();
    this.measuring.reset();
    this.maximum.close();
    this.drawing.choose(null);
    this.answers.reset();
    this.handle = null;
    this.excluding = false;
    this.reason = '';
    this.#pointed = false;
    this.#problem = undefined;
  }

  back(): void {
    this.select(this.contribute.choices[this.index - 1]?.id);
  }

  step(by: 1 | -1): void {
    const next = this.slices[this.position + by];
    if (!next) return;
    this.maximum.close();
    this.#preview = { imageId: next.imageId, frame: next.frame };
    clearTimeout(this.#rest);
    // Looking around in what is decided must not undo the decision.
    if (this.choice?.state === 'open') this.#rest = setTimeout(() => void this.apply({}), REST_MS);
  }

  chooseSeries(uid: string): void {
    const images = this.series.find(([one]) => one?.identity.seriesUid === uid);
    const middle = images?.[Math.floor(images.length / 2)];
    if (!middle) return;
    this.maximum.close();
    this.#preview = { imageId: middle.id, frame: 0 };
    if (this.choice?.state === 'open') void this.apply({});
  }

  #goOn(): void {
    const { choices } = this.contribute;
    const following = [...choices.slice(this.index + 1), ...choices.slice(0, Math.max(0, this.index))];
    this.select(following.find(({ state }) => state === 'open')?.id ?? choices[this.index + 1]?.id);
  }

  async accept(): Promise<void> {
    if (!this.choice) return;
    if (this.#preview && this.choice.state === 'open') await this.apply({});
    const { choice } = this;
    if (!choice) return;
    if (choice.state === 'excluded' || (choice.state === 'accepted' && this.#preview === undefined))
      return this.#goOn();
    // What is not on the screen yet cannot be accepted.
    if (!this.isShown) return;
    if (this.contribute.openPoints(choice).length > 0) {
      this.#pointed = true;
      return;
    }
    // The next image does not wait for the disk: what could not be stored is told, and stays open to undo.
    void this.apply({ state: 'accepted', exclusionReason: null });
    this.pace.add(monotonic());
    this.#goOn();
  }

  /** Accepts every open image that lacks nothing. */
  async acceptComplete(): Promise<void> {
    const stored = await this.contribute.acceptComplete();
    this.#problem = stored.ok ? undefined : stored.failure;
    this.#goOn();
  }

  exclude(): void {
    const reason = this.reason.trim();
    if (reason === '') return;
    void this.apply({ state: 'excluded', exclusionReason: reason });
    this.#goOn();
  }

  async turn(direction: 'undo' | 'redo'): Promise<void> {
    clearTimeout(this.#rest);
    this.#preview = undefined;
    const turned = await this.contribute[direction]();
    if (turned.ok) this.select(turned.value);
    else this.#problem = turned.failure;
  }

  /** Puts another image of the exam in the queue. */
  async another(exam: string): Promise<void> {
    const before = new Set(this.contribute.choices.map(({ id }) => id));
    const added = await this.contribute.addImage(exam);
    this.select(this.contribute.choices.find(({ id }) => !before.has(id))?.id);
    if (!added.ok) this.#problem = added.failure;
  }

  declareAll(): void {
    void this.apply({ declared: this.contribute.definition.criteria.declared.map(({ id }) => id) });
  }

  /** A click in the picture belongs to what is being drawn; else it places the crop. */
  click([x, y]: Point): void {
    if (this.drawing.corners) this.drawing.corner([x, y]);
    else if (this.answers.draft) void this.answers.click([x, y]);
    else if (this.measuring.line) this.measuring.click([x, y]);
    else if (this.sector.draft) this.sector.click([x, y]);
    else this.crop.place([x, y]);
  }

  paint(piece: readonly Point[], done: boolean): void {
    const { image } = this;
    // A mask belongs to the image that was chosen, so what is drawn on another slice chooses that one.
    const painted = image && this.isShown && this.drawing.stroke(this.storedMask, image.size, piece, done);
    if (painted) void this.apply({ mask: painted });
  }

  closeShape(): void {
    const { image } = this;
    const shaped = image && this.isShown && this.drawing.finish(this.storedMask, image.size);
    if (shaped) void this.apply({ mask: shaped });
  }

  /** Chooses the next corner or end that keys move. */
  nextHandle(): void {
    const count = this.handles?.points.length ?? 0;
    this.handle = count === 0 ? null : this.handle === null ? 0 : (this.handle + 1) % count;
  }

  nudgeHandle(dx: number, dy: number): void {
    const { handles, handle } = this;
    const point = handle === null ? undefined : handles?.points[handle];
    if (handle !== null && point) handles?.move(handle, [point[0] + dx, point[1] + dy]);
  }

  /** Draws a line over a known distance, its first end ready to be moved by keys. */
  measure(): void {
    if (!this.isShown) return;
    this.maximum.close();
    this.sector.reset();
    this.measuring.begin();
    this.handle = this.measuring.line ? 0 : null;
  }

  toggleMaximum(): void {
    if (this.place && this.row) this.maximum.toggle(this.place.imageId, this.row.facts.frames);
  }
}
