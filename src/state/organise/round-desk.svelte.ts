import type { RoundApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { failure, type Failure, failuresOf } from '../../core/failure.ts';
import { failed, listed, type Result, success } from '../../core/result.ts';
import type { EventHead, ReceiptScore, RoundEvent, Verdict } from '../../core/round/events.ts';
import { leaderboardOf, revealSteps, stabilityOf } from '../../core/round/leaderboard.ts';
import { readTeams, teamOf, type RoundPlan } from '../../core/round/plan.ts';
import { depositFaults, renewedVerdicts, verdictOf, type DepositClaim } from '../../core/round/reception.ts';
import { receiptsToScore, stateOf, timeOf, type RoundState } from '../../core/round/state.ts';
import type { Report } from '../../core/scoring/report.ts';
import type { Database } from '../../storage/database.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import {
  allRounds,
  appendToLog,
  clockOf,
  deleteRoundFile,
  judgementsOf,
  logOf,
  putRound,
  putRoundFile,
  roundFiles,
  type JudgementRow,
  type RoundClockRow,
  type RoundFileRow,
  type RoundRow,
} from '../../storage/rounds.ts';
import { watch } from '../../storage/watch.ts';
import { newId, now, reading } from '../clock.ts';
import type { PickedFile } from '../shell/intake.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import { readPreference, writePreference } from '../shell/preferences.ts';
import { RoundClock } from './round-clock.ts';

interface Parts {
  readonly database: Database;
  readonly pool: WorkerPool<RoundApi>;
}

/** What is to be written with an event, in one transaction. */
interface Entry {
  readonly events: readonly RoundEvent[];
  readonly files?: readonly RoundFileRow[];
  readonly judgements?: readonly JudgementRow[];
}

/** Milliseconds between two looks at the clocks. */
const TICK = 200;
const LOCK = 'negatoscope-round-clock';

/**
 * The organiser's desk of a round. All it shows follows from the round's log, which is written before anything is shown; so a killed
 * page, a reload and a second window find the same. One window keeps the clock; any may write.
 */
export class RoundDesk {
  readonly #parts: Parts;
  #rounds = $state.raw<readonly RoundRow[]>([]);
  #id = $state<string | undefined>();
  #log = $state.raw<readonly RoundEvent[]>([]);
  #files = $state.raw<readonly RoundFileRow[]>([]);
  #judgements = $state.raw<ReadonlyMap<number, JudgementRow>>(new Map());
  #problems = $state.raw<readonly Failure[]>([]);
  #lived = $state(0);
  #keeps = false;
  #clock: RoundClock | undefined;
  /** What another window last wrote of the clock, and this page's monotonic clock when it was read. */
  #clockOfOther: { row: RoundClockRow; elapsed: number; monotonic: number } | undefined;
  #watches: { unsubscribe(): void }[] = [];
  #judging = $state(false);
  #lastVerdict: Promise<unknown> = Promise.resolve();

