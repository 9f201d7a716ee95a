import type { Component } from 'svelte';

/** A screen takes no properties: what it shows comes from `state/`, what the shell asks of the application from `services()`. */
type Screen = Component;

/** First segment of the address → the screen, loaded when it is first gone to. */
export const SCREENS: Readonly<Record<string, () => Promise<{ default: Screen }>>> = {
  contribute: () => import('./routes/contribute/Screen.svelte'),
  curate: () => import('./routes/curate/Screen.svelte'),
  compete: () => import('./routes/compete/Screen.svelte'),
  purged: () => import('./routes/purged/Purged.svelte'),
  learn: () => import('./routes/learn/Screen.svelte'),
  organise: () => import('./routes/organise/Screen.svelte'),
  settings: () => import('./routes/settings/Settings.svelte'),
};
