import * as Comlink from 'comlink';
import type { Result } from '../src/core/result.ts';

/** Gives the pixels or bytes of a result to the page instead of copying them. They must be the result's own. */
export async function given<T>(
  answer: Promise<Result<T>>,
  what: (value: T) => Transferable,
): Promise<Result<T>> {
  const result = await answer;
  return result.ok ? Comlink.transfer(result, [what(result.value)]) : result;
}
