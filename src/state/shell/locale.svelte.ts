import { readPreference, writePreference } from './preferences.ts';

export const LOCALES = ['en', 'fr'] as const;
export type Locale = (typeof LOCALES)[number];

/** A text. If it is a function, the text changes with the language of the page. */
export type Label = string | (() => string);

export const labelText = (label: Label): string => (typeof label === 'function' ? label() : label);

function preferred(): Locale {
  const stored = readPreference('locale', LOCALES);
  if (stored) return stored;
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('fr')) ? 'fr' : 'en';
}

class LocaleState {
  #current = $state<Locale>(preferred());

  constructor() {
    document.documentElement.lang = this.#current;
  }

  get current(): Locale {
    return this.#current;
  }

  set(locale: Locale): void {
    this.#current = locale;
    document.documentElement.lang = locale;
    writePreference('locale', locale);
  }
}

export const locale = new LocaleState();
