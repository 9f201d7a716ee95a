import type { Window, WindowPreset } from '../../core/image/window.ts';
import type { Point } from '../../core/measure.ts';

export const ZOOM_STEP = 1.25;
const LARGEST_ZOOM = 16;
const SMALLEST_ZOOM = 0.25;
const CENTRED: Point = [0, 0];
/** A drag over this many screen pixels changes the window by its own width. */
const DRAG = 400;

/** Zoom, place and grey window of a viewer. */
export class View {
  #zoom = $state(1);
  #pan = $state.raw<Point>(CENTRED);
  #window = $state.raw<Window | undefined>();
  #invert = $state(false);

  /** 1 fits the picture into the viewer. */
  get zoom() {
    return this.#zoom;
  }
  /** Screen pixels from the middle of the viewer to the middle of the picture. */
  get pan() {
    return this.#pan;
  }
  /** The user's window; undefined: automatic. */
  get window() {
    return this.#window;
  }
  get invert() {
    return this.#invert;
  }

  reset(): void {
    this.#window = undefined;
    this.#invert = false;
    this.#zoom = 1;
    this.#pan = CENTRED;
  }

  turnGrey(): void {
    this.#invert = !this.#invert;
  }

  /** @param at screen pixels from the middle of the viewer; the pixel there stays in place */
  zoomBy(factor: number, at: Point = CENTRED): void {
    const next = Math.min(LARGEST_ZOOM, Math.max(SMALLEST_ZOOM, this.#zoom * factor));
    const ratio = next / this.#zoom;
    this.#pan = [at[0] - (at[0] - this.#pan[0]) * ratio, at[1] - (at[1] - this.#pan[1]) * ratio];
    this.#zoom = next;
  }

  panBy(dx: number, dy: number): void {
    this.#pan = [this.#pan[0] + dx, this.#pan[1] + dy];
  }

  choose(preset: WindowPreset | undefined): void {
    this.#window = preset && { center: preset.center, width: preset.width };
  }

  /**
   * Changes the window by a drag: width from left to right, centre from top to bottom.
   *
   * @param sign -1 turns the direction of the centre round
   */
  dragWindow(dx: number, dy: number, shown: Window, automatic: Window, sign: 1 | -1): void {
    const step = Math.max(automatic.width, shown.width, 1) / DRAG;
    this.#window = {
      center: shown.center + dy * step * sign,
      width: Math.max(step, shown.width + dx * step),
    };
  }
}
