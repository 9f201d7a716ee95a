import type { Failure } from '../failure.ts';

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

/** Digest of the package's manifest or of the file: a team may deposit either. */
export const isDigestOf = (digest: string, of: Pick<Receipt, 'digest' | 'fileDigest'>): boolean =>
  digest === of.digest || digest === of.fileDigest;

/** The time that counts is the first moment when the round knew the digest from this team. */
export function countedTime(
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
