import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import type { ReceiptScore, RoundEvent } from './events.ts';
import type { RoundPlan } from './plan.ts';
import { challengeOf, teamKey, teamOf } from './plan.ts';

export type RoundPhase = 'planned' | 'open' | 'closed';

/** The state of a round, computed from its log. */
export interface RoundState {
  readonly plan: RoundPlan;
  readonly phase: RoundPhase;
  /** Length including all extensions. */
  readonly minutes: number;
  readonly extensions: readonly Extension[];
  readonly openedAt: string | null;
  readonly closedAt: string | null;
  readonly receipts: readonly Receipt[];
  readonly deposits: readonly Deposit[];
  readonly clockMoves: readonly RecordedMove[];
  /** Digest of the opened answer key, by challenge. */
  readonly answers: ReadonlyMap<string, string>;
  readonly scores: ReadonlyMap<number, ReceiptScore>;
  readonly revealed: number;
  /** Time of the last event, in milliseconds during which the page was open; see {@link timeOf}. */
  readonly elapsed: number;
}

export interface Extension {
  readonly at: string;
  readonly minutes: number;
  readonly reason: string;
}

export interface RecordedMove {
  readonly at: string;
  readonly cause: 'running' | 'away';
  readonly by: number;
  /** Milliseconds that count as time of the round. */
  readonly counted: number;
  /** True when the organiser has decided this. */
  readonly ruled: boolean;
}

/** One submitted package, whatever its verdict. */
export interface Receipt {
  /** Numbered from 1, in order of arrival. */
  readonly number: number;
  readonly file: string;
  readonly at: string;
  /** Time of the round at which the file arrived, in milliseconds. */
  readonly elapsed: number;
  /** True during the checks: the fields below are still unknown. */
  readonly pending: boolean;
  readonly fileDigest: string | null;
  readonly signer: string | null;
  readonly team: string | null;
  readonly challenge: string | null;
  readonly digest: string | null;
  /** Reason for refusal. */
  readonly failures: readonly Failure[];
  /**
   * The time that counts: when its digest was deposited, else when the file arrived. Milliseconds
   * of the round's time.
   */
  readonly countedElapsed: number;
  readonly late: boolean;
  /** The organiser's reason for rejecting it. Null: not rejected. */
  readonly struck: string | null;
}

/** Passed all checks. It can still be late or rejected by the organiser. */
export const isAccepted = ({ pending, failures }: Pick<Receipt, 'pending' | 'failures'>): boolean =>
  !pending && failures.length === 0;

export interface Deposit {
  readonly at: string;
  /** Time of the round, in milliseconds. */
  readonly elapsed: number;
  readonly team: string;
  readonly challenge: string;
  readonly digest: string;
}

/** The exact end of the round still counts as in time. */
export const isLate = (elapsed: number, minutes: number): boolean => elapsed > minutes * 60_000;

/**
 * Time of the round in milliseconds: the time during which the page was open, plus the part of
 * clock moves that counts.
 */
export const timeOf = ({ clockMoves }: Pick<RoundState, 'clockMoves'>, elapsed: number): number =>
  clockMoves.reduce((sum, { counted }) => sum + counted, elapsed);

type Arrived = Omit<Receipt, 'late' | 'countedElapsed' | 'struck' | 'elapsed'> & { readonly moment: Moment };

const UNKNOWN = {
  pending: true,
  fileDigest: null,
  signer: null,
  team: null,
  challenge: null,
  digest: null,
  failures: [],
} as const;

/**
 * A moment of the log: milliseconds during which the page was open, and the number of clock moves
 * before it.
 */
interface Moment {
  readonly elapsed: number;
  readonly moves: number;
}

/**
 * The state after a log. Failure: `round/invalid-log` when an event can't follow the earlier ones,
 * for example in an edited log.
 */