  readonly #read = $derived(this.#log.length === 0 ? undefined : stateOf(this.#log));

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Undefined while the round is only planned. */
  readonly state: RoundState | undefined = $derived(this.#read?.ok ? this.#read.value : undefined);
  readonly row: RoundRow | undefined = $derived(this.#rounds.find(({ id }) => id === this.#id));
  readonly plan: RoundPlan | undefined = $derived(this.state?.plan ?? this.row?.draft);
  readonly phase: 'none' | RoundState['phase'] = $derived(
    this.state?.phase ?? (this.row ? 'planned' : 'none'),
  );
  /** Time of the round, in milliseconds. */
  readonly time: number = $derived(
    this.state ? timeOf(this.state, Math.max(this.#lived, this.state.elapsed)) : 0,
  );
  /** Milliseconds until the end; negative after it. */
  readonly left: number = $derived((this.state?.minutes ?? this.plan?.minutes ?? 0) * 60_000 - this.time);
  readonly board = $derived(this.state && leaderboardOf(this.state));
  /** Submissions that count and wait for their score. */
  readonly unscored = $derived.by(() => {
    const { state } = this;
    return state ? receiptsToScore(state).filter(({ number }) => !state.scores.has(number)) : [];
  });
  readonly closedAnswers = $derived.by(() => {
    const { state } = this;
    return state ? state.plan.challenges.filter(({ definition }) => !state.answers.has(definition.id)) : [];
  });

  get rounds() {
    return this.#rounds;
  }
  get log() {
    return this.#log;
  }
  get judgements() {
    return this.#judgements;
  }
  /** What went wrong last, until it is dismissed. */
  get problems(): readonly Failure[] {
    return this.#read && !this.#read.ok ? [this.#read.failure, ...this.#problems] : this.#problems;
  }
  get judging() {
    return this.#judging;
  }

  dismissProblems(): void {
    this.#problems = [];
  }

  async load(): Promise<void> {
    const { database } = this.#parts;
    this.#rounds = await allRounds(database);
    const wished = readPreference('round');
    const row = this.#rounds.find(({ id }) => id === wished) ?? this.#rounds.at(-1);
    watch(() => allRounds(database)).subscribe({
      next: (rows) => {
        this.#rounds = rows;
        // A round planned in another window, where this one had none.
        if (this.#id === undefined && rows.length > 0) void this.choose(rows.at(-1)?.id);
      },
      error: () => undefined,
    });
    await this.choose(row?.id);
    this.#keepClock();
    setInterval(() => void this.#tick(), TICK);
  }

  /** Shows another round. */
  async choose(id: string | undefined): Promise<void> {
    for (const one of this.#watches) one.unsubscribe();
    this.#watches = [];
    this.#clock = undefined;
    this.#lived = 0;
    this.#id = id;
    this.#problems = [];
    if (id === undefined) return;
    writePreference('round', id);
    const { database } = this.#parts;
    const follow = <T>(query: () => Promise<T>, next: (value: T) => void) => {
      this.#watches.push(watch(query).subscribe({ next, error: () => undefined }));
    };
    [this.#log, this.#files] = await Promise.all([logOf(database, id), roundFiles(database, id)]);
    this.#judgements = byReceipt(await judgementsOf(database, id));
    this.#hear(await clockOf(database, id));
    follow(
      () => logOf(database, id),
      (log) => (this.#log = log),
    );
    follow(
      () => roundFiles(database, id),
      (files) => (this.#files = files),
    );
    follow(
      () => judgementsOf(database, id),
      (rows) => (this.#judgements = byReceipt(rows)),
    );
    follow(
      () => clockOf(database, id),
      (row) => this.#hear(row),
    );
    if (this.#keeps) await this.#resume();
  }

  /** Asks to keep the clock in this window: at once where no other does, else when that one closes. */
  #keepClock(): void {
    const keep = async () => {
      this.#keeps = true;
      await this.#resume();
      // Held until the page goes.
      await new Promise(() => undefined);
    };
    void (navigator.locks as LockManager | undefined)?.request(LOCK, keep);
  }
  /** Takes up the clock and the checks that a closed page left. */
  async #resume(): Promise<void> {
    const { state } = this;
    if (!state || this.#id === undefined) return;
    const last = this.#log.at(-1);
    if (state.phase === 'open' && last) {
      const known = { elapsed: state.elapsed, wall: Date.parse(last.at) };
      this.#clock = await RoundClock.resume(this.#parts.database, this.#id, known);
      await this.#tick();
    }
    void this.check(state.receipts.filter(({ pending }) => pending).map(({ number }) => number));
  }

  /** A clock that has just been written says what it says; one that was found, only when it was written, by the wall clock. */
  #hear(row: RoundClockRow | undefined): void {
    const known = this.#clockOfOther;
    if (!row || (known && known.row.wall === row.wall && known.row.id === row.id)) return;
    const { wall, monotonic } = reading();
    const since = known?.row.id === row.id ? 0 : Math.max(0, wall - row.wall);
    this.#clockOfOther = { row, elapsed: row.elapsed + since, monotonic };
  }

  async #tick(): Promise<void> {
    if (this.state?.phase !== 'open') return;
    if (!this.#clock) {
      const { elapsed, monotonic } = this.#clockOfOther ?? { elapsed: 0, monotonic: reading().monotonic };
      this.#lived = elapsed + reading().monotonic - monotonic;
      return;
    }
    const { elapsed, move } = this.#clock.step();
    this.#lived = elapsed;
    if (move) await this.#append((_, head) => ({ events: [{ ...head, kind: 'clock-moved', ...move }] }));
  }

  /** Adds events to the log; nothing is shown that is not written. */
  async #append(make: (state: RoundState, head: EventHead) => Entry): Promise<Result<null>> {
    const round = this.#id;
    if (round === undefined) return failed(failure('round/not-open', {}));
    const [at, lived] = [now(), this.#lived];
    let refused: Failure | undefined;
    const written = await outcomeOf(() =>
      appendToLog(this.#parts.database, round, (log) => {
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
      this.#problems = [...this.#problems, problem];
      return failed(problem);
    }
    if (this.#id === round) this.#log = await logOf(this.#parts.database, round);
    return success(null);
  }

  // ---- Planning

  async create(name: string): Promise<void> {
    const id = newId();
    const attempts = { counts: 'last', maximum: null } as const;
    const draft: RoundPlan = { id, name, minutes: 60, teams: [], challenges: [], attempts };
    const row = { id, createdAt: now(), draft, teams: '' };
    await this.#save(row);
    await this.choose(id);
  }

  /** Changes the plan of a round that is not open yet. */
  async edit(change: Partial<Omit<RoundPlan, 'id'>> & { readonly teamsText?: string }): Promise<void> {
    const { row } = this;
    if (!row || this.phase !== 'planned') return;
    const { teamsText, ...rest } = change;
    const teams = teamsText === undefined ? row.draft.teams : readTeams(teamsText);
    await this.#save({ ...row, teams: teamsText ?? row.teams, draft: { ...row.draft, teams, ...rest } });
  }

  async #save(row: RoundRow): Promise<void> {
    const before = this.#rounds;
    // Shown at once, so that two quick edits build on one another.
    this.#rounds = before.some(({ id }) => id === row.id)
      ? before.map((other) => (other.id === row.id ? row : other))
      : [...before, row];
    const stored = await outcomeOf(() => putRound(this.#parts.database, row));
    if (stored.ok) return;
    this.#rounds = before;
    this.#problems = [...this.#problems, stored.failure];
  }

  /** Adds the test parts that the round is to be played on. */
  async addTests(files: readonly PickedFile[]): Promise<void> {
    this.#problems = [];
    for (const { path, file } of files) {
      const part = listed(await this.#parts.pool.run((api) => api.testPart(file)));
      if (!part.ok) {
        this.#problems = [...this.#problems, ...part.failure.map((one) => ({ ...one, file: path }))];
        continue;
      }
      const { row } = this;
      if (!row || this.phase !== 'planned') return;
      const { definition, digest, commitment } = part.value;
      if (row.draft.challenges.some((other) => other.definition.id === definition.id)) {
        const problem = failure('round/duplicate-challenge', { challenge: definition.id }, path);
        this.#problems = [...this.#problems, problem];
        continue;
      }
      const { ruleSet } = definition.score;
      const stored = await outcomeOf(() =>
        putRoundFile(this.#parts.database, fileRow(row.id, 'test', definition.id, digest, { path, file })),
      );
      if (!stored.ok) {
        this.#problems = [...this.#problems, stored.failure];
        continue;
      }
      const challenge = { definition, ruleSet, dataset: digest, commitment, prizes: [] };
      await this.edit({ challenges: [...row.draft.challenges, challenge] });
    }
  }

  async removeTest(challenge: string): Promise<void> {
    const { row } = this;
    if (!row) return;
    const removed = await outcomeOf(() =>
      deleteRoundFile(this.#parts.database, fileId(row.id, 'test', challenge)),
    );
    if (!removed.ok) {
      this.#problems = [...this.#problems, removed.failure];
      return;
    }
    await this.edit({
      challenges: row.draft.challenges.filter(({ definition }) => definition.id !== challenge),
    });
  }

  /** What is missing before the round can be opened. */
  readonly missing: readonly Failure[] = $derived.by(() => {
    const draft = this.row?.draft;
    if (!draft) return [];
    return [
      ...(draft.name.trim() === '' ? [failure('round/not-ready', { missing: 'name' })] : []),
      ...(draft.teams.length === 0 ? [failure('round/not-ready', { missing: 'teams' })] : []),
      ...(draft.challenges.length === 0 ? [failure('round/not-ready', { missing: 'challenges' })] : []),
    ];
  });

  // ---- The hour

  async open(): Promise<void> {
    const { row } = this;
    if (!row || this.phase !== 'planned' || this.missing.length > 0) return;
    const head = { at: now(), elapsed: 0 };
    const events: RoundEvent[] = [
      { ...head, kind: 'planned', plan: row.draft },
      { ...head, kind: 'opened' },
    ];
    this.#lived = 0;
    this.#clock = RoundClock.start(this.#parts.database, row.id);
    const written = await outcomeOf(() =>
      // Another window may have opened it.
      appendToLog(this.#parts.database, row.id, (log) => ({ events: log.length === 0 ? events : [] })),
    );
    if (!written.ok) this.#problems = [...this.#problems, written.failure];
    this.#log = await logOf(this.#parts.database, row.id);
  }

  extend(minutes: number, reason: string) {
    return this.#append((_, head) => ({ events: [{ ...head, kind: 'extended', minutes, reason }] }));
  }

  /** Of a move of the clock, so many milliseconds count as time of the round. */
  rule(move: number, counted: number) {
    return this.#append((_, head) => ({ events: [{ ...head, kind: 'clock-ruled', move, counted }] }));
  }

  close() {
    return this.#append((_, head) => ({ events: [{ ...head, kind: 'closed' }] }));
  }

  async reopen(): Promise<void> {
    await this.#append((_, head) => ({ events: [{ ...head, kind: 'reopened' }] }));
    if (this.#keeps) await this.#resume();
  }

  strike(receipt: number, reason: string) {
    return this.#append((_, head) => ({ events: [{ ...head, kind: 'struck', receipt, reason }] }));
  }

  reinstate(receipt: number) {
    return this.#append((_, head) => ({ events: [{ ...head, kind: 'reinstated', receipt }] }));
  }

  /** Adds a team that is not on the list; what was refused for that alone is taken. */
  async addTeam(name: string): Promise<void> {
    const team = readTeams(name)[0];
    if (team === undefined) return;
    await this.#append((_, head) => ({ events: [{ ...head, kind: 'team-added', team }] }));
    for (const { number } of this.state?.receipts ?? []) {
      await this.#append((state, head) => {
        const renewed = renewedVerdicts(state).find(({ receipt }) => receipt === number);
        return {
          events: renewed ? [{ ...head, kind: 'received', receipt: number, ...renewed.verdict }] : [],
        };
      });
    }
  }

  /** Takes the digest of a submission alone. */
  async deposit(claim: DepositClaim): Promise<readonly Failure[]> {
    let faults: readonly Failure[] = [];
    const written = await this.#append((state, head) => {
      faults = depositFaults(state, claim);
      const team = teamOf(state.plan, claim.team);
      return {
        events:
          faults.length === 0 && team !== undefined ? [{ ...head, kind: 'deposited', ...claim, team }] : [],
      };
    });
    return written.ok ? faults : [written.failure];
  }

  /** Takes what was handed in: first its moment and its bytes, then the checks, as long as they last. */
  async receive(files: readonly PickedFile[]): Promise<void> {
    let numbers: number[] = [];
    const written = await this.#append((state, head) => {
      if (state.phase !== 'open') return { events: [] };
      numbers = files.map((_, index) => state.receipts.length + index + 1);
      return {
        events: files.map(({ path }, index) => ({
          ...head,
          kind: 'arrived',
          receipt: state.receipts.length + index + 1,
          file: path.split('/').at(-1)?.slice(-400) ?? '',
        })),
        files: files.map((picked, index) =>
          fileRow(state.plan.id, 'submission', state.receipts.length + index + 1, null, picked),
        ),
      };
    });
    if (written.ok && numbers.length === 0)
      this.#problems = [...this.#problems, ...files.map(({ path }) => failure('round/not-open', {}, path))];
    await this.check(numbers);
  }

  /** Files that were handed in before, by name, size and time: a watched folder shows them again after a reload. */
  hasReceived({ name, size, lastModified }: File): boolean {
    return this.#files.some(
      (row) =>
        row.kind === 'submission' &&
        row.name === name &&
        row.size === size &&
        row.lastModified === lastModified,
    );
  }

  /** Checks what arrived, several at a time; the verdicts are given in the order of arrival. */
  async check(receipts: readonly number[]): Promise<void> {
    const { plan, row } = this;
    if (!plan || !row || receipts.length === 0) return;
    const rows = await roundFiles(this.#parts.database, row.id);
    const tests = plan.challenges.flatMap((challenge) => {
      const test = rows.find(({ id }) => id === fileId(row.id, 'test', challenge.definition.id));
      return test ? [{ challenge, file: test.file }] : [];
    });
    await Promise.all(
      receipts.map((receipt) => {
        const file = rows.find(({ id }) => id === fileId(row.id, 'submission', receipt))?.file;
        const checked = file
          ? this.#parts.pool.run((api) => api.receive(file, tests))
          : Promise.resolve(failed(failure('machine/unexpected', { cause: 'the file is not stored' })));
        this.#lastVerdict = this.#lastVerdict.then(async () => {
          const outcome = await checked;
          await this.#append((state, head) => {
            if (!state.receipts[receipt - 1]?.pending) return { events: [] };
            const verdict: Verdict = outcome.ok
              ? verdictOf(state, outcome.value, outcome.value.document, outcome.value.failures)
              : UNREAD(outcome.failure);
            return { events: [{ ...head, kind: 'received', receipt, ...verdict }] };
          });
        });
        return this.#lastVerdict;
      }),
    );
  }

  // ---- After the hour

  /** Opens sealed answers; one whose commitment is not kept is refused. */
  async openAnswers(files: readonly PickedFile[]): Promise<void> {
    const { plan, row } = this;
    if (!plan || !row || this.phase !== 'closed') return;
    this.#problems = [];
    for (const { path, file } of files) {
      const key = listed(await this.#parts.pool.run((api) => api.answers(file, plan.challenges)));
      const faults = key.ok ? key.value.failures : key.failure;
      if (!key.ok || faults.length > 0) {
        this.#problems = [...this.#problems, ...faults.map((one) => ({ ...one, file: path }))];
        continue;
      }
      const { challenge, digest } = key.value;
      await this.#append((state, head) =>
        state.answers.has(challenge)
          ? { events: [] }
          : {
              events: [{ ...head, kind: 'answers-opened', challenge, digest }],
              files: [fileRow(row.id, 'answers', challenge, digest, { path, file })],
            },
      );
    }
  }

  /** Scores every submission that counts and whose answers are open. */
  async judge(job: JobHandle): Promise<void> {
    const { state, row } = this;
    if (!state || !row || this.#judging) return;
    this.#judging = true;
    const rows = await roundFiles(this.#parts.database, row.id);
    const work = this.unscored.flatMap((receipt) => {
      const challenge = state.plan.challenges.find(({ definition }) => definition.id === receipt.challenge);
      const key = rows.find(({ id }) => id === fileId(row.id, 'answers', receipt.challenge ?? ''));
      const file = rows.find(({ id }) => id === fileId(row.id, 'submission', receipt.number))?.file;
      return challenge && key?.digest && file
        ? [{ receipt: receipt.number, challenge, key: key.file, keyDigest: key.digest, file }]
        : [];
    });
    job.setTotal(work.length);
    await this.#parts.pool.each(
      work,
      (api, { challenge, key, keyDigest, file }) =>
        api.judge(key, keyDigest, file, challenge.definition, challenge.ruleSet),
      async ({ receipt }, outcome) => {
        // One failure is the machine's, a list is what the judge found: only the latter is a verdict.
        if (!outcome.ok && 'code' in outcome.failure) {
          if (outcome.failure.code !== 'machine/cancelled')
            this.#problems = [...this.#problems, outcome.failure];
          return;
        }
        const { report, draws } = outcome.ok ? outcome.value : { report: null, draws: null };
        const failures = outcome.ok ? [] : failuresOf(outcome.failure);
        await this.#append((_, head) => ({
          events: [{ ...head, kind: 'scored', receipt, ...scoreOf(report) }],
          judgements: [{ id: `${row.id}/${receipt}`, round: row.id, receipt, report, failures, draws }],
        }));
        job.advance();
      },
      { signal: job.signal },
    );
    this.#judging = false;
  }

  /** Steps of the stage in all. */
  readonly steps = $derived(this.board ? revealSteps(this.board) : []);

  reveal(steps: number) {
    const bounded = Math.max(0, Math.min(this.steps.length, steps));
    return this.#append((_, head) => ({ events: [{ ...head, kind: 'revealed', steps: bounded }] }));
  }

  /** How sure the ranks of a challenge are; undefined before it is scored. */
  stability(challenge: number) {
    return (
      this.board &&
      stabilityOf(this.board, challenge, (receipt) => this.#judgements.get(receipt)?.draws ?? null)
    );
  }

  get reports(): ReadonlyMap<number, Report> {
    return new Map(
      [...this.#judgements].flatMap(([receipt, { report }]) => (report ? [[receipt, report] as const] : [])),
    );
  }
}

export function scoreOf(report: Report | null): ReceiptScore {
  const { total = null, interval } = report ?? {};
  return { total, interval: interval ? [interval.lower, interval.upper] : null };
}

const UNREAD = (cause: Failure): Verdict => ({
  accepted: false,
  fileDigest: null,
  signer: null,
  team: null,
  challenge: null,
  digest: null,
  failures: [cause],
});

const byReceipt = (rows: readonly JudgementRow[]) => new Map(rows.map((row) => [row.receipt, row]));

const fileId = (round: string, kind: RoundFileRow['kind'], of: string | number) => `${round}/${kind}/${of}`;

const fileRow = (
  round: string,
  kind: RoundFileRow['kind'],
  of: string | number,
  digest: string | null,
  { path, file }: PickedFile,
): RoundFileRow => ({
  id: fileId(round, kind, of),
  round,
  kind,
  receipt: typeof of === 'number' ? of : null,
  digest,
  name: path.split('/').at(-1) ?? path,
  size: file.size,
  lastModified: file.lastModified,
  file,
});
