import type { Point } from '../../core/measure.ts';
import type { OnScreen } from './on-screen.ts';

/** CSS pixels that a press may move and still be a click. */
const CLICK = 3;
const MAIN_BUTTON = 0;

/** What the gestures ask of the picture, and what they do with it. */
export interface GesturePort {
  /** Whether the main button paints. */
  readonly paints: () => boolean;
  /** The source pixel at a place of the screen; null: no image is shown. */
  readonly pixelAt: (place: OnScreen) => Point | null;
  /** A piece of a brush stroke, in source pixels; `done` with the last one. */
  readonly onStroke: (piece: readonly Point[], done: boolean) => void;
  /** The main button was dragged by this distance. */
  readonly onDrag: (by: OnScreen) => void;
  /** Another button was dragged by this distance. */
  readonly onPan: (by: OnScreen) => void;
  /** The main button was clicked on this source pixel, which may be outside the image. */
  readonly onClick: (point: Point) => void;
}

interface Press {
  readonly at: OnScreen;
  readonly moved: boolean;
  readonly pans: boolean;
}

/** Divides what one pointer does on a picture into brush strokes, drags and clicks. */
export class PointerGestures {
  readonly #port: GesturePort;
  #press: Press | undefined;
  /** Last point of the stroke that is being painted. */
  #stroke: Point | undefined;

  constructor(port: GesturePort) {
    this.#port = port;
  }

  /** @param button 0: main, as in the browser's PointerEvent */
  down(button: number, at: OnScreen): void {
    const start = button === MAIN_BUTTON && this.#port.paints() ? this.#port.pixelAt(at) : null;
    if (start) {
      this.#stroke = start;
      this.#port.onStroke([start], false);
      return;
    }
    this.#press = { at, moved: false, pans: button !== MAIN_BUTTON };
  }

  move(to: OnScreen): void {
    this.#paint(to);
    if (!this.#press) return;
    const { at, moved, pans } = this.#press;
    const by = { x: to.x - at.x, y: to.y - at.y };
    if (!moved && Math.hypot(by.x, by.y) <= CLICK) return;
    this.#press = { at: to, moved: true, pans };
    if (pans) this.#port.onPan(by);
    else this.#port.onDrag(by);
  }

  #paint(to: OnScreen): void {
    const point = this.#stroke && this.#port.paints() ? this.#port.pixelAt(to) : null;
    if (!this.#stroke || !point) return;
    this.#port.onStroke([this.#stroke, point], false);
    this.#stroke = point;
  }

  up(at: OnScreen): void {
    if (this.#stroke) {
      this.#port.onStroke([this.#stroke, this.#port.pixelAt(at) ?? this.#stroke], true);
      this.#stroke = undefined;
      return;
    }
    const isClick = this.#press && !this.#press.moved && !this.#press.pans;
    this.#press = undefined;
    const point = isClick ? this.#port.pixelAt(at) : null;
    if (point) this.#port.onClick(point);
  }

  /** The browser took the pointer away. A stroke ends where it is. */
  cancel(): void {
    this.#press = undefined;
    if (this.#stroke) this.#port.onStroke([this.#stroke], true);
    this.#stroke = undefined;
  }
}
