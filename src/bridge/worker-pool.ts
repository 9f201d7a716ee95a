import type * as Comlink from 'comlink';
import type { Failure } from '../core/failure.ts';
import type { Result } from '../core/result.ts';
import type { RunOptions, Task, WorkerHandle } from './worker-handle.ts';

/** Several workers of one kind. A task goes to the first free worker. Tasks start in the order in which they were queued. */
export class WorkerPool<Api> {
  readonly #handles: readonly WorkerHandle<Api>[];
  readonly #free: WorkerHandle<Api>[];
  readonly #waiting: ((handle: WorkerHandle<Api>) => void)[] = [];

  constructor(size: number, make: () => WorkerHandle<Api>) {
    this.#handles = Array.from({ length: Math.max(1, size) }, make);
    this.#free = [...this.#handles];
  }

  get size(): number {
    return this.#handles.length;
  }

  async run<T, F>(task: Task<Api, T, F>, options: RunOptions = {}): Promise<Result<T, F | Failure>> {
    const handle =
      this.#free.shift() ?? (await new Promise<WorkerHandle<Api>>((give) => this.#waiting.push(give)));
    try {
      return await handle.run(task, options);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(handle);
      else this.#free.push(handle);
    }
  }

  /**
   * Runs `task` for each of `items`. At most one item per worker runs at a time, so memory holds few items. `done` is awaited for an item
   * before the next item starts. No item starts after `signal` aborts.
   */
  async each<Item, T, F>(
    items: Iterable<Item> | AsyncIterable<Item>,
    task: (api: Comlink.Remote<Api>, item: Item) => Promise<Result<T, F>>,
    done: (item: Item, result: Result<T, F | Failure>) => Promise<void> | void,
    options: RunOptions = {},
  ): Promise<void> {
    const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
    const lane = async () => {
      while (!options.signal?.aborted) {
        const next = await iterator.next();
        if (next.done) return;
        const item = next.value;
        await done(item, await this.run((api) => task(api, item), options));
      }
    };
    await Promise.all(this.#handles.map(lane));
  }

  stop(): void {
    for (const handle of this.#handles) handle.stop();
  }
}

/** Number of workers for this machine: one per core, with one core left for the page; at least 1, at most 8. */
export function poolSize(cores: number, wished: number | null = null): number {
  return wished ?? Math.min(8, Math.max(cores <= 2 ? cores : cores - 1, 1));
}
