import type { Window } from '../../core/image/window.ts';
import type { OnScreen } from './view.ts';

/** CSS pixels of drag that change the width by the whole window. */
const DRAG_OF_A_WINDOW = 400;

/**
 * The window after a drag: to the right it becomes wider, downwards its centre rises.
 *
 * @param automatic the automatic window; it keeps the drag fast enough after the window became narrow
 * @param isInverted downwards the centre falls
 */
export function draggedWindow(shown: Window, automatic: Window, by: OnScreen, isInverted: boolean): Window {
  const step = Math.max(automatic.width, shown.width, 1) / DRAG_OF_A_WINDOW;
  return {
    center: shown.center + by.y * step * (isInverted ? -1 : 1),
    width: Math.max(step, shown.width + by.x * step),
  };
}
