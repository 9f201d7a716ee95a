import type { RoundApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { Database } from '../../storage/database.ts';
import { readPreference, writePreference } from '../shell/preferences.ts';
import { AfterHour } from './after-hour.svelte.ts';
import { Hour } from './hour.svelte.ts';
import { Planning } from './planning.svelte.ts';
import { RoundLog } from './round-log.svelte.ts';
import { RoundTime } from './round-time.svelte.ts';

interface Parts {
  readonly database: Database;
  readonly pool: WorkerPool<RoundApi>;
}

/**
 * The organiser's desk of a round. Everything it shows follows from the round's log, which is written first. A killed page, a reload and
 * a second window therefore show the same. One window keeps the clock; every window may write.
 */
export class RoundDesk {
  readonly log: RoundLog;
  readonly clock: RoundTime;
  readonly planning: Planning;
  readonly hour: Hour;
  readonly after: AfterHour;
  #loaded: Promise<void> | undefined;

  constructor({ database, pool }: Parts) {
    this.log = new RoundLog(database);
    this.clock = new RoundTime(database, this.log);
    this.planning = new Planning(database, pool, this.log, (round) => this.choose(round));
    this.hour = new Hour(database, pool, this.log, this.clock);
    this.after = new AfterHour(database, pool, this.log);
  }

  /** Reads the rounds and follows them. A second call starts nothing: the rounds are followed already. */
  load(): Promise<void> {
    return (this.#loaded ??= this.#load());
  }

  async #load(): Promise<void> {
    const { log } = this;
    await log.load(() => {
      // A round planned in another window, where this one had none.
      if (log.id === undefined && log.rounds.length > 0) void this.choose(log.rounds.at(-1)?.id);
    });
    const wished = readPreference('round');
    await this.choose((log.rounds.find(({ id }) => id === wished) ?? log.rounds.at(-1))?.id);
    this.clock.run(() => this.hour.resume());
  }

  /** Shows another round. */
  async choose(id: string | undefined): Promise<void> {
    this.clock.forget();
    await this.log.choose(id);
    if (id === undefined) return;
    writePreference('round', id);
    await this.clock.follow(id);
    if (this.clock.keeps) await this.hour.resume();
  }
}
