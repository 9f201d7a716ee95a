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
  /** Ends clicked: the first and the second in turn. */
  #clicks = 0;

  constructor(desk: DeskPort) {
    this.#desk = desk;
  }

  /** The line being drawn. */
  get line() {
    return this.#line;
  }

  /** The header of the image on the screen tells no spacing. */
  readonly isOffered = $derived.by(
    () => this.#desk.row !== undefined && this.#desk.row.facts.spacing === null,
  );

  /** What was measured on the image on the screen. */
  readonly kept: Calibration | null = $derived.by(() => {
    const { choice, place } = this.#desk;
    const { calibration } = choice ?? {};
    return this.isOffered && calibration && calibration.of === place?.imageId ? calibration : null;
  });

  /** Of an image as measured; null: it was not. */
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
    const { columns = 1, rows = 1 } = this.#desk.row?.facts ?? {};
    return [Math.min(columns - 0.5, Math.max(-0.5, x)), Math.min(rows - 0.5, Math.max(-0.5, y))];
  }

  /** Begins with the line kept, or with one in the middle, so that its ends are there to be moved. */
  begin(): void {
    const facts = this.#desk.row?.facts;
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

  /** False: nothing can be told of this length. */
  keep(millimetres: Millimetres): boolean {
    const line = this.#line;
    const { place, row, contribute } = this.#desk;
    if (!line || !place || !row) return false;
    const { pixelAspect } = row.facts;
    const drawn = { line, millimetres, ...(pixelAspect !== undefined && { pixelAspect }) };
    if (spacingOf(drawn) === null) return false;
    const by = contribute.centre?.by ?? '';
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