export function stateOf(events: readonly RoundEvent[]): Result<RoundState> {
  const [first, ...rest] = events;
  if (first?.kind !== 'planned') return failed(failure('round/invalid-log', { cause: 'no plan' }));
  let { plan } = first;
  let phase: RoundPhase = 'planned';
  let openedAt: string | null = null;
  let closedAt: string | null = null;
  let revealed = 0;
  let elapsed = 0;
  const extensions: Extension[] = [];
  const received: Arrived[] = [];
  const struck = new Map<number, string>();
  const deposits: (Omit<Deposit, 'elapsed'> & { moment: Moment })[] = [];
  const clockMoves: RecordedMove[] = [];
  const answers = new Map<string, string>();
  const scores = new Map<number, ReceiptScore>();
  const faults: string[] = [];
  const need = (holds: boolean, cause: string) => {
    if (!holds) faults.push(cause);
  };
  const minutesOf = () => extensions.reduce((sum, { minutes }) => sum + minutes, plan.minutes);

  for (const event of rest) {
    need(event.elapsed >= elapsed, `time runs back at ${event.at}`);
    elapsed = event.elapsed;
    const moment: Moment = { elapsed, moves: clockMoves.length };
    const known = (receipt: number) => {
      const one = received[receipt - 1];
      need(one !== undefined && isAccepted(one), `no accepted receipt ${receipt}`);
    };
    switch (event.kind) {
      case 'planned':
        need(phase === 'planned', 'planned anew after the opening');
        plan = event.plan;
        break;
      case 'opened':
        need(phase === 'planned', 'opened twice');
        phase = 'open';
        openedAt = event.at;
        break;
      case 'extended':
        need(phase === 'open', 'extended out of the hour');
        extensions.push({ at: event.at, minutes: event.minutes, reason: event.reason });
        need(minutesOf() >= plan.minutes, 'made shorter than planned');
        break;
      case 'clock-moved': {
        const { at, cause, by, counted } = event;
        need(counted >= 0, 'time taken back');
        clockMoves.push({ at, cause, by, counted, ruled: false });
        break;
      }
      case 'clock-ruled': {
        const move = clockMoves[event.move - 1];
        need(move !== undefined && event.counted >= 0, `no clock move ${event.move}`);
        if (move) clockMoves[event.move - 1] = { ...move, counted: event.counted, ruled: true };
        break;
      }
      case 'team-added':
        if (teamOf(plan, event.team) === undefined) plan = { ...plan, teams: [...plan.teams, event.team] };
        break;
      case 'deposited': {
        const { at, team, challenge, digest } = event;
        need(phase === 'open', 'deposit out of the round');
        need(isPlayed(plan, team, challenge), `deposit of “${team}” for “${challenge}”`);
        deposits.push({ at, moment, team, challenge, digest });
        break;
      }
      case 'arrived': {
        const { at, file, receipt } = event;
        need(phase === 'open', 'arrived out of the round');
        need(receipt === received.length + 1, `receipt ${receipt} out of order`);
        received.push({ ...UNKNOWN, number: receipt, file, at, moment });
        break;
      }
      case 'received': {
        const { receipt, fileDigest, signer, team, challenge, digest } = event;
        const before = received[receipt - 1];
        const failures = event.accepted ? [] : event.failures;
        need(before !== undefined, `no receipt ${receipt}`);
        if (!before) break;
        need(before.pending || isUnknownTeamOnly(before), `second verdict on receipt ${receipt}`);
        need(answers.size === 0, `verdict on receipt ${receipt} after the answers`);
        need(event.accepted || failures.length > 0, `receipt ${receipt} refused without a reason`);
        if (event.accepted)
          need(isPlayed(plan, event.team, event.challenge), `receipt ${receipt} of no team or challenge`);
        const verdict = { fileDigest, signer, team, challenge, digest, failures };
        received[receipt - 1] = { ...before, ...verdict, pending: false };
        break;
      }
      case 'struck':
        known(event.receipt);
        struck.set(event.receipt, event.reason);
        break;
      case 'reinstated':
        known(event.receipt);
        struck.delete(event.receipt);
        break;
      case 'closed':
        need(phase === 'open', 'closed out of the round');
        phase = 'closed';
        closedAt = event.at;
        break;
      case 'reopened':
        need(phase === 'closed' && answers.size === 0, 'reopened after the answers');
        phase = 'open';
        closedAt = null;
        break;
      case 'answers-opened':
        need(phase === 'closed', 'answers opened before the end');
        need(challengeOf(plan, event.challenge) !== undefined, `answers of “${event.challenge}”`);
        answers.set(event.challenge, event.digest);
        break;
      case 'scored':
        need(phase === 'closed', `receipt ${event.receipt} scored before the end`);
        known(event.receipt);
        scores.set(event.receipt, { total: event.total, interval: event.interval });
        break;
      case 'revealed':
        revealed = event.steps;
        break;
    }
  }
  const [cause] = faults;
  if (cause !== undefined) return failed(failure('round/invalid-log', { cause }));
  const minutes = minutesOf();
  const at = (moment: Moment) => timeOf({ clockMoves: clockMoves.slice(0, moment.moves) }, moment.elapsed);
  const timed = deposits.map(({ moment, ...deposit }): Deposit => ({ ...deposit, elapsed: at(moment) }));
  const arrived = received.map(({ moment, ...receipt }) => ({ ...receipt, elapsed: at(moment) }));
  const receipts = arrived.map((receipt): Receipt => {
    const countedElapsed = countedTime(receipt, timed);
    const late = isLate(countedElapsed, minutes);
    return { ...receipt, countedElapsed, late, struck: struck.get(receipt.number) ?? null };
  });
  return success({
    plan,
    phase,
    minutes,
    extensions,
    openedAt,
    closedAt,
    receipts,
    deposits: timed,
    clockMoves,
    answers,
    scores,
    revealed,
    elapsed,
  });
}

