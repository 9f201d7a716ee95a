import { started, stepped, type ClockMove, type Elapsed } from '../../core/round/clock.ts';
import type { Database } from '../../storage/database.ts';
import { clockOf, writeClock } from '../../storage/rounds.ts';
import { reading, wall } from '../clock.ts';

/** Milliseconds between two writes of the clock: what a killed page loses is found again by the wall clock. */
const WRITTEN_EVERY = 1000;

/** The clock of an open round in the window that keeps it, written down so that another page can go on. */
export class RoundClock {
  readonly #database: Database;
  readonly #round: string;
  #at: Elapsed;
  #writtenAt = -Infinity;

  private constructor(database: Database, round: string, at: Elapsed) {
    this.#database = database;
    this.#round = round;
    this.#at = at;
  }

  static start(database: Database, round: string): RoundClock {
    return new RoundClock(database, round, started(reading()));
  }

  /** Takes up a clock that another page kept. `known`: milliseconds that the log has at least, and the wall clock then. */
  static async resume(database: Database, round: string, known: { elapsed: number; wall: number }) {
    const written = await clockOf(database, round);
    const from = written && written.elapsed >= known.elapsed ? written : known;
    return new RoundClock(database, round, { elapsed: from.elapsed, wall: from.wall, monotonic: null });
  }

  /** Milliseconds lived through until now, and a move of the wall clock found on the way. */
  step(): { readonly elapsed: number; readonly move: ClockMove | null } {
    const { now, move } = stepped(this.#at, reading());
    this.#at = now;
    if (now.elapsed - this.#writtenAt >= WRITTEN_EVERY || move) {
      this.#writtenAt = now.elapsed;
      const { elapsed } = now;
      // A clock that can't be written (full disk) still runs; the log's own writes tell of it.
      writeClock(this.#database, { id: this.#round, elapsed, wall: wall() }).catch(() => undefined);
    }
    return { elapsed: now.elapsed, move };
  }
}
