import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import type { ReceiptScore, RoundEvent } from './events.ts';
import type { RoundPlan } from './plan.ts';
import { challengeOf, teamOf } from './plan.ts';
import { type Receipt, isAccepted, type Deposit, isLate, countedTime, isUnknownTeamOnly } from './receipt.ts';

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
