import { teamKey } from './plan.ts';
import type { RoundState } from './state.ts';
import { type Receipt, isAccepted, type Deposit, isDigestOf } from './receipt.ts';

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
