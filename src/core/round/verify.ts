import { canonicalJson } from '../package/document.ts';
import type { ReceiptScore } from './events.ts';
import type { Leaderboard } from './leaderboard.ts';
import { leaderboardOf } from './leaderboard.ts';
import { leaderboardCsv } from './leaderboard-files.ts';
import { challengeOf, teamKey } from './plan.ts';
import type { RoundState } from './state.ts';
import { receiptsToScore } from './attempts.ts';

/** One statement of a results package, compared with the recomputed value. */
export interface VerifiedItem {
  readonly subject:
    | { readonly kind: 'answers'; readonly challenge: string }
    | {
        readonly kind: 'submission';
        /** Null: the log does not contain it. */
        readonly receipt: number | null;
        readonly team: string;
        readonly challenge: string;
      }
    | { readonly kind: 'leaderboard' }
    /** A file of the package that repeats the leaderboard. */
    | { readonly kind: 'file'; readonly path: string };
  /** `missing`: the required package was not given, so nothing was checked. */
  readonly outcome: 'verified' | 'different' | 'missing';
  readonly reason?: DifferenceReason;
  /** Published and computed totals, when they differ. */
  readonly totals?: readonly [number | null, number | null];
}

export type DifferenceReason =
  /** The key is not the one that was opened according to the log. */
  | 'other-key'
  /** The key does not match the commitment from before the round. */
  | 'commitment'
  | 'score'
  /** The package belongs to another team, challenge or dataset than the log says. */
  | 'other-package'
  /** The log has no receipt for it. */
  | 'not-in-log'
  | 'content';

/** What the verifier computed itself. */
export interface Evidence {
  /** By challenge: digest of the given answer key, and whether it matches its commitment. */
  readonly answers: ReadonlyMap<string, { readonly digest: string; readonly kept: boolean }>;
  /** By digest of a given submission. */
  readonly submissions: ReadonlyMap<string, SubmissionEvidence>;
}

export interface SubmissionEvidence {
  readonly team: string;
  readonly challenge: string;
  readonly dataset: string;
  /** The recomputed score. Null: there was no key to score it with. */
  readonly score: ReceiptScore | null;
}

/** Contents of a results package besides its log. */
export interface Published {
  /** leaderboard.json. */
  readonly board: unknown;
  /** By path: the text of every other file that repeats the leaderboard. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Recreates the pages of a leaderboard, by path. Null: they were written with other texts than
 * those of this version.
 */
export type PageWriter = (board: Leaderboard) => ReadonlyMap<string, string> | null;

export const CSV_PATH = 'leaderboard.csv';

/**
 * Checks a published round against the evidence: answer keys and every submission that counts. The
 * leaderboard is recomputed from the recomputed scores. It must equal the published one to the last
 * digit, in each of its forms.
 *
 * A package can't prove when packages arrived, which were rejected, and that none was left out. For
 * these facts the organiser must be trusted.
 */
export function verifyRound(
  state: RoundState,
  published: Published,
  evidence: Evidence,
  pages: PageWriter = () => null,
): readonly VerifiedItem[] {
  const items: VerifiedItem[] = state.plan.challenges.map(({ definition }): VerifiedItem => {
    const given = evidence.answers.get(definition.id);
    const subject = { kind: 'answers', challenge: definition.id } as const;
    if (!given) return { subject, outcome: 'missing' };
    if (!given.kept) return { subject, outcome: 'different', reason: 'commitment' };
    const same = given.digest === state.answers.get(definition.id);
    return same ? { subject, outcome: 'verified' } : { subject, outcome: 'different', reason: 'other-key' };
  });
  const recomputed = new Map<number, ReceiptScore>();
  for (const receipt of receiptsToScore(state)) {
    const { number, digest } = receipt;
    const team = receipt.team ?? '';
    const challenge = receipt.challenge ?? '';
    const subject = { kind: 'submission', receipt: number, team, challenge } as const;
    const given = evidence.submissions.get(digest ?? '');
    if (given && !isOf(given, team, challenge, state)) {
      items.push({ subject, outcome: 'different', reason: 'other-package' });
      continue;
    }
    if (!given?.score) {
      items.push({ subject, outcome: 'missing' });
      continue;
    }
    recomputed.set(number, given.score);
    const said = state.scores.get(number);
    const same =
      said?.total === given.score.total &&
      JSON.stringify(said.interval) === JSON.stringify(given.score.interval);
    items.push(
      same
        ? { subject, outcome: 'verified' }
        : {
            subject,
            outcome: 'different',
            reason: 'score',
            totals: [said?.total ?? null, given.score.total],
          },
    );
  }
  for (const [digest, { team, challenge }] of evidence.submissions) {
    if (state.receipts.some((receipt) => receipt.digest === digest)) continue;
    const subject = { kind: 'submission', receipt: null, team, challenge } as const;
    items.push({ subject, outcome: 'different', reason: 'not-in-log' });
  }
  const isComplete = items.every(({ outcome }) => outcome !== 'missing');
  const board = leaderboardOf({ ...state, scores: new Map([...state.scores, ...recomputed]) });
  const held = (subject: VerifiedItem['subject'], isSame: boolean): VerifiedItem =>
    isSame
      ? { subject, outcome: isComplete ? 'verified' : 'missing' }
      : { subject, outcome: 'different', reason: 'content' };
  items.push(held({ kind: 'leaderboard' }, canonicalJson(board) === canonicalJson(published.board)));
  const made = new Map([
    [CSV_PATH, new TextDecoder().decode(leaderboardCsv(board))],
    ...(pages(board) ?? []),
  ]);
  for (const [path, text] of published.files) {
    const own = made.get(path);
    const subject = { kind: 'file', path } as const;
    items.push(own === undefined ? { subject, outcome: 'missing' } : held(subject, own === text));
  }
  return items;
}

const isOf = (given: SubmissionEvidence, team: string, challenge: string, { plan }: RoundState): boolean =>
  teamKey(given.team) === teamKey(team) &&
  given.challenge === challenge &&
  given.dataset === challengeOf(plan, challenge)?.dataset;
