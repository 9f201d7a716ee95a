import {
  measuredSpacing,
  spacingOf,
  type Calibration,
  type MeasuredSpacing,
} from '../../../core/image/calibration.ts';
import type { Millimetres, Point } from '../../../core/measure.ts';
import { now } from '../../clock.ts';
import type { Handles } from './handles.ts';
import type { DeskPort } from './desk-port.ts';

/** The known distance that a person draws on an image whose header has no spacing. */
export class Measuring {
  readonly #desk: DeskPort;
  #line = $state.raw<Calibration['line'] | null>(null);
  /** Clicks since the line was begun. They set the first and the second end alternately. */
  #clicks = 0;

  constructor(desk: DeskPort) {
    this.#desk = desk;
  }

  /** The line that is being drawn. null: none is. */
  get line() {
    return this.#line;
  }

  /** True if the header of the image on the screen has no spacing. */
  readonly isOffered = $derived.by(() => this.#desk.slices.image?.facts.spacing === null);

  /** The stored measurement of the image on the screen. */
  readonly kept: Calibration | null = $derived.by(() => {
    const { choice, slices } = this.#desk;
    const { calibration } = choice ?? {};
    return this.isOffered && calibration && calibration.of === slices.place?.imageId ? calibration : null;
  });

  /** The measured spacing of an image. null: it was not measured. */
  spacing(imageId: string): MeasuredSpacing | null {
    return measuredSpacing(this.#desk.choice?.calibration, imageId);
  }

  readonly handles: Handles | null = $derived.by(() => {
    const line = this.#line;
    if (!line) return null;
    const moved = (handle: number, to: Point): Calibration['line'] =>
      handle === 0 ? [this.#inside(to), line[1]] : [line[0], this.#inside(to)];
    return {
      kind: 'line',
      points: line,
      name: (handle) => ({ kind: 'end', end: handle === 0 ? 'first' : 'second' }),
      moved: (handle, to) => ({ points: moved(handle, to), outline: moved(handle, to) }),
      move: (handle, to) => (this.#line = moved(handle, to)),
    };
  });

  #inside([x, y]: Point): Point {
    const { columns = 1, rows = 1 } = this.#desk.slices.image?.facts ?? {};
    return [Math.min(columns - 0.5, Math.max(-0.5, x)), Math.min(rows - 0.5, Math.max(-0.5, y))];
  }

  /** Begins with the stored line, or with a line in the middle whose ends can be moved. */
  begin(): void {
    const facts = this.#desk.slices.image?.facts;
    if (!facts || !this.isOffered) return;
    const [x, y] = [(facts.columns - 1) / 2, (facts.rows - 1) / 2];
    this.#clicks = 0;
    this.#line = this.kept?.line ?? [
      [x - facts.columns / 8, y],
      [x + facts.columns / 8, y],
    ];
  }

  click(point: Point): void {
    if (!this.#line) return;
    this.#line = this.#clicks++ % 2 === 0 ? [point, this.#line[1]] : [this.#line[0], point];
  }

  /** Stores the length of the line. False: the line is too short or the length is not valid. */
  keep(millimetres: Millimetres): boolean {
    const line = this.#line;
    const { contribute, slices } = this.#desk;
    const { place, image } = slices;
    if (!line || !place || !image) return false;
    const { pixelAspect } = image.facts;
    const drawn = { line, millimetres, ...(pixelAspect !== undefined && { pixelAspect }) };
    if (spacingOf(drawn) === null) return false;
    const by = contribute.signing.centre?.by ?? '';
    void this.#desk.apply({ calibration: { of: place.imageId, ...drawn, by, at: now() } });
    this.#line = null;
    return true;
  }

  remove(): void {
    this.#line = null;
    void this.#desk.apply({ calibration: null });
  }

  reset(): void {
    this.#line = null;
  }
}
