import type { Component } from 'svelte';

/** A screen has no properties. It reads its data from `state/`, and the services of the application from `services()`. */
type Screen = Component;

/** The screen of each first segment of the address. It is loaded at the first visit. */
export const SCREENS: Readonly<Record<string, () => Promise<{ default: Screen }>>> = {
  contribute: () => import('./routes/contribute/Screen.svelte'),
  curate: () => import('./routes/curate/Screen.svelte'),
  compete: () => import('./routes/compete/Screen.svelte'),
  purged: () => import('./routes/purged/Purged.svelte'),
  learn: () => import('./routes/learn/Screen.svelte'),
  organise: () => import('./routes/organise/Screen.svelte'),
  settings: () => import('./routes/settings/Settings.svelte'),
};
