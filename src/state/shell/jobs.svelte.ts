import { monotonic } from '../clock.ts';
import type { Label } from './locale.svelte.ts';

/** A long task, as the bottom bar shows it. */
class Job {
  readonly title: Label;
  /** Total number of units of work; undefined: unknown. */
  total = $state<number | undefined>();
  done = $state(0);
  state = $state<'running' | 'done' | 'failed' | 'cancelled'>('running');
  /** Why it failed, in the user's language. */
  reason = $state<Label | undefined>();
  /** Units that were done before the job started. */
  #before = 0;
  #started = monotonic();
  #now = $state(0);
  #controller = new AbortController();

  constructor(title: Label, total: number | undefined) {
    this.title = title;
    this.total = total;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Units per second since the start; undefined: too early to calculate. */
  get rate(): number | undefined {
    const seconds = (this.#now - this.#started) / 1000;
    const done = this.done - this.#before;
    return done > 0 && seconds >= 0.5 ? done / seconds : undefined;
  }

  /** Seconds left at the current rate; undefined: unknown. */
  get secondsLeft(): number | undefined {
    const rate = this.rate;
    return rate === undefined || this.total === undefined
      ? undefined
      : Math.max(0, this.total - this.done) / rate;
  }

  resume(units: number): void {
    this.#before += units;
    this.done += units;
  }

  tick(now: number): void {
    this.#now = now;
  }

  cancel(): void {
    this.#controller.abort(new DOMException('cancelled', 'AbortError'));
  }
}

export type { Job };

/** The handle of the running work. The work reports progress to it and must obey `signal`. */
export interface JobHandle {
  readonly signal: AbortSignal;
  /** Reports that `units` more are done. Default: 1. */
  advance(units?: number): void;
  setTotal(total: number): void;
  /** Reports units that were done earlier. They count as done, but not for the rate. */
  resume(units: number): void;
  done(): void;
  fail(reason: Label): void;
}

const TICK = 500;

class Jobs {
  #all = $state<Job[]>([]);
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Running jobs, oldest first. */
  get running(): readonly Job[] {
    return this.#all;
  }

  start(options: { title: Label; total?: number }): JobHandle {
    const job = new Job(options.title, options.total);
    this.#all.push(job);
    this.#timer ??= setInterval(() => this.#tick(), TICK);
    const end = (state: 'done' | 'failed' | 'cancelled'): void => {
      if (job.state !== 'running') return;
      job.state = state;
      this.#all = this.#all.filter((other) => other !== job);
      if (this.#all.length === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    };
    job.signal.addEventListener('abort', () => end('cancelled'), { once: true });
    return {
      signal: job.signal,
      advance: (units = 1) => {
        job.done += units;
      },
      setTotal: (total) => {
        job.total = total;
      },
      resume: (units) => job.resume(units),
      done: () => end('done'),
      fail: (reason) => {
        job.reason = reason;
        end('failed');
      },
    };
  }

  #tick(): void {
    const now = monotonic();
    for (const job of this.#all) job.tick(now);
  }
}

export const jobs = new Jobs();
