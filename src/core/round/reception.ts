import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { attemptsOf, isDigestOf, openDeposits, type RoundState } from './state.ts';
import { challengeOf, teamOf } from './plan.ts';

/** What a submission says of itself. */
export interface SubmissionClaim {
  readonly team: string;
  readonly challenge: string;
  /** Digest of the test part it was made for. */
  readonly dataset: string;
  /** Digest of the submission's own manifest, and of its file. */
  readonly digest: string;
  readonly fileDigest: string;
}

/** A digest told in place of the file. */
export type DepositClaim = Pick<SubmissionClaim, 'team' | 'challenge' | 'digest'>;

/**
 * Why a round can't take a submission, all at once; empty: it can. What is in its files is for the scoring to check. A refused package
 * is no attempt.
 */
export function receptionFaults(state: RoundState, claim: SubmissionClaim): readonly Failure[] {
  if (state.phase !== 'open') return [failure('round/not-open', {})];
  const faults = memberFaults(state, claim);
  const challenge = challengeOf(state.plan, claim.challenge);
  if (challenge !== undefined && challenge.dataset !== claim.dataset)
    faults.push(failure('round/other-dataset', { expected: challenge.dataset, got: claim.dataset }));
  const same = state.receipts.find(
    ({ digest, failures }) => failures.length === 0 && digest === claim.digest,
  );
  if (same) faults.push(failure('round/already-received', { receipt: same.number }));
  else faults.push(...attemptFaults(state, claim));
  return faults;
}

/** Why a round can't take the digest of a submission, all at once; empty: it can. */
export function depositFaults(state: RoundState, claim: DepositClaim): readonly Failure[] {
  if (state.phase !== 'open') return [failure('round/not-open', {})];
  const faults = memberFaults(state, claim);
  if (!/^[0-9a-f]{64}$/.test(claim.digest)) faults.push(failure('round/invalid-digest', {}));
  return [...faults, ...attemptFaults(state, { ...claim, fileDigest: claim.digest })];
}

function memberFaults({ plan }: RoundState, { team, challenge }: DepositClaim): Failure[] {
  const faults: Failure[] = [];
  if (teamOf(plan, team) === undefined) faults.push(failure('round/unknown-team', { team }));
  if (challengeOf(plan, challenge) === undefined)
    faults.push(failure('round/unknown-challenge', { challenge }));
  return faults;
}

/**
 * A deposited digest is an attempt like a file: else a team could deposit many and choose among them afterwards. The file of a
 * deposited digest is the same attempt.
 */
function attemptFaults(
  state: RoundState,
  claim: Pick<SubmissionClaim, 'team' | 'challenge' | 'digest' | 'fileDigest'>,
): Failure[] {
  const { maximum } = state.plan.attempts;
  const team = teamOf(state.plan, claim.team);
  if (maximum === null || team === undefined) return [];
  const open = openDeposits(state, team, claim.challenge);
  if (open.some(({ digest }) => isDigestOf(digest, claim))) return [];
  const used = attemptsOf(state, team, claim.challenge).length + open.length;
  return used >= maximum ? [failure('round/too-many-attempts', { maximum })] : [];
}
