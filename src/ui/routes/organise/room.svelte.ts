import { keys, type KeyBinding } from '../../../state/shell/keys.svelte.ts';
import { panels } from '../../../state/shell/panels.svelte.ts';
import { t } from '../../i18n/round.ts';

/** Fills the whole display, or gives it back. A browser that refuses leaves the window as it is. */
export function toggleFullScreen(): void {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen();
  change.catch(() => undefined);
}

/** Opens a screen in a window of its own, for the projector. */
export function openWindow(path: string): void {
  open(`#${path}`, `negatoscope ${path}`, 'popup,width=1280,height=800');
}

/**
 * A screen that is looked at from the back of a room: it has the window to itself, F fills the display, Escape leaves. Call it in an
 * `$effect`; returns the way back.
 */
export function roomScreen(bindings: readonly KeyBinding[], leave: () => void): () => void {
  panels.bare = true;
  const unregister = keys.register({
    id: 'room',
    title: () => t().keys,
    bindings: [
      ...bindings,
      { keys: 'f', title: () => t().fullScreen, run: toggleFullScreen },
      { keys: 'Escape', title: () => t().leave, run: leave },
    ],
  });
  return () => {
    panels.bare = false;
    unregister();
    if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
  };
}
