import type { FailureCode, FailureDetails } from '../../core/failure.ts';

/** A failure in words: what happened and why, and what to do next. */
export interface FailureText {
  readonly what: string;
  readonly remedy: string;
}

type CodeOf<Area extends string> = Extract<FailureCode, `${Area}/${string}`>;

/** A sentence for each failure code of one folder of the core. A missing code is a type error. */
export type FailureTexts<Area extends string> = {
  readonly [C in CodeOf<Area>]: (details: FailureDetails[C]) => FailureText;
};

/** A sentence for every failure code of the application. */
export type AllFailureTexts = { readonly [C in FailureCode]: (details: FailureDetails[C]) => FailureText };

export const text = (what: string, remedy: string): FailureText => ({ what, remedy });

/** Names at most `shown` of a long list. */
export const some = (items: readonly (string | number)[], shown = 8): string =>
  items.length <= shown ? items.join(', ') : `${items.slice(0, shown).join(', ')}, … (${items.length})`;

export const size = (pixels: readonly number[]): string => pixels.join(' × ');
