import { failure, type Failure } from '../../core/failure.ts';
import { failed, type Result, success } from '../../core/result.ts';
import type { EventHead, RoundEvent } from '../../core/round/events.ts';
import type { RoundPlan } from '../../core/round/plan.ts';
import { stateOf, type RoundState } from '../../core/round/state.ts';
import type { Database } from '../../storage/database.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { allRounds, appendToLog, judgementsOf, logOf, putRound, roundFiles } from '../../storage/rounds.ts';
import { type JudgementRow, type RoundFileRow } from '../../storage/rows/rounds.ts';
import { watch } from '../../storage/watch.ts';
import { now } from '../clock.ts';

/** A round on this machine, as planned. After the opening, everything follows from its log. */
export interface PlannedRound {
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly draft: RoundPlan;
  /** The teams as typed, one per line. */
  readonly teams: string;
}

/** What is written with an event, in one transaction. */
interface Entry {
  readonly events: readonly RoundEvent[];
  readonly files?: readonly RoundFileRow[];
  readonly judgements?: readonly JudgementRow[];
}

/** The rounds on this machine and the log of the chosen one. The state of a round follows from its log alone. */
export class RoundLog {
  readonly #database: Database;
  #rounds = $state.raw<readonly PlannedRound[]>([]);
  #id = $state<string | undefined>();
  #events = $state.raw<readonly RoundEvent[]>([]);
  #files = $state.raw<readonly RoundFileRow[]>([]);
  #judgements = $state.raw<ReadonlyMap<number, JudgementRow>>(new Map());
  #problems = $state.raw<readonly Failure[]>([]);
  #watches: { unsubscribe(): void }[] = [];
  #readClocks: () => Promise<void> = () => Promise.resolve();
  /** Milliseconds since the opening by the clock. The clock of the hour sets it. */
  lived = $state(0);

  readonly #read = $derived(this.#events.length === 0 ? undefined : stateOf(this.#events));

  constructor(database: Database) {
    this.#database = database;
  }

  /** Sets what reads the clocks before an event is written. */
  timedBy(readClocks: () => Promise<void>): void {
    this.#readClocks = readClocks;
  }

  /** Undefined while the round is only planned. */
  readonly state: RoundState | undefined = $derived(this.#read?.ok ? this.#read.value : undefined);
  readonly planned: PlannedRound | undefined = $derived(this.#rounds.find(({ id }) => id === this.#id));
  readonly plan: RoundPlan | undefined = $derived(this.state?.plan ?? this.planned?.draft);
  readonly phase: 'none' | RoundState['phase'] = $derived(
    this.state?.phase ?? (this.planned ? 'planned' : 'none'),
  );

  get id() {
    return this.#id;
  }
  get rounds() {
    return this.#rounds;
  }
  get events() {
    return this.#events;
  }
  get files() {
    return this.#files;
  }
  get judgements() {
    return this.#judgements;
  }
  /** Failures since they were last dismissed. */
  get problems(): readonly Failure[] {
    return this.#read && !this.#read.ok ? [this.#read.failure, ...this.#problems] : this.#problems;
  }

  tell(...problems: readonly Failure[]): void {
    this.#problems = [...this.#problems, ...problems];
  }
  dismissProblems(): void {
    this.#problems = [];
  }

  /** Reads the rounds and follows them. `changed` runs when another window changed them. */
  async load(changed: () => void): Promise<void> {
    this.#rounds = await allRounds(this.#database);
    watch(() => allRounds(this.#database)).subscribe({
      next: (rows) => {
        this.#rounds = rows;
        changed();
      },
      error: () => undefined,
    });
  }

  /** Reads and follows the log of another round. */
  async choose(id: string | undefined): Promise<void> {
    for (const one of this.#watches) one.unsubscribe();
    this.#watches = [];
    this.lived = 0;
    this.#id = id;
    this.#problems = [];
    if (id === undefined) return;
    const database = this.#database;
    [this.#events, this.#files] = await Promise.all([logOf(database, id), roundFiles(database, id)]);
    this.#judgements = byReceipt(await judgementsOf(database, id));
    this.follow(
      () => logOf(database, id),
      (events) => (this.#events = events),
    );
    this.follow(
      () => roundFiles(database, id),
      (files) => (this.#files = files),
    );
    this.follow(
      () => judgementsOf(database, id),
      (rows) => (this.#judgements = byReceipt(rows)),
    );
  }

  /** Follows a query until another round is chosen. */
  follow<T>(query: () => Promise<T>, next: (value: T) => void): void {
    this.#watches.push(watch(query).subscribe({ next, error: () => undefined }));
  }

  /** Reads the log again. */
  async refresh(): Promise<void> {
    if (this.#id !== undefined) this.#events = await logOf(this.#database, this.#id);
  }

  /**
   * Adds events to the log. The events are shown after they are written. The clocks are read first: a hidden page looks at them once a
   * minute only, and a late file must not count as in time.
   */
  async append(make: (state: RoundState, head: EventHead) => Entry): Promise<Result<null>> {
    await this.#readClocks();
    return this.appendAt(make);
  }

  /** Adds events at the time that the clocks showed last. */
  async appendAt(make: (state: RoundState, head: EventHead) => Entry): Promise<Result<null>> {
    const round = this.#id;
    if (round === undefined) return failed(failure('round/not-open', {}));
    const [at, lived] = [now(), this.lived];
    let refused: Failure | undefined;
    const written = await outcomeOf(() =>
      appendToLog(this.#database, round, (log) => {
        const state = stateOf(log);
        if (!state.ok) {
          refused = state.failure;
          return { events: [] };
        }
        const head = { at, elapsed: Math.max(lived, state.value.elapsed) };
        const entry = make(state.value, head);
        const after = stateOf([...log, ...entry.events]);
        if (after.ok) return entry;
        refused = after.failure;
        return { events: [] };
      }),
    );
    const problem = written.ok ? refused : written.failure;
    if (problem) {
      this.tell(problem);
      return failed(problem);
    }
    if (this.#id === round) await this.refresh();
    return success(null);
  }

  /** Stores the plan of a round. */
  async save(round: PlannedRound): Promise<void> {
    const before = this.#rounds;
    // Shown at once, so that two quick edits build on one another.
    this.#rounds = before.some(({ id }) => id === round.id)
      ? before.map((other) => (other.id === round.id ? round : other))
      : [...before, round];
    const stored = await outcomeOf(() => putRound(this.#database, round));
    if (stored.ok) return;
    this.#rounds = before;
    this.tell(stored.failure);
  }
}

const byReceipt = (rows: readonly JudgementRow[]) => new Map(rows.map((round) => [round.receipt, round]));
