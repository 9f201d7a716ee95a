import { locale } from '../../state/shell/locale.svelte.ts';

/** The type of a translation: every key of the English dictionary, texts as texts, functions with the same parameters. */
export type Translation<D> = {
  readonly [K in keyof D]: D[K] extends (...parameters: infer P) => string
    ? (...parameters: P) => string
    : D[K] extends string
      ? string
      : Translation<D[K]>;
};

/** The dictionary of one area of the interface in the page's language. Markup that reads it is updated when the language changes. */
export const area =
  <D>(en: D, fr: NoInfer<Translation<D>>): (() => Translation<D>) =>
  () =>
    locale.current === 'fr' ? fr : (en as Translation<D>);
