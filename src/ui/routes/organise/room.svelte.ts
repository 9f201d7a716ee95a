import { keys, type KeyBinding } from '../../../state/shell/keys.svelte.ts';
import { panels } from '../../../state/shell/panels.svelte.ts';
import { t } from '../../i18n/round.ts';

/** Switches full screen on or off. If the browser refuses, the window stays as it is. */
export function toggleFullScreen(): void {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen();
  change.catch(() => undefined);
}

/** Opens a screen in another window, for the projector. */
export function openWindow(path: string): void {
  open(`#${path}`, `negatoscope ${path}`, 'popup,width=1280,height=800');
}

/**
 * Shows only this screen, without bars, for a projector. F switches full screen, Escape leaves. Call it in an `$effect`; it returns the
 * function that restores the bars.
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
