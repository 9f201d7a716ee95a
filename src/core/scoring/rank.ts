/** Ranks from 1 of scores, the highest first; equal scores share a rank and the next is skipped; an undefined one has none. */
export function ranksOf(totals: readonly (number | null)[]): (number | null)[] {
  return totals.map((total) =>
    total === null ? null : 1 + totals.filter((other) => other !== null && other > total).length,
  );
}

/**
 * How often each team had each rank over bootstrap draws that all teams share: `frequencies[team][rank - 1]`, in shares of the draws.
 *
 * @param totals one array of draws for each team, all of one length
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
