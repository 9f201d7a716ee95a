import { readPreference, writePreference } from './preferences.ts';

/** Threads the machine offers; one is left to the page. */
const cores = (): number => Math.max(1, (navigator.hardwareConcurrency || 2) - 1);

/** How the page answers to the hand, and how much of the machine it uses. */
class Controls {
  #invertDrag = $state(readPreference('invert-drag') === 'true');
  #workers = $state(clamp(Number(readPreference('workers') ?? Math.min(4, cores()))));

  /** Largest number of workers that can be chosen. */
  readonly maximumWorkers = Math.max(2, cores() + 1);

  /** Vertical drag for the level runs the other way. */
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