const isPlayed = (plan: RoundPlan, team: string, challenge: string): boolean =>
  plan.teams.includes(team) && challengeOf(plan, challenge) !== undefined;

/** Digest of the package's manifest or of the file: a team may deposit either. */
export const isDigestOf = (digest: string, of: Pick<Receipt, 'digest' | 'fileDigest'>): boolean =>
  digest === of.digest || digest === of.fileDigest;

/** The time that counts is the first moment when the round knew the digest from this team. */
function countedTime(
  receipt: Pick<Receipt, 'team' | 'challenge' | 'digest' | 'fileDigest' | 'elapsed'>,
  deposits: readonly Deposit[],
): number {
  const same = deposits.filter(
    ({ team, challenge, digest }) =>
      team === receipt.team && challenge === receipt.challenge && isDigestOf(digest, receipt),
  );
  return Math.min(receipt.elapsed, ...same.map(({ elapsed }) => elapsed));
}

/** True when the only reason for refusal is that the team is not on the list. */
export const isUnknownTeamOnly = ({ failures }: Pick<Receipt, 'failures'>): boolean =>
  failures.length > 0 && failures.every(({ code }) => code === 'round/unknown-team');

/**
 * The accepted receipts of a team in a challenge that are not rejected, ordered by the time that
 * counts.
 */
export const attemptsOf = (state: RoundState, team: string, challenge: string): Receipt[] =>
  state.receipts
    .filter(
      (receipt) =>
        isAccepted(receipt) &&
        receipt.struck === null &&
        receipt.team !== null &&
        teamKey(receipt.team) === teamKey(team) &&
        receipt.challenge === challenge,
    )
    .sort((a, b) => a.countedElapsed - b.countedElapsed || a.number - b.number);

/**
 * Deposited digests of a team in a challenge for which no file was accepted yet, each listed once.
 */
export const openDeposits = (state: RoundState, team: string, challenge: string): Deposit[] =>
  state.deposits.filter(
    (deposit, index) =>
      deposit.team === team &&
      deposit.challenge === challenge &&
      state.deposits.findIndex(
        (other) => other.digest === deposit.digest && other.team === team && other.challenge === challenge,
      ) === index &&
      !state.receipts.some(
        (receipt) => isAccepted(receipt) && receipt.team === team && isDigestOf(deposit.digest, receipt),
      ),
  );

/** The attempts of which one counts: those in time, or the late ones when none is in time. */
export function eligibleReceipts(state: RoundState, team: string, challenge: string): Receipt[] {
  const attempts = attemptsOf(state, team, challenge);
  const inTime = attempts.filter(({ late }) => !late);
  return inTime.length > 0 ? inTime : attempts;
}

/**
 * The receipt that counts for a team in a challenge. It is chosen by the attempt rule from the
 * receipts in time, or from the late ones when none is in time. Undefined: there is none. `best` is
 * final only when all of them are scored. Until then it is the best of those scored, or the last
 * when none is scored.
 */
export function countedReceipt(state: RoundState, team: string, challenge: string): Receipt | undefined {
  const eligible = eligibleReceipts(state, team, challenge);
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

/** Receipts whose score the leaderboard needs. With `best`: every eligible receipt. */
export function receiptsToScore(state: RoundState): Receipt[] {
  return state.plan.challenges.flatMap(({ definition }) =>
    state.plan.teams.flatMap((team) =>
      state.plan.attempts.counts === 'best'
        ? eligibleReceipts(state, team, definition.id)
        : (countedReceipt(state, team, definition.id) ?? []),
    ),
  );
}

/**
 * An accepted package that was signed with another key than the first signed package of its team.
 * An unsigned package is reported as unsigned.
 */
export const isOtherSigner = ({ receipts }: RoundState, { number, team, signer }: Receipt): boolean => {
  const first = receipts.find(
    (receipt) => isAccepted(receipt) && receipt.team === team && receipt.signer !== null,
  );
  return first !== undefined && first.number < number && signer !== null && signer !== first.signer;
};
