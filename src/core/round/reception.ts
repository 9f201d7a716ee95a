import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { attemptsOf, type RoundState } from './state.ts';
import { challengeOf, teamOf } from './plan.ts';

/** What a submission says of itself. */
export interface SubmissionClaim {
  readonly team: string;
  readonly challenge: string;
  /** Digest of the test part it was made for. */
  readonly dataset: string;
  /** Digest of the submission's own manifest. */
  readonly digest: string;
}

/**
 * Why a round can't take a submission, all at once; empty: it can. What is in its files is for the scoring to check. A refused package
 * is no attempt.
 */
export function receptionFaults(state: RoundState, claim: SubmissionClaim): readonly Failure[] {
  if (state.phase !== 'open') return [failure('round/not-open', {})];
  const faults: Failure[] = [];
  const team = teamOf(state.plan, claim.team);
  const challenge = challengeOf(state.plan, claim.challenge);
  if (team === undefined) faults.push(failure('round/unknown-team', { team: claim.team }));
  if (challenge === undefined)
    faults.push(failure('round/unknown-challenge', { challenge: claim.challenge }));
  else if (challenge.dataset !== claim.dataset)
    faults.push(failure('round/other-dataset', { expected: challenge.dataset, got: claim.dataset }));
  const same = state.receipts.find(
    ({ digest, failures }) => failures.length === 0 && digest === claim.digest,
  );
  if (same) faults.push(failure('round/already-received', { receipt: same.number }));
  const { maximum } = state.plan.attempts;
  if (team !== undefined && challenge !== undefined && !same && maximum !== null) {
    if (attemptsOf(state, team, claim.challenge).length >= maximum)
      faults.push(failure('round/too-many-attempts', { maximum }));
  }
  return faults;
}
