import { readPreference, writePreference } from './preferences.ts';

/** Threads of the machine, minus one for the page. */
const cores = (): number => Math.max(1, (navigator.hardwareConcurrency || 2) - 1);

/** How the page reacts to a drag, and how many workers it uses. */
class Controls {
  #invertDrag = $state(readPreference('invert-drag') === 'true');
  #workers = $state(clamp(Number(readPreference('workers') ?? Math.min(4, cores()))));

  /** Largest number of workers that can be chosen. */
  readonly maximumWorkers = Math.max(2, cores() + 1);

  /** A drag downwards lowers the centre of the window instead of raising it. */
  get invertDrag(): boolean {
    return this.#invertDrag;
  }
  set invertDrag(value: boolean) {
    this.#invertDrag = value;
    writePreference('invert-drag', String(value));
  }

  /** Workers that decode and write images at the same time. */
  get workers(): number {
    return this.#workers;
  }
  set workers(value: number) {
    this.#workers = clamp(value);
    writePreference('workers', String(this.#workers));
  }
}

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(1, Math.round(value)), Math.max(2, cores() + 1)) : 1;
}

export const controls = new Controls();
