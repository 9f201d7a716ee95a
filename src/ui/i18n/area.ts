import { locale } from '../../state/shell/locale.svelte.ts';

/** Every key of the English dictionary: texts stay texts, functions keep their parameters. */
export type Translation<D> = {
  readonly [K in keyof D]: D[K] extends (...parameters: infer P) => string
    ? (...parameters: P) => string
    : D[K] extends string
      ? string
      : Translation<D[K]>;
};

/** The dictionary of one area of the interface, in the page's language; follows it when read in markup. */
export const area =
  <D>(en: D, fr: NoInfer<Translation<D>>): (() => Translation<D>) =>
  () =>
    locale.current === 'fr' ? fr : (en as Translation<D>);
