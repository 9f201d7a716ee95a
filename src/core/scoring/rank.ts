/**
 * Ranks of scores from 1, the highest first. Equal scores share a rank and the next rank is
 * skipped. An undefined score has no rank.
 */
export function ranksOf(totals: readonly (number | null)[]): (number | null)[] {
  return totals.map((total) =>
    total === null ? null : 1 + totals.filter((other) => other !== null && other > total).length,
  );
}

/**
 * How often each team had each rank over bootstrap draws that all teams share:
 * `frequencies[team][rank - 1]`, as shares of the draws.
 *
 * @param totals one array of draws per team, all of the same length
 */
export function rankFrequencies(totals: readonly ArrayLike<number>[]): number[][] {
  const draws = totals[0]?.length ?? 0;
  const counts = totals.map(() => new Array<number>(totals.length).fill(0));
  for (let draw = 0; draw < draws; draw++) {
    ranksOf(totals.map((one) => one[draw] ?? null)).forEach((rank, team) => {
      const row = counts[team];
      if (rank !== null && row) row[rank - 1] = (row[rank - 1] ?? 0) + 1 / draws;
    });
  }
  return counts;
}
