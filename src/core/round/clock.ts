/**
 * The round's own clock. It counts by the machine's monotonic clock while the page lives, so that setting the wall clock, or daylight
 * saving, neither lengthens nor shortens the hour. What the wall clock says more or less is told as a move, of which the organiser says
 * how much counts: a machine that slept, or a page that was gone, has no other clock.
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
  /** Milliseconds since the round was opened that its page lived through. */
  readonly elapsed: number;
  readonly wall: number;
  /** Null when it was read from the disk: another page's monotonic clock says nothing here. */
  readonly monotonic: number | null;
}

/** The wall clock went another way than the round's. */
export interface ClockMove {
  /** `running`: it was set, or the machine slept. `away`: the page was gone. */
  readonly cause: 'running' | 'away';
  /** Milliseconds; negative: backwards. */
  readonly by: number;
  /** What counts until the organiser says otherwise: nothing of a moved clock, all of an absence. */
  readonly counted: number;
}

export interface ClockStep {
  readonly now: Elapsed;
  /** Null: both clocks agree. */
  readonly move: ClockMove | null;
}

/** Smaller differences between the two clocks are their drift and the time synchronisation of the machine. */
export const SMALLEST_JUMP = 2000;

/** Milliseconds of absence that are time like any other: a reload is not worth a question. */
export const SHORT_ABSENCE = 10_000;

/** The clock of a round opened at this moment. */
export const started = ({ wall, monotonic }: Reading): Elapsed => ({ elapsed: 0, wall, monotonic });

/** The same clock at a later moment. */
export function stepped(before: Elapsed, reading: Reading): ClockStep {
  const byWall = reading.wall - before.wall;
  if (before.monotonic === null) {
    const isShort = byWall > -SMALLEST_JUMP && byWall < SHORT_ABSENCE;
    const now = { elapsed: before.elapsed + (isShort ? Math.max(0, byWall) : 0), ...reading };
    const move: ClockMove = { cause: 'away', by: byWall, counted: Math.max(0, byWall) };
    return { now, move: isShort ? null : move };
  }
  const passed = reading.monotonic - before.monotonic;
  const by = byWall - passed;
  // Less than a jump, the difference is kept: small steps would else never be told.
  if (Math.abs(by) < SMALLEST_JUMP) {
    const now = {
      elapsed: before.elapsed + passed,
      wall: before.wall + passed,
      monotonic: reading.monotonic,
    };
    return { now, move: null };
  }
  return {
    now: { elapsed: before.elapsed + passed, ...reading },
    move: { cause: 'running', by, counted: 0 },
  };
}
