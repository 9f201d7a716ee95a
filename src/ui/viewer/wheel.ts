import type { Point } from '../../core/measure.ts';

/** Pixels of a turn that count as one notch: a trackpad sends many small turns. */
const NOTCH = 40;

interface Turns {
  /** @param at screen pixels from the middle of the element */
  readonly zoom: (factor: number, at: Point) => void;
  readonly step: (by: 1 | -1) => void;
}

/** Attaches the wheel to an element: with Ctrl it zooms at the pointer, else it steps. */
export const wheel =
  ({ zoom, step }: Turns) =>
  (node: HTMLElement) => {
    let turned = 0;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      if (event.ctrlKey) {
        const area = node.getBoundingClientRect();
        const x = event.clientX - area.left - area.width / 2;
        const y = event.clientY - area.top - area.height / 2;
        zoom(2 ** (-event.deltaY / 400), [x, y]);
        return;
      }
      turned += event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * NOTCH;
      if (Math.abs(turned) < NOTCH) return;
      step(turned > 0 ? 1 : -1);
      turned = 0;
    };
    node.addEventListener('wheel', turn, { passive: false });
    return () => node.removeEventListener('wheel', turn);
  };
