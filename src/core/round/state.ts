import type { Failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { failure } from '../failure.ts';
import type { ReceiptScore, RoundEvent } from './events.ts';
import type { RoundPlan } from './plan.ts';
import { teamKey } from './plan.ts';

export type RoundPhase = 'planned' | 'open' | 'closed';

/** A round as its log leaves it. */
export interface RoundState {
  readonly plan: RoundPlan;
  readonly phase: RoundPhase;
  /** Length with all extensions. */
  readonly minutes: number;
  readonly openedAt: string | null;
  readonly closedAt: string | null;
  readonly receipts: readonly Receipt[];
  readonly deposits: readonly Deposit[];
  readonly clockMoves: readonly { readonly at: string; readonly by: number; readonly counted: number }[];
  /** Digest of the opened answer key by challenge. */
  readonly answers: ReadonlyMap<string, string>;
  readonly scores: ReadonlyMap<number, ReceiptScore>;
  readonly revealed: number;
}

/** One package that was handed in, whatever came of it. */
export interface Receipt {
  /** From 1, in the order of arrival. */
  readonly number: number;
  readonly file: string;
  readonly at: string;
  readonly elapsed: number;
  readonly team: string | null;
  readonly challenge: string | null;
  readonly digest: string | null;
  /** Empty: accepted. */
  readonly failures: readonly Failure[];
  /** The moment that counts: of the deposit of its digest if there was one, else of the file. Milliseconds since the opening. */
  readonly countedElapsed: number;
  readonly late: boolean;
  /** Why the organiser struck it off; null: stands. */
  readonly struck: string | null;
}

export interface Deposit {
  readonly at: string;
  readonly elapsed: number;
  readonly team: string;
  readonly challenge: string;
  readonly digest: string;
}

/** The end of the hour belongs to it. */
export const isLate = (elapsed: number, minutes: number): boolean => elapsed > minutes * 60_000;

/**
 * The state after a log. Failure: `round/invalid-log` where an event can't follow those before it, as in a log that somebody edited.
 */
export function stateOf(events: readonly RoundEvent[]): Result<RoundState> {
  const [first, ...rest] = events;
  if (first?.kind !== 'planned') return failed(failure('round/invalid-log', { cause: 'no plan' }));
  let { plan } = first;
  let phase: RoundPhase = 'planned';
  let minutes = plan.minutes;
  let openedAt: string | null = null;
  let closedAt: string | null = null;
  let revealed = 0;
  const received: Omit<Receipt, 'late' | 'countedElapsed' | 'struck'>[] = [];
  const struck = new Map<number, string>();
  const deposits: Deposit[] = [];
  const clockMoves: RoundState['clockMoves'][number][] = [];
  const answers = new Map<string, string>();
  const scores = new Map<number, ReceiptScore>();
  const faults: string[] = [];
  const need = (holds: boolean, cause: string) => {
    if (!holds) faults.push(cause);
  };
  const known = (receipt: number) => receipt >= 1 && receipt <= received.length;
  let elapsed = 0;

  for (const event of rest) {
    need(event.elapsed >= elapsed, `time runs back at ${event.at}`);
    elapsed = event.elapsed;
    switch (event.kind) {
      case 'planned':
        need(phase === 'planned', 'planned anew after the opening');
        plan = event.plan;
        minutes = plan.minutes;
        break;
      case 'opened':
        need(phase === 'planned', 'opened twice');
        phase = 'open';
        openedAt = event.at;
        break;
      case 'extended':
        need(phase === 'open' && event.minutes > 0, 'extended out of the hour');
        minutes += event.minutes;
        break;
      case 'clock-moved':
        clockMoves.push({ at: event.at, by: event.by, counted: event.counted });
        break;
      case 'team-added':
        if (!plan.teams.some((team) => teamKey(team) === teamKey(event.team)))
          plan = { ...plan, teams: [...plan.teams, event.team] };
        break;
      case 'deposited': {
        need(phase === 'open', 'deposit out of the round');
        const { at, team, challenge, digest } = event;
        deposits.push({ at, elapsed: event.elapsed, team, challenge, digest });
        break;
      }
      case 'received': {
        need(phase === 'open', 'received out of the round');
        need(event.receipt === received.length + 1, `receipt ${event.receipt} out of order`);
        const { at, file, team, challenge, digest } = event;
        const failures = event.accepted ? [] : event.failures;
        need(event.accepted || failures.length > 0, `receipt ${event.receipt} refused without a reason`);
        received.push({
          number: event.receipt,
          file,
          at,
          elapsed: event.elapsed,
          team,
          challenge,
          digest,
          failures,
        });
        break;
      }
      case 'struck':
        need(known(event.receipt), `no receipt ${event.receipt}`);
        struck.set(event.receipt, event.reason);
        break;
      case 'reinstated':
        struck.delete(event.receipt);
        break;
      case 'closed':
        need(phase === 'open', 'closed out of the round');
        phase = 'closed';
        closedAt = event.at;
        break;
      case 'answers-opened':
        need(phase === 'closed', 'answers opened before the end');
        answers.set(event.challenge, event.digest);
        break;
      case 'scored':
        need(phase === 'closed' && known(event.receipt), `receipt ${event.receipt} scored out of order`);
        scores.set(event.receipt, { total: event.total, interval: event.interval });
        break;
      case 'revealed':
        revealed = event.steps;
        break;
    }
  }
  const [cause] = faults;
  if (cause !== undefined) return failed(failure('round/invalid-log', { cause }));
  const receipts = received.map((receipt): Receipt => {
    const countedElapsed = momentOf(receipt, deposits);
    const late = isLate(countedElapsed, minutes);
    return { ...receipt, countedElapsed, late, struck: struck.get(receipt.number) ?? null };
  });
  return success({
    plan,
    phase,
    minutes,
    openedAt,
    closedAt,
    receipts,
    deposits,
    clockMoves,
    answers,
    scores,
    revealed,
  });
}

function momentOf(
  { team, challenge, digest, elapsed }: Pick<Receipt, 'team' | 'challenge' | 'digest' | 'elapsed'>,
  deposits: readonly Deposit[],
): number {
  const same = deposits.filter(
    (deposit) => deposit.team === team && deposit.challenge === challenge && deposit.digest === digest,
  );
  return Math.min(elapsed, ...same.map((deposit) => deposit.elapsed));
}

/** The accepted receipts of a team in a challenge that stand, in the order of arrival. */
export const attemptsOf = (state: RoundState, team: string, challenge: string): Receipt[] =>
  state.receipts.filter(
    (receipt) =>
      receipt.failures.length === 0 &&
      receipt.struck === null &&
      receipt.team === team &&
      receipt.challenge === challenge,
  );

/**
 * The receipt that counts for a team in a challenge: one of those in time by the attempt rule, else of the late ones; undefined: none.
 * `best` is known only once all of them are scored; until then the last counts.
 */
export function countedReceipt(state: RoundState, team: string, challenge: string): Receipt | undefined {
  const attempts = attemptsOf(state, team, challenge);
  const inTime = attempts.filter(({ late }) => !late);
  const eligible = inTime.length > 0 ? inTime : attempts;
  const { counts } = state.plan.attempts;
  if (counts === 'first') return eligible[0];
  const last = eligible.at(-1);
  if (counts === 'last') return last;
  const totals = eligible.map(({ number }) => state.scores.get(number)?.total ?? null);
  const best = totals.reduce<number | null>(
    (highest, total) => (total !== null && (highest === null || total > highest) ? total : highest),
    null,
  );
  return best === null ? last : eligible[totals.indexOf(best)];
}

/** Receipts whose score is needed for the leaderboard: with `best` each that is eligible. */
export function receiptsToScore(state: RoundState): Receipt[] {
  return state.plan.challenges.flatMap(({ definition }) =>
    state.plan.teams.flatMap((team) => {
      if (state.plan.attempts.counts === 'best') {
        const attempts = attemptsOf(state, team, definition.id);
        const inTime = attempts.filter(({ late }) => !late);
        return inTime.length > 0 ? inTime : attempts;
      }
      return countedReceipt(state, team, definition.id) ?? [];
    }),
  );
}
