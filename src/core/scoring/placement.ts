import { midranks } from './comparison.ts';

/**
 * For each case, the share of the other class against which it is ranked correctly; ties count one
 * half. For a positive: the share of negatives below it. For a negative: the share of positives
 * above it. The mean over either class is the AUC. NaN when a class is absent. Source: DeLong et
 * al., Biometrics 1988;44:837-845 (called structural components V10 and V01 there).
 */
export function placements(truth: ArrayLike<number>, scores: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const all = Array.from({ length: scores.length }, (_, i) => scores[i] ?? NaN);
  const ranks = midranks(all);
  const within = [0, 1].map((side) => {
    const members = all.flatMap((_, i) => ((truth[i] ? 1 : 0) === side ? [i] : []));
    const own = midranks(members.map((i) => all[i] ?? NaN));
    return { count: members.length, ranks: new Map(members.map((i, at) => [i, own[at] ?? NaN])) };
  });
  const [negatives, positives] = within;
  return Float64Array.from(all, (_, i) => {
    if (!negatives?.count || !positives?.count) return NaN;
    const rank = ranks[i] ?? NaN;
    return truth[i]
      ? (rank - (positives.ranks.get(i) ?? NaN)) / negatives.count
      : 1 - (rank - (negatives.ranks.get(i) ?? NaN)) / positives.count;
  });
}
