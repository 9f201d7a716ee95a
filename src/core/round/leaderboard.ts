import { kendall } from '../scoring/comparison.ts';
import { rankFrequencies, ranksOf } from '../scoring/rank.ts';
import type { Text } from '../text.ts';
import type { RoundState } from './state.ts';
import { attemptsOf, countedReceipt } from './attempts.ts';

/** Table of teams and challenges, as published after a round. */
export interface Leaderboard {
  readonly name: string;
  readonly challenges: readonly LeaderboardChallenge[];
  /** In the order of the teams in the plan. */
  readonly rows: readonly LeaderboardRow[];
}

export interface LeaderboardChallenge {
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  readonly ruleSet: string;
}

export interface LeaderboardRow {
  readonly team: string;
  /** One per challenge, in challenge order. Null: the team has no submission that counts. */
  readonly cells: readonly (LeaderboardCell | null)[];
}

export interface LeaderboardCell {
  /** Null: undefined, or not scored yet. */
  readonly total: number | null;
  readonly interval: readonly [lower: number, upper: number] | null;
  readonly late: boolean;
  /**
   * Rank among submissions in time. Null for late and undefined ones. Equal totals share a rank.
   */
  readonly rank: number | null;
  readonly tied: boolean;
  readonly prize: string | null;
  /** Number of the receipt that counts, and total number of valid submissions. */
  readonly receipt: number;
  readonly attempts: number;
}

/** The leaderboard of a round, from the scores computed so far. */
export function leaderboardOf(state: RoundState): Leaderboard {
  const { plan, scores } = state;
  const columns = plan.challenges.map(({ definition, prizes }) => {
    const counted = plan.teams.map((team) => countedReceipt(state, team, definition.id));
    const totals = counted.map((receipt) => (receipt && scores.get(receipt.number)?.total) ?? null);
    const ranks = ranksOf(totals.map((total, team) => (counted[team]?.late ? null : total)));
    return plan.teams.map((team, index): LeaderboardCell | null => {
      const receipt = counted[index];
      if (!receipt) return null;
      const rank = ranks[index] ?? null;
      return {
        total: totals[index] ?? null,
        interval: scores.get(receipt.number)?.interval ?? null,
        late: receipt.late,
        rank,
        tied: rank !== null && ranks.filter((other) => other === rank).length > 1,
        prize: rank === null ? null : (prizes[rank - 1] ?? null),
        receipt: receipt.number,
        attempts: attemptsOf(state, team, definition.id).length,
      };
    });
  });
  return {
    name: plan.name,
    challenges: plan.challenges.map(({ definition, ruleSet }) => ({
      id: definition.id,
      version: definition.version,
      title: definition.title,
      ruleSet,
    })),
    rows: plan.teams.map((team, row) => ({ team, cells: columns.map((column) => column[row] ?? null) })),
  };
}

/** Stability of the ranks of a challenge. Maier-Hein et al., Nature Communications 2018;9:5217. */
export interface RankStability {
  /** The ranked teams, best first. */
  readonly teams: readonly string[];
  /** `frequencies[team][rank - 1]`: share of the draws in which the team had this rank. */
  readonly frequencies: readonly (readonly number[])[];
  /**
   * Mean of Kendall's tau-b between the published totals and those of each draw. Null with fewer
   * than two teams.
   */
  readonly tau: number | null;
}

/**
 * Rank stability of a challenge, from the draws that all its teams share.
 *
 * @param drawsOf returns the totals of a receipt's draws
 */
export function stabilityOf(
  board: Leaderboard,
  challenge: number,
  drawsOf: (receipt: number) => ArrayLike<number> | null,
): RankStability {
  const ranked = board.rows
    .flatMap(({ team, cells }) => {
      const cell = cells[challenge];
      const draws = cell && cell.rank !== null ? drawsOf(cell.receipt) : null;
      return cell && draws ? [{ team, total: cell.total ?? 0, draws }] : [];
    })
    .sort((a, b) => b.total - a.total);
  const totals = ranked.map(({ total }) => total);
  const draws = ranked[0]?.draws.length ?? 0;
  let sum = 0;
  let defined = 0;
  for (let draw = 0; draw < draws; draw++) {
    const tau = kendall(
      totals,
      ranked.map((one) => one.draws[draw] ?? 0),
    );
    if (tau === null) continue;
    sum += tau;
    defined++;
  }
  return {
    teams: ranked.map(({ team }) => team),
    frequencies: rankFrequencies(ranked.map((one) => one.draws)),
    tau: defined === 0 ? null : sum / defined,
  };
}

/** One place of a challenge, as shown to the room. */
export interface RevealStep {
  readonly challenge: number;
  readonly rank: number;
  readonly teams: readonly string[];
}

/**
 * The order of presentation: challenge by challenge, from the lowest place on the podium to the
 * first.
 */
export function revealSteps(board: Leaderboard, places = 3): RevealStep[] {
  return board.challenges.flatMap((_, challenge) => {
    const byRank = new Map<number, string[]>();
    for (const { team, cells } of board.rows) {
      const rank = cells[challenge]?.rank ?? null;
      if (rank !== null && rank <= places) byRank.set(rank, [...(byRank.get(rank) ?? []), team]);
    }
    return [...byRank.entries()]
      .sort(([a], [b]) => b - a)
      .map(([rank, teams]) => ({ challenge, rank, teams }));
  });
}

/**
 * What the room sees of each challenge after a number of steps: the places shown so far, and
 * everything once the first place is shown.
 */
export function revealedTeams(board: Leaderboard, steps: number): readonly ('all' | ReadonlySet<string>)[] {
  const order = revealSteps(board);
  const shown = order.slice(0, steps);
  return board.challenges.map((_, challenge) => {
    const of = (list: readonly RevealStep[]) => list.filter((step) => step.challenge === challenge);
    return of(shown).length === of(order).length ? 'all' : new Set(of(shown).flatMap(({ teams }) => teams));
  });
}
