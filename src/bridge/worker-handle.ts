import * as Comlink from 'comlink';
import { failure, type Failure } from '../core/failure.ts';
import { failed, type Result } from '../core/result.ts';

export interface RunOptions {
  /** Aborting a running task terminates the worker: a WebAssembly pipeline can't be interrupted in another way. */
  readonly signal?: AbortSignal;
}

/** Work for one worker. It returns a result. It can be aborted between any two messages. */
export type Task<Api, T, F> = (api: Comlink.Remote<Api>) => Promise<Result<T, F>>;

interface Running {
  stop(reason: Failure): void;
}

/**
 * One worker behind a typed, serial queue. The worker starts with the first task, restarts after a crash or a cancelled task, and is
 * terminated after `idleMs` without work. Every outcome is a value: a task never rejects.
 */
export class WorkerHandle<Api> {
  readonly #start: () => Worker;
  readonly #configure: (api: Comlink.Remote<Api>) => Promise<void>;
  readonly #idleMs: number;
  #worker: Worker | null = null;
  #api: Comlink.Remote<Api> | null = null;
  #ready: Promise<void> = Promise.resolve();
  #queue: Promise<unknown> = Promise.resolve();
  #running: Running | null = null;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #generation = 0;

  /**
   * @param start makes the worker
   * @param configure called once for each worker that is started, before its first task
   */
  constructor(
    start: () => Worker,
    configure: (api: Comlink.Remote<Api>) => Promise<void> = () => Promise.resolve(),
    idleMs = 60_000,
  ) {
    this.#start = start;
    this.#configure = configure;
    this.#idleMs = idleMs;
  }

  get alive(): boolean {
    return this.#worker !== null;
  }

  /** How many workers were started. What a task knows of its worker's memory is void in another generation. */
  get generation(): number {
    return this.#generation;
  }

  /**
   * Queues one task. The result is that of the task, or the failure `machine/cancelled` or `machine/worker-crashed`. After such a
   * failure the queue continues with a new worker.
   */
  run<T, F>(task: Task<Api, T, F>, options: RunOptions = {}): Promise<Result<T, F | Failure>> {
    const result = this.#queue.then(() => this.#runNow(task, options.signal));
    this.#queue = result;
    return result;
  }

  /** Aborts the running task, if there is one, and terminates the worker. */
  stop(): void {
    this.#running?.stop(failure('machine/cancelled', {}));
    this.#release();
  }

  async #runNow<T, F>(task: Task<Api, T, F>, signal?: AbortSignal): Promise<Result<T, F | Failure>> {
    if (signal?.aborted) return failed(failure('machine/cancelled', {}));
    clearTimeout(this.#idle);
    return new Promise((resolve) => {
      let settled = false;
      const finish = (result: Result<T, F | Failure>) => {
        if (settled) return;
        settled = true;
        signal?.removeEventListener('abort', cancel);
        this.#running = null;
        this.#idle = setTimeout(() => this.#release(), this.#idleMs);
        resolve(result);
      };
      const stop = (reason: Failure) => {
        this.#release();
        finish(failed(reason));
      };
      const cancel = () => stop(failure('machine/cancelled', {}));
      signal?.addEventListener('abort', cancel, { once: true });
      this.#running = { stop };
      const api = this.#connect();
      this.#ready
        .then(() => task(api))
        .then(finish, (error: unknown) =>
          stop(failure('machine/worker-crashed', { cause: describe(error) })),
        );
    });
  }

  #connect(): Comlink.Remote<Api> {
    if (this.#api !== null) return this.#api;
    const worker = this.#start();
    this.#generation++;
    const crash = (cause: string) => {
      if (this.#worker !== worker) return;
      this.#running?.stop(failure('machine/worker-crashed', { cause }));
      this.#release();
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      crash(event.message || 'the worker could not be loaded');
    });
    worker.addEventListener('messageerror', () => crash('a message could not be read'));
    const api = Comlink.wrap<Api>(worker);
    this.#worker = worker;
    this.#api = api;
    this.#ready = this.#configure(api);
    // A failure of the configuration is reported by the task that awaits it.
    this.#ready.catch(() => undefined);
    return api;
  }

  #release(): void {
    clearTimeout(this.#idle);
    this.#worker?.terminate();
    this.#worker = null;
    this.#api = null;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
