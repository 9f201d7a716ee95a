/**
 * The round's own clock. While the page is open it counts by the machine's monotonic clock, so a
 * change of the wall clock or daylight saving does not change the length of the round. A difference
 * to the wall clock is reported as a clock move, and the organiser decides how much of it counts.
 * No other clock covers the time when the machine slept or the page was closed.
 */

/** Both clocks of the machine at one moment, in milliseconds. */
export interface Reading {
  /** Since 1970-01-01T00:00:00Z. */
  readonly wall: number;
  /** Since the page was loaded. It never goes back. */
  readonly monotonic: number;
}

/** How long a round has run, and the moment of that reading. */
export interface Elapsed {
  /** Milliseconds since the round was opened during which its page was open. */
  readonly elapsed: number;
  readonly wall: number;
  /**
   * Null when the value was read from the disk: the monotonic clock of another page has no meaning
   * here.
   */
  readonly monotonic: number | null;
}

/** The wall clock and the round's clock advanced by different amounts. */
export interface ClockMove {
  /** `running`: the wall clock was set, or the machine slept. `away`: the page was closed. */
  readonly cause: 'running' | 'away';
  /** Milliseconds; negative means backwards. */
  readonly by: number;
  /** The part that counts until the organiser decides: none of a moved clock, all of an absence. */
  readonly counted: number;
}

export interface ClockStep {
  readonly now: Elapsed;
  /** Null: both clocks agree. */
  readonly move: ClockMove | null;
}

/**
 * Smaller differences between the two clocks come from drift and from time synchronisation of the
 * machine.
 */
export const SMALLEST_JUMP = 2000;

/** Milliseconds of absence that count without a question, for example a reload. */
export const SHORT_ABSENCE = 10_000;

/** The clock of a round that is opened at this moment. */
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
  // A difference below the limit is kept and added up. Otherwise small steps would never be
  // reported.
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
