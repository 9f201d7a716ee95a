import { failure, type Failure } from '../core/failure.ts';
import { failed, success, type Result } from '../core/result.ts';

/** Runs a read or write. An exception of IndexedDB becomes a failure; a full disk has its own code, because a person can act on it. */
export async function outcomeOf<T>(work: () => PromiseLike<T>): Promise<Result<T>> {
  try {
    return success(await work());
  } catch (error) {
    return failed(
      isQuotaExceeded(error)
        ? failure('machine/storage-full', {})
        : failure('machine/storage-unavailable', {
            cause: error instanceof Error ? error.message : String(error),
          }),
    );
  }
}

/** Like `outcomeOf`, for work that itself returns a result. */
export async function resultOf<T, F>(work: () => PromiseLike<Result<T, F>>): Promise<Result<T, F | Failure>> {
  const outcome = await outcomeOf(work);
  return outcome.ok ? outcome.value : outcome;
}

/** Dexie hides the browser's QuotaExceededError in `inner` when a transaction aborts. */
function isQuotaExceeded(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, inner } = error as { name?: unknown; inner?: unknown };
  return name === 'QuotaExceededError' || isQuotaExceeded(inner);
}
