import type { Rule } from './challenge-file.ts';

/** One statement of a results package, and how it was verified. */
export interface VerifiedItem {
  readonly subject: Subject;
  /**
   * `missing`: something was not given, so this could not be verified. `trusted`: a decision of the
   * organiser that no package can prove.
   */
  readonly outcome: 'verified' | 'different' | 'missing' | 'trusted';
  readonly reason?: Reason;
  /** Published and computed totals, when they differ. */
  readonly totals?: readonly [number | null, number | null];
  /** Rules that differ from the challenge file. */
  readonly rules?: readonly Rule[];
  /** The organiser's own words, a fingerprint or a time that the reason is about. */
  readonly detail?: string;
}

export type Subject =
  /** The signature of the results package. */
  | { readonly kind: 'signature' }
  /** Rules of the round. */
  | { readonly kind: 'rules' }
  | { readonly kind: 'test-part'; readonly challenge: string }
  | { readonly kind: 'answers'; readonly challenge: string }
  /** Patient groups of the answer key. */
  | { readonly kind: 'groups'; readonly challenge: string }
  | {
      readonly kind: 'submission';
      /** Null: the log does not contain it. */
      readonly receipt: number | null;
      /** Blank: unknown, because the file could not be read. */
      readonly team: string;
      readonly challenge: string;
    }
  | { readonly kind: 'report'; readonly receipt: number }
  /** The clock of the round: extensions and rulings. */
  | { readonly kind: 'clock' }
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'leaderboard' }
  /** A file of the package that repeats the leaderboard. */
  | { readonly kind: 'file'; readonly path: string };

export type Reason =
  | 'not-given'
  /** A package that it rests on was not given. */
  | 'incomplete'
  | 'unsigned'
  /** Signed by another key than the challenge file, or the log, says. */
  | 'other-signer'
  /** Nothing that was given says whose key it should be. */
  | 'unknown-signer'
  /** The played rules are not those of the challenge file. */
  | 'rules'
  /** The test part is not the one of the log. */
  | 'other-test-part'
  /** The log has another definition or commitment than the test part. */
  | 'definition'
  | 'commitment-changed'
  /** The key is not the one that was opened according to the log. */
  | 'other-key'
  /** The key does not match the commitment of the test part. */
  | 'commitment'
  | 'no-test-part'
  /** The commitment does not cover them: an earlier release published the test part. */
  | 'groups-uncommitted'
  | 'no-key'
  | 'score'
  /** The package belongs to another team, challenge or dataset than the log says. */
  | 'other-package'
  /** The log has no receipt for it. */
  | 'not-in-log'
  /** The log has an arrival without a verdict. */
  | 'no-verdict'
  /** The log says it was refused for a fault that it does not have. */
  | 'refused-sound'
  /** Refused by a rule of the round. */
  | 'refused-by-rule'
  /** Its own clock says that it was made after it arrived. */
  | 'prepared-later'
  /** In time by its deposited digest alone. */
  | 'deposit'
  | 'struck'
  | 'extended'
  | 'clock-ruled'
  /** Wall clock and elapsed time of the log contradict each other. */
  | 'clock-contradiction'
  | 'added'
  /** Written with the texts of another version of the application. */
  | 'other-version'
  | 'content';
