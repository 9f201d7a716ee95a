import type { Failure } from '../../core/failure.ts';
import { locale } from '../../state/shell/locale.svelte.ts';
import { failures as en } from './en/failures.ts';
import type { FailureText } from './failure-text.ts';
import { failures as fr } from './fr/failures.ts';

/** A failure in the page's language: what happened, and what to do next. */
export function failureText(failure: Failure): FailureText {
  const texts = locale.current === 'fr' ? fr : en;
  // The type of Failure connects a code with its details. TypeScript loses this connection in the lookup.
  return (texts[failure.code] as (details: Failure['details']) => FailureText)(failure.details);
}
