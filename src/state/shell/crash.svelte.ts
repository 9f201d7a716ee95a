import { untrack } from 'svelte';

export interface CrashReport {
  /** The message as thrown: shown here, never copied, since it may quote data. */
  readonly message: string;
  /** What may be passed on: kind of error, places in our own code, browser. No data. */
  readonly details: string;
}

/** The last thing that went wrong and that nobody handled. */
class Crash {
  #report = $state.raw<CrashReport | undefined>();
  #resume: (() => void) | undefined;

  get report(): CrashReport | undefined {
    return this.#report;
  }

  start(version: string): void {
    addEventListener('error', (event) => {
      // A resize loop is the browser's own notice, not a failure.
      if (event.error === null || event.error === undefined) return;
      this.happened(event.error, version);
    });
    addEventListener('unhandledrejection', (event) => this.happened(event.reason, version));
  }

  /** `resume` renders the broken part anew when the person chooses to go on. */
  happened(error: unknown, version: string, resume?: () => void): void {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    this.#resume = resume ?? this.#resume;
    // The first failure is the cause; what follows it, often many times over, is not shown.
    if (untrack(() => this.#report)) return;
    const known = error instanceof Error ? error : new Error(String(error));
    this.#report = {
      message: known.message,
      details: [
        `Negatoscope ${version}`,
        known.name,
        ...places(known.stack ?? ''),
        `#/${location.hash.split('/')[1] ?? ''}`,
        navigator.userAgent,
        `online ${navigator.onLine}`,
      ].join('\n'),
    };
  }

  resume(): void {
    const resume = this.#resume;
    this.#report = undefined;
    this.#resume = undefined;
    resume?.();
  }
}

/** File, line and column of each frame of a stack; the message's lines are left out. */
function places(stack: string): string[] {
  return Array.from(
    stack.matchAll(/([\w.-]+\.(?:js|ts|svelte|wasm))[^\s:)]*:(\d+):(\d+)/g),
    ([, file, line, column]) => {
      return `  ${file}:${line}:${column}`;
    },
  ).slice(0, 12);
}

export const crash = new Crash();
