import type { Failure } from '../core/failure.ts';
import type { Result } from '../core/result.ts';

/** Thrown by the entries of a package. The package is then not written, and `write` gives the failure. */
export class EntryFailure extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/**
 * Makes one value of each item, in order, and starts the next ones before they are asked for: all workers of a pool have work while
 * a package is written. Throws {@link EntryFailure} at the first item that fails.
 *
 * @param ahead how many items are made beyond the one that is asked for; memory holds as many
 */
export async function* madeAhead<Item, T>(
  items: Iterable<Item>,
  make: (item: Item) => Promise<Result<T>>,
  ahead: number,
): AsyncGenerator<T> {
  const waiting: Promise<Result<T>>[] = [];
  const first = async (): Promise<T> => {
    const made = await waiting.shift();
    if (!made?.ok) throw made ? new EntryFailure(made.failure) : new Error('nothing was started');
    return made.value;
  };
  for (const item of items) {
    const made = make(item);
    // It is awaited in its turn. Until then an exception of it is not an unhandled one.
    made.catch(() => undefined);
    waiting.push(made);
    if (waiting.length > ahead) yield await first();
  }
  while (waiting.length > 0) yield await first();
}
