import type { RoundState } from './state.ts';
import { receiptsToScore } from './state.ts';
import type { Leaderboard } from './leaderboard.ts';
import { leaderboardOf } from './leaderboard.ts';
import type { ReceiptScore } from './events.ts';

/** One statement of a results package, held against what was computed anew. */
export interface VerifiedItem {
  readonly subject:
    | { readonly kind: 'answers'; readonly challenge: string }
    | {
        readonly kind: 'submission';
        readonly receipt: number;
        readonly team: string;
        readonly challenge: string;
      }
    | { readonly kind: 'leaderboard' };
  /** `missing`: the package it needs was not given, so nothing is said. */
  readonly outcome: 'verified' | 'different' | 'missing';
  /** Totals published and computed, where they differ. */
  readonly totals?: readonly [number | null, number | null];
}

/** What the verifier found by itself. */
export interface Evidence {
  /** By challenge: digest of the answer key given, and whether its commitment is kept. */
  readonly answers: ReadonlyMap<string, { readonly digest: string; readonly kept: boolean }>;
  /** By digest of a submission given: its score computed anew. */
  readonly scores: ReadonlyMap<string, ReceiptScore>;
}

/**
 * Holds a published round against the evidence: answer keys, every submission that counts, and the leaderboard made again from the
 * recomputed scores alone, which must be the published one to the last digit.
 *
 * @param published JSON text of leaderboard.json
 */
export function verifyRound(
  state: RoundState,
  published: string,
  evidence: Evidence,
): readonly VerifiedItem[] {
  const items: VerifiedItem[] = state.plan.challenges.map(({ definition }) => {
    const given = evidence.answers.get(definition.id);
    const subject = { kind: 'answers', challenge: definition.id } as const;
    if (!given) return { subject, outcome: 'missing' };
    const same = given.kept && given.digest === state.answers.get(definition.id);
    return { subject, outcome: same ? 'verified' : 'different' };
  });
  const recomputed = new Map<number, ReceiptScore>();
  for (const { number, team, challenge, digest } of receiptsToScore(state)) {
    const subject = {
      kind: 'submission',
      receipt: number,
      team: team ?? '',
      challenge: challenge ?? '',
    } as const;
    const score = evidence.scores.get(digest ?? '');
    if (!score) {
      items.push({ subject, outcome: 'missing' });
      continue;
    }
    recomputed.set(number, score);
    const said = state.scores.get(number);
    const same =
      said?.total === score.total && JSON.stringify(said.interval) === JSON.stringify(score.interval);
    items.push(
      same
        ? { subject, outcome: 'verified' }
        : { subject, outcome: 'different', totals: [said?.total ?? null, score.total] },
    );
  }
  const complete = items.every(({ outcome }) => outcome !== 'missing');
  const scores = complete ? recomputed : state.scores;
  const board: Leaderboard = leaderboardOf({ ...state, scores });
  const same = JSON.stringify(board) === published;
  const outcome = !same ? 'different' : complete ? 'verified' : 'missing';
  return [...items, { subject: { kind: 'leaderboard' }, outcome }];
}
