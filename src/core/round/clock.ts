/**
 * The round's own clock. It counts by the machine's monotonic clock while the page lives, so that setting the wall clock, or daylight
 * saving, neither lengthens nor shortens the hour; after a crash the wall clock is all there is.
 */

/** Both clocks of the machine at one moment, in milliseconds. */
export interface Reading {
  /** Since 1970-01-01T00:00:00Z. */
  readonly wall: number;
  /** Since the page was loaded; it only ever goes forward. */
  readonly monotonic: number;
}

/** How long a round has run, and the moment at which that was true. */
export interface Elapsed {
  /** Milliseconds since the round was opened. */
  readonly elapsed: number;
  readonly wall: number;
  /** Null when it was read from the disk: another page's monotonic clock says nothing here. */
  readonly monotonic: number | null;
}

export interface ClockStep {
  readonly now: Elapsed;
  /** Milliseconds by which the wall clock was moved since the last moment; 0 for none. Negative: backwards. */
  readonly jump: number;
}

/** Smaller differences between the two clocks are their drift and the time synchronisation of the machine. */
export const SMALLEST_JUMP = 2000;

/** The clock of a round opened at this moment. */
export const started = ({ wall, monotonic }: Reading): Elapsed => ({ elapsed: 0, wall, monotonic });

/** The same clock at a later moment. */
export function stepped(before: Elapsed, reading: Reading): ClockStep {
  const byWall = reading.wall - before.wall;
  const passed = before.monotonic === null ? Math.max(0, byWall) : reading.monotonic - before.monotonic;
  const difference = byWall - passed;
  return {
    now: { elapsed: before.elapsed + passed, ...reading },
    jump: Math.abs(difference) >= SMALLEST_JUMP ? difference : 0,
  };
}
