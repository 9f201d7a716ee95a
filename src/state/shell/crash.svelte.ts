import { untrack } from 'svelte';

export interface CrashReport {
  /** The message of the error. It is shown but never copied, because it may contain data. */
  readonly message: string;
  /** What the user may send to others: the kind of error, places in the application's code, the browser. It contains no data. */
  readonly details: string;
}

/** The unhandled error that is shown. */
class Crash {
  #report = $state.raw<CrashReport | undefined>();
  #resume: (() => void) | undefined;

  get report(): CrashReport | undefined {
    return this.#report;
  }

  start(version: string): void {
    addEventListener('error', (event) => {
      // A resize loop is a notice of the browser, not an error.
      if (event.error === null || event.error === undefined) return;
      this.happened(event.error, version);
    });
    addEventListener('unhandledrejection', (event) => this.happened(event.reason, version));
  }

  /** `resume` renders the broken part again if the user chooses to continue. */
  happened(error: unknown, version: string, resume?: () => void): void {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    this.#resume = resume ?? this.#resume;
    // The first error is the cause. Errors that follow it are not shown.
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

/** File, line and column of each frame of a stack, without the lines of the message. */
function places(stack: string): string[] {
  return Array.from(
    stack.matchAll(/([\w.-]+\.(?:js|ts|svelte|wasm))[^\s:)]*:(\d+):(\d+)/g),
    ([, file, line, column]) => {
      return `  ${file}:${line}:${column}`;
    },
  ).slice(0, 12);
}

export const crash = new Crash();
