import type { Reading } from '../core/round/clock.ts';

/** Time and ids come from here alone, so that a run can be repeated exactly. */
export const now = (): string => new Date().toISOString();

export const newId = (): string => crypto.randomUUID();

/** Both clocks of the machine, in milliseconds. */
export const reading = (): Reading => ({ wall: Date.now(), monotonic: performance.now() });
