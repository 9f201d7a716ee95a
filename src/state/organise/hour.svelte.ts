import type { RoundApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { failed } from '../../core/result.ts';
import type { RoundEvent, Verdict } from '../../core/round/events.ts';
import { readTeams, teamOf } from '../../core/round/plan.ts';
import { depositFaults, renewedVerdicts, verdictOf, type DepositClaim } from '../../core/round/reception.ts';
import type { Database } from '../../storage/database.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { appendToLog, roundFiles } from '../../storage/rounds.ts';
import { now } from '../clock.ts';
import type { PickedFile } from '../shell/intake.ts';
import { fileId, fileRow } from './round-files.ts';
import type { RoundLog } from './round-log.svelte.ts';
import type { RoundTime } from './round-time.svelte.ts';

/** The open round: the opening and the end, what is handed in, and the verdicts on it. */
export class Hour {
  readonly #database: Database;
  readonly #pool: WorkerPool<RoundApi>;
  readonly #log: RoundLog;
  readonly #time: RoundTime;
  #lastVerdict: Promise<unknown> = Promise.resolve();

  constructor(database: Database, pool: WorkerPool<RoundApi>, log: RoundLog, time: RoundTime) {
    this.#database = database;
    this.#pool = pool;
    this.#log = log;
    this.#time = time;
  }

  /** Takes up the clock and the checks that a closed page left. */
  async resume(): Promise<void> {
    await this.#time.resume();
    const pending = this.#log.state?.receipts.filter((receipt) => receipt.pending) ?? [];
    void this.check(pending.map(({ number }) => number));
  }

  /** Opens the round. `ready`: the plan is complete. */
  async open(ready: boolean): Promise<void> {
    const { planned } = this.#log;
    if (!planned || this.#log.phase !== 'planned' || !ready) return;
    const head = { at: now(), elapsed: 0 };
    const events: RoundEvent[] = [
      { ...head, kind: 'planned', plan: planned.draft },
      { ...head, kind: 'opened' },
    ];
    this.#time.start(planned.id);
    const written = await outcomeOf(() =>
      // Another window may have opened it.
      appendToLog(this.#database, planned.id, (log) => ({ events: log.length === 0 ? events : [] })),
    );
    if (!written.ok) this.#log.tell(written.failure);
    await this.#log.refresh();
  }

  extend(minutes: number, reason: string) {
    return this.#log.append((_, head) => ({ events: [{ ...head, kind: 'extended', minutes, reason }] }));
  }

  /** Of a move of the clock, so many milliseconds count as time of the round. */
  rule(move: number, counted: number) {
    return this.#log.append((_, head) => ({ events: [{ ...head, kind: 'clock-ruled', move, counted }] }));
  }

  close() {
    return this.#log.append((_, head) => ({ events: [{ ...head, kind: 'closed' }] }));
  }

  async reopen(): Promise<void> {
    await this.#log.append((_, head) => ({ events: [{ ...head, kind: 'reopened' }] }));
    if (this.#time.keeps) await this.resume();
  }

  strike(receipt: number, reason: string) {
    return this.#log.append((_, head) => ({ events: [{ ...head, kind: 'struck', receipt, reason }] }));
  }

  reinstate(receipt: number) {
    return this.#log.append((_, head) => ({ events: [{ ...head, kind: 'reinstated', receipt }] }));
  }

  /** Adds a team that is not on the list; what was refused for that alone is taken. */
  async addTeam(name: string): Promise<void> {
    const team = readTeams(name)[0];
    if (team === undefined) return;
    await this.#log.append((_, head) => ({ events: [{ ...head, kind: 'team-added', team }] }));
    for (const { number } of this.#log.state?.receipts ?? []) {
      await this.#log.append((state, head) => {
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
    const written = await this.#log.append((state, head) => {
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
    const written = await this.#log.append((state, head) => {
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
      this.#log.tell(...files.map(({ path }) => failure('round/not-open', {}, path)));
    await this.check(numbers);
  }

  /** Files that were handed in before, by name, size and time: a watched folder shows them again after a reload. */
  hasReceived({ name, size, lastModified }: File): boolean {
    return this.#log.files.some(
      (file) =>
        file.kind === 'submission' &&
        file.name === name &&
        file.size === size &&
        file.lastModified === lastModified,
    );
  }

  /** Checks what arrived, several at a time; the verdicts are given in the order of arrival. */
  async check(receipts: readonly number[]): Promise<void> {
    const { plan, planned } = this.#log;
    if (!plan || !planned || receipts.length === 0) return;
    const rows = await roundFiles(this.#database, planned.id);
    const tests = plan.challenges.flatMap((challenge) => {
      const test = rows.find(({ id }) => id === fileId(planned.id, 'test', challenge.definition.id));
      return test ? [{ challenge, file: test.file }] : [];
    });
    await Promise.all(
      receipts.map((receipt) => {
        const file = rows.find(({ id }) => id === fileId(planned.id, 'submission', receipt))?.file;
        const checked = file
          ? this.#pool.run((api) => api.receive(file, tests))
          : Promise.resolve(failed(failure('machine/unexpected', { cause: 'the file is not stored' })));
        this.#lastVerdict = this.#lastVerdict.then(async () => {
          const outcome = await checked;
          await this.#log.append((state, head) => {
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
