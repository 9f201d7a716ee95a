import type { Reading } from '../core/round/clock.ts';

/*
 * The only reader of the machine's clocks and the only maker of ids. Everything else is handed a time, so that a run can be repeated
 * exactly. Lint holds it.
 */

/** ISO 8601 in UTC. */
export const now = (): string => new Date(wall()).toISOString();

export const newId = (): string => crypto.randomUUID();

/** Milliseconds since 1970. A person or the network can move this clock. */
export const wall = (): number => Date.now();

/** Milliseconds since the page was opened. This clock never steps back. */
export const monotonic = (): number => performance.now();

/** Both clocks at once, in milliseconds. */
export const reading = (): Reading => ({ wall: wall(), monotonic: monotonic() });
