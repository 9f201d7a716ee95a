import type { Random } from '../random.ts';
import type { Group } from './group.ts';
import { totalCounts } from './group.ts';

/**
 * Part (index of `shares`) of each group. The groups of the rarest label come first, the largest of
 * them first. Each goes to the part that lacks most of that label; ties are decided by the number
 * of missing images, then at random. Groups must be in a random order.
 */
export function assignGreedily(
  groups: readonly Group[],
  shares: readonly number[],
  random: Random,
): Uint8Array {
  const assigned = new Uint8Array(groups.length);
  const waiting = new Set(groups.keys());
  const left = totalCounts(groups);
  const lacking = shares.map((share) => left.map((total) => total * share));
  const open = [...shares.keys()].filter((part) => (shares[part] ?? 0) > 0);

  const assign = (group: number, part: number) => {
    assigned[group] = part;
    waiting.delete(group);
    groups[group]?.counts.forEach((count, at) => {
      left[at] = (left[at] ?? 0) - count;
      const lack = lacking[part];
      if (lack) lack[at] = (lack[at] ?? 0) - count;
    });
  };
  const neediest = (label: number) => {
    const need = (part: number, at: number) => lacking[part]?.[at] ?? 0;
    const ranked = open
      .map((part) => ({ part, tie: random() }))
      .sort(
        (a, b) =>
          need(b.part, label) - need(a.part, label) || need(b.part, 0) - need(a.part, 0) || a.tie - b.tie,
      );
    return ranked[0]?.part ?? 0;
  };

  while (waiting.size > 0) {
    const label = rarest(left);
    const bearers = [...waiting].filter((group) => (groups[group]?.counts[label] ?? 0) > 0);
    bearers.sort((a, b) => (groups[b]?.counts[label] ?? 0) - (groups[a]?.counts[label] ?? 0));
    for (const group of bearers) assign(group, neediest(label));
  }
  fillEmpty(groups, assigned, open);
  return assigned;
}

/**
 * Index of the label with the fewest waiting images, but at least one. 0 (all images) when no label
 * is left.
 */
function rarest(left: Float64Array): number {
  let found = 0;
  for (let label = 1; label < left.length; label++) {
    const count = left[label] ?? 0;
    if (count > 0 && (found === 0 || count < (left[found] ?? 0))) found = label;
  }
  return found;
}

/** Gives each empty part the smallest group of the part with the most groups. */
function fillEmpty(groups: readonly Group[], assigned: Uint8Array, open: readonly number[]): void {
  const groupsIn = (part: number) => [...assigned.keys()].filter((group) => assigned[group] === part);
  for (const part of open) {
    if (groupsIn(part).length > 0) continue;
    const largest = open.map(groupsIn).reduce((a, b) => (b.length > a.length ? b : a));
    const size = (group: number) => groups[group]?.counts[0] ?? 0;
    const smallest = largest.reduce((a, b) => (size(b) < size(a) ? b : a));
    assigned[smallest] = part;
  }
}
