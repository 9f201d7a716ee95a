import { readPreference, writePreference } from './preferences.ts';

export const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** The theme. Default: dark, for reading rooms. */
class ThemeState {
  #current = $state<Theme>(readPreference('theme', THEMES) ?? 'dark');

  constructor() {
    this.#apply();
  }

  get current(): Theme {
    return this.#current;
  }

  set(theme: Theme): void {
    this.#current = theme;
    this.#apply();
    writePreference('theme', theme);
  }

  toggle(): void {
    this.set(this.#current === 'dark' ? 'light' : 'dark');
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.#current;
  }
}

export const theme = new ThemeState();
