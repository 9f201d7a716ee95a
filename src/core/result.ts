import { failuresOf, type Failure } from './failure.ts';

/**
 * The outcome of an operation that can fail. Failures are values, because comlink loses classes
 * when a worker returns them.
 */
export type Result<T, F = Failure> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F };

export const success = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const failed = <F>(failure: F): { readonly ok: false; readonly failure: F } => ({
  ok: false,
  failure,
});

/** The same result, with its one or several failures as a list. */
export const listed = <T>(result: Result<T, Failure | readonly Failure[]>): Result<T, readonly Failure[]> =>
  result.ok ? result : failed(failuresOf(result.failure));
