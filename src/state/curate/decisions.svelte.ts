import type { Failure } from '../../core/failure.ts';
import type { Decision } from '../../core/package/merge.ts';
import type { Database } from '../../storage/database.ts';
import { decisionsOf, putDecisions } from '../../storage/decisions.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { now } from '../clock.ts';

/** What the curator keeps and excludes, as stored. */
export class Decisions {
  readonly #challenge: string;
  readonly #database: Database;
  #byKey = $state.raw<ReadonlyMap<string, Decision>>(new Map());
  #failure = $state.raw<Failure | undefined>();

  constructor(challenge: string, database: Database) {
    this.#challenge = challenge;
    this.#database = database;
  }

  /** By image key. */
  get byKey() {
    return this.#byKey;
  }
  /** Why the last decision was not stored. */
  get failure() {
    return this.#failure;
  }

  async load(): Promise<void> {
    const rows = await decisionsOf(this.#database, this.#challenge);
    this.#byKey = new Map(rows.map((row) => [row.imageKey, row]));
  }

  async decide(keys: readonly string[], keep: boolean, reason: string | null): Promise<void> {
    const at = now();
    const rows = keys.map((imageKey) => ({
      id: `${this.#challenge}\n${imageKey}`,
      challengeId: this.#challenge,
      imageKey,
      keep,
      reason,
      by: 'curator',
      at,
    }));
    const stored = await outcomeOf(() => putDecisions(this.#database, rows));
    this.#failure = stored.ok ? undefined : stored.failure;
    if (stored.ok)
      this.#byKey = new Map([...this.#byKey, ...rows.map((row) => [row.imageKey, row] as const)]);
  }
}
