import type * as Comlink from 'comlink';
import type { Failure } from '../core/failure.ts';
import type { Result } from '../core/result.ts';
import type { RunOptions, Task, WorkerHandle } from './worker-handle.ts';

export interface PoolRunOptions<Api> extends RunOptions {
  /** The worker that must run the task. Default: any worker. */
  readonly on?: WorkerHandle<Api>;
}

interface Waiting<Api> {
  readonly on: WorkerHandle<Api> | undefined;
  readonly give: (handle: WorkerHandle<Api>) => void;
}

/**
 * Several workers of one kind. A task goes to the first free worker, or to the one that it names. A worker takes the oldest of the queued
 * tasks that it can run.
 */
export class WorkerPool<Api> {
  readonly handles: readonly WorkerHandle<Api>[];
  readonly #free: Set<WorkerHandle<Api>>;
  #waiting: readonly Waiting<Api>[] = [];

  constructor(size: number, make: () => WorkerHandle<Api>) {
    this.handles = Array.from({ length: Math.max(1, size) }, make);
    this.#free = new Set(this.handles);
  }

  get size(): number {
    return this.handles.length;
  }

  /** Number of tasks that run on a worker or wait for this worker by name. */
  pendingOf(handle: WorkerHandle<Api>): number {
    const waiting = this.#waiting.filter(({ on }) => on === handle).length;
    return waiting + (this.#free.has(handle) ? 0 : 1);
  }

  async run<T, F>(
    task: Task<Api, T, F>,
    { on, ...options }: PoolRunOptions<Api> = {},
  ): Promise<Result<T, F | Failure>> {
    const handle =
      this.#take(on) ??
      (await new Promise<WorkerHandle<Api>>((give) => {
        this.#waiting = [...this.#waiting, { on, give }];
      }));
    try {
      return await handle.run(task, options);
    } finally {
      this.#next(handle);
    }
  }

  #take(on: WorkerHandle<Api> | undefined): WorkerHandle<Api> | undefined {
    const [first] = this.#free;
    const handle = on ?? first;
    return handle && this.#free.delete(handle) ? handle : undefined;
  }

  #next(handle: WorkerHandle<Api>): void {
    const next = this.#waiting.find(({ on }) => on === undefined || on === handle);
    this.#waiting = this.#waiting.filter((one) => one !== next);
    if (next) next.give(handle);
    else this.#free.add(handle);
  }

  /**
   * Runs `task` for each of `items`. At most one item per worker runs at a time, so memory holds few items. An item's place is
   * taken by the next one only after its `done`. No item starts after `signal` aborts.
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
    await Promise.all(this.handles.map(lane));
  }

  stop(): void {
    for (const handle of this.handles) handle.stop();
  }
}

/** Number of workers for this machine: one per core, at most 8. With more than two cores, one is left for the page. */
export function poolSize(cores: number, wished: number | null = null): number {
  return wished ?? Math.min(8, Math.max(cores <= 2 ? cores : cores - 1, 1));
}
