import { canonicalJson } from '../package/document.ts';
import type { Evidence } from './evidence.ts';
import type { Leaderboard } from './leaderboard.ts';
import { leaderboardOf } from './leaderboard.ts';
import { CSV_PATH, leaderboardCsv } from './leaderboard-files.ts';
import { teamKey } from './plan.ts';
import type { Results } from './results.ts';
import { verifyClock } from './verify-clock.ts';
import { verifyPublished } from './verify-published.ts';
import { verifyReceipts } from './verify-receipts.ts';
import type { VerifiedItem } from './verified-item.ts';

/**
 * Recreates the pages of a leaderboard, by path. Null: they were written with other texts than
 * those of this version.
 */
export type PageWriter = (board: Leaderboard) => ReadonlyMap<string, string> | null;

/**
 * Verifies a published round. Rules and test data are held against what was published before the
 * hour; every receipt is held against its submission; the leaderboard is recomputed from the
 * recomputed scores and must equal the published one to the last digit, in each of its forms.
 *
 * A package can't prove when packages arrived, why the organiser struck one off, and that none was
 * left out. Each such decision is an item with the outcome `trusted`.
 */
export function verifyRound(
  { events, state, published, signer }: Results,
  evidence: Evidence,
  pages: PageWriter = () => null,
): readonly VerifiedItem[] {
  const receipts = verifyReceipts(state, published.reports, evidence);
  const added = evidence.challengeFile?.plan.teams.map(teamKey);
  const teams = state.plan.teams
    .filter((team) => added !== undefined && !added.includes(teamKey(team)))
    .map((team): VerifiedItem => ({ subject: { kind: 'team', team }, outcome: 'trusted', reason: 'added' }));
  const items = [
    ...verifyPublished(state, signer, evidence),
    ...verifyClock(events, state),
    ...teams,
    ...receipts.items,
  ];
  const isComplete = items.every(
    ({ subject, outcome }) =>
      outcome !== 'missing' || (subject.kind !== 'submission' && subject.kind !== 'answers'),
  );
  const board = leaderboardOf({ ...state, scores: new Map([...state.scores, ...receipts.scores]) });
  const held = (subject: VerifiedItem['subject'], isSame: boolean): VerifiedItem => {
    if (!isSame) return { subject, outcome: 'different', reason: 'content' };
    return isComplete
      ? { subject, outcome: 'verified' }
      : { subject, outcome: 'missing', reason: 'incomplete' };
  };
  const made = new Map([
    [CSV_PATH, new TextDecoder().decode(leaderboardCsv(board))],
    ...(pages(board) ?? []),
  ]);
  return [
    ...items,
    held({ kind: 'leaderboard' }, canonicalJson(board) === canonicalJson(published.board)),
    ...[...published.files].map(([path, text]): VerifiedItem => {
      const own = made.get(path);
      const subject = { kind: 'file', path } as const;
      return own === undefined
        ? { subject, outcome: 'missing', reason: 'other-version' }
        : held(subject, own === text);
    }),
  ];
}
