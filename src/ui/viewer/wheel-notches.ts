/** CSS pixels of one notch of a mouse wheel. */
const NOTCH = 40;
/** `WheelEvent.DOM_DELTA_PIXEL` */
const IN_PIXELS = 0;

/** Counts notches of a wheel. A trackpad sends many small turns, which are added until they make a notch. */
export class WheelNotches {
  #turned = 0;

  /** @returns 1: a notch down; -1: a notch up; 0: not a whole notch yet */
  turn({ deltaY, deltaMode }: Pick<WheelEvent, 'deltaY' | 'deltaMode'>): 1 | -1 | 0 {
    this.#turned += deltaMode === IN_PIXELS ? deltaY : deltaY * NOTCH;
    if (Math.abs(this.#turned) < NOTCH) return 0;
    const notch = this.#turned > 0 ? 1 : -1;
    this.#turned = 0;
    return notch;
  }
}
