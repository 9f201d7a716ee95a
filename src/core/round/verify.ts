import { canonicalJson } from '../package/document.ts';
import type { ReceiptScore } from './events.ts';
import type { Leaderboard } from './leaderboard.ts';
import { leaderboardOf } from './leaderboard.ts';
import { leaderboardCsv } from './leaderboard-files.ts';
import { challengeOf, teamKey } from './plan.ts';
import type { RoundState } from './state.ts';
import { receiptsToScore } from './state.ts';

/** One statement of a results package, held against what was computed anew. */
export interface VerifiedItem {
  readonly subject:
    | { readonly kind: 'answers'; readonly challenge: string }
    | {
        readonly kind: 'submission';
        /** Null: the log does not know it. */
        readonly receipt: number | null;
        readonly team: string;
        readonly challenge: string;
      }
    | { readonly kind: 'leaderboard' }
    /** A file of the package that repeats the leaderboard. */
    | { readonly kind: 'file'; readonly path: string };
  /** `missing`: the package it needs was not given, so nothing is said. */
  readonly outcome: 'verified' | 'different' | 'missing';
  readonly reason?: DifferenceReason;
  /** Totals published and computed, where they differ. */
  readonly totals?: readonly [number | null, number | null];
}

export type DifferenceReason =
  /** The key is not the one whose opening the log tells. */
  | 'other-key'
  /** The key is not what was committed to before the round. */
  | 'commitment'
  | 'score'
  /** The package is of another team, challenge or dataset than the log says. */
  | 'other-package'
  /** The log has no receipt of it. */
  | 'not-in-log'
  | 'content';

/** What the verifier found by itself. */
export interface Evidence {
  /** By challenge: digest of the answer key given, and whether its commitment is kept. */
  readonly answers: ReadonlyMap<string, { readonly digest: string; readonly kept: boolean }>;
  /** By digest of a submission given. */
  readonly submissions: ReadonlyMap<string, SubmissionEvidence>;
}

export interface SubmissionEvidence {
  readonly team: string;
  readonly challenge: string;
  readonly dataset: string;
  /** Its score computed anew; null: there was no key to score it with. */
  readonly score: ReceiptScore | null;
}

/** What a results package says, beside its log. */
export interface Published {
  /** leaderboard.json. */
  readonly board: unknown;
  /** By path: the text of each other file that repeats the leaderboard. */
  readonly files: ReadonlyMap<string, string>;
}

/** Makes the pages of a leaderboard anew, by path; null: by other words than those of this version. */
export type PageWriter = (board: Leaderboard) => ReadonlyMap<string, string> | null;

export const CSV_PATH = 'leaderboard.csv';

/**
 * Holds a published round against the evidence: answer keys, every submission that counts, and the leaderboard made again from the
 * recomputed scores, which must be the published one to the last digit, in each of its forms.
 *
 * What no package can prove rests on the organiser's word: when packages came, which were struck off, and that none was left out.
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
