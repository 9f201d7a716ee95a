import { timeOf } from '../../core/round/state.ts';
import type { Database } from '../../storage/database.ts';
import { clockOf } from '../../storage/rounds.ts';
import { type RoundClockRow } from '../../storage/rows/rounds.ts';
import { reading } from '../clock.ts';
import { RoundClock } from './round-clock.ts';
import type { RoundLog } from './round-log.svelte.ts';

/** Milliseconds between two looks at the clocks. */
const TICK = 200;
const LOCK = 'negatoscope-round-clock';

/** The time of the chosen round. One window keeps the clock; the others read what it writes. */
export class RoundTime {
  readonly #database: Database;
  readonly #log: RoundLog;
  #keeps = false;
  #clock: RoundClock | undefined;
  /** What another window last wrote of the clock, and this page's monotonic clock when it was read. */
  #clockOfOther: { row: RoundClockRow; elapsed: number; monotonic: number } | undefined;

  constructor(database: Database, log: RoundLog) {
    this.#database = database;
    this.#log = log;
    log.timedBy(() => this.#tick());
  }

  /** Time of the round, in milliseconds. */
  readonly time: number = $derived.by(() => {
    const { state, lived } = this.#log;
    return state ? timeOf(state, Math.max(lived, state.elapsed)) : 0;
  });
  /** Milliseconds until the end; negative after it. */
  readonly left: number = $derived.by(
    () => (this.#log.state?.minutes ?? this.#log.plan?.minutes ?? 0) * 60_000 - this.time,
  );

  /** True in the window that keeps the clock. */
  get keeps() {
    return this.#keeps;
  }

  /** Starts the clock of a round that opens in this window. */
  start(round: string): void {
    this.#log.lived = 0;
    this.#clock = RoundClock.start(this.#database, round);
  }

  forget(): void {
    this.#clock = undefined;
  }

  /** Follows what other windows write of the clock. */
  async follow(id: string): Promise<void> {
    this.#hear(await clockOf(this.#database, id));
    this.#log.follow(
      () => clockOf(this.#database, id),
      (row) => this.#hear(row),
    );
  }

  /** Asks to keep the clock in this window. `kept` runs when it does: at once, or when the window that keeps it closes. */
  run(kept: () => Promise<void>): void {
    const keep = async () => {
      this.#keeps = true;
      await kept();
      // Held until the page closes.
      await new Promise(() => undefined);
    };
    void (navigator.locks as LockManager | undefined)?.request(LOCK, keep);
    setInterval(() => void this.#tick(), TICK);
  }

  /** Takes up the clock that a closed page left. */
  async resume(): Promise<void> {
    const { state, id, events } = this.#log;
    const last = events.at(-1);
    if (state?.phase !== 'open' || id === undefined || !last) return;
    const known = { elapsed: state.elapsed, wall: Date.parse(last.at) };
    this.#clock = await RoundClock.resume(this.#database, id, known);
    await this.#tick();
  }

  /** A clock row that was just written is exact. For a row found at the start, the time since its writing is added by the wall clock. */
  #hear(row: RoundClockRow | undefined): void {
    const known = this.#clockOfOther;
    if (!row || (known && known.row.wall === row.wall && known.row.id === row.id)) return;
    const { wall, monotonic } = reading();
    const since = known?.row.id === row.id ? 0 : Math.max(0, wall - row.wall);
    this.#clockOfOther = { row, elapsed: row.elapsed + since, monotonic };
  }

  async #tick(): Promise<void> {
    if (this.#log.state?.phase !== 'open') return;
    if (!this.#clock) {
      const { elapsed, monotonic } = this.#clockOfOther ?? { elapsed: 0, monotonic: reading().monotonic };
      this.#log.lived = elapsed + reading().monotonic - monotonic;
      return;
    }
    const { elapsed, move } = this.#clock.step();
    this.#log.lived = elapsed;
    if (move)
      await this.#log.appendAt((_, head) => ({ events: [{ ...head, kind: 'clock-moved', ...move }] }));
  }
}
