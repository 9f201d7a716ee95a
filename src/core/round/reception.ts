import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Verdict } from './events.ts';
import type { RoundState } from './state.ts';
import { attemptsOf, openDeposits } from './attempts.ts';
import { isAccepted, isDigestOf, isUnknownTeamOnly } from './receipt.ts';
import { challengeOf, teamOf } from './plan.ts';

/** Statements of a submission about itself. */
export interface SubmissionClaim {
  readonly team: string;
  readonly challenge: string;
  /** Digest of the test part that the submission was made for. */
  readonly dataset: string;
  /** Digest of the submission's own manifest, and of its file. */
  readonly digest: string;
  readonly fileDigest: string;
}

/** A digest submitted in place of the file. */
export type DepositClaim = Pick<SubmissionClaim, 'team' | 'challenge' | 'digest'>;

/**
 * All reasons why a round can't accept a submission. Empty: it can. Scoring checks the contents of
 * its files. A refused package does not count as an attempt.
 */
export function receptionFaults(state: RoundState, claim: SubmissionClaim): readonly Failure[] {
  // The file arrived while the round was open. Its checks may end later.
  if (state.phase === 'planned') return [failure('round/not-open', {})];
  const faults = memberFaults(state, claim);
  const challenge = challengeOf(state.plan, claim.challenge);
  if (challenge !== undefined && challenge.dataset !== claim.dataset)
    faults.push(failure('round/other-dataset', { expected: challenge.dataset, got: claim.dataset }));
  const same = state.receipts.find((receipt) => isAccepted(receipt) && receipt.digest === claim.digest);
  if (same) faults.push(failure('round/already-received', { receipt: same.number }));
  else faults.push(...attemptFaults(state, claim));
  return faults;
}

/** All reasons why a round can't accept the digest of a submission. Empty: it can. */
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
 * A deposited digest counts as an attempt, like a file. Otherwise a team could deposit many and
 * choose later. The file of a deposited digest is the same attempt.
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

/**
 * The verdict on a submitted file.
 *
 * @param claim null: the package could not be read
 * @param failures faults of the package itself and of its predictions
 */
export function verdictOf(
  state: RoundState,
  file: { readonly fileDigest: string; readonly digest: string | null; readonly signer: string | null },
  claim: Omit<SubmissionClaim, 'digest' | 'fileDigest'> | null,
  failures: readonly Failure[],
): Verdict {
  const { fileDigest, digest, signer } = file;
  if (claim === null || digest === null) {
    const { team = null, challenge = null } = claim ?? {};
    return { accepted: false, fileDigest, signer, team, challenge, digest, failures };
  }
  const { challenge } = claim;
  const faults = [...receptionFaults(state, { ...claim, digest, fileDigest }), ...failures];
  const team = teamOf(state.plan, claim.team) ?? claim.team;
  return faults.length === 0
    ? { accepted: true, fileDigest, signer, team, challenge, digest }
    : { accepted: false, fileDigest, signer, team, challenge, digest, failures: faults };
}

/**
 * New verdicts on files that were refused only because their team was not on the list, and whose
 * team is on it now.
 */
export function renewedVerdicts(state: RoundState): { receipt: number; verdict: Verdict }[] {
  return state.receipts.flatMap((receipt) => {
    const { number, team, challenge, digest, fileDigest, signer } = receipt;
    if (!isUnknownTeamOnly(receipt) || team === null || challenge === null || fileDigest === null) return [];
    if (teamOf(state.plan, team) === undefined) return [];
    const dataset = challengeOf(state.plan, challenge)?.dataset ?? '';
    const verdict = verdictOf(state, { fileDigest, digest, signer }, { team, challenge, dataset }, []);
    return [{ receipt: number, verdict }];
  });
}
