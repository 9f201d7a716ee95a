import type { Text } from '../../core/text.ts';
import { locale } from '../../state/shell/locale.svelte.ts';
import { formats, type Format } from './formats.ts';

/** Numbers, plurals and dates in the page's language. Markup that reads it is updated when the language changes. */
export const format = (): Format => formats[locale.current];

/** A text of a definition in the page's language. */
export const inLanguage = (text: Text): string => text[locale.current];
