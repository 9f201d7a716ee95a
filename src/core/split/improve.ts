import type { Random } from '../random.ts';
import type { Group } from './group.ts';
import { totalCounts } from './group.ts';

const TRIES = 20_000;
/** One of this many tries moves a single group. The others swap two groups. */
const MOVE_EVERY = 4;

/**
 * Tries random swaps and moves of groups between parts. It keeps those that reduce the sum, over
 * parts and labels, of the squared relative deviation from the target count. Never empties a part.
 * Returns a new assignment.
 */
export function improve(
  groups: readonly Group[],
  start: Uint8Array,
  shares: readonly number[],
  random: Random,
): Uint8Array {
  const assigned = start.slice();
  const totals = totalCounts(groups);
  const wanted = shares.map((share) => totals.map((total) => total * share));
  const counts = shares.map((_, part) => totalOf(groups, assigned, part, totals.length));
  const groupsIn = shares.map((_, part) => assigned.filter((of) => of === part).length);
  const open = [...shares.keys()].filter((part) => (shares[part] ?? 0) > 0);
  if (open.length < 2) return assigned;

  /** Change of the cost when `change` is added to a part's counts. */
  const costOf = (part: number, change: Float64Array): number => {
    const have = counts[part];
    const want = wanted[part];
    let cost = 0;
    for (let at = 0; at < change.length; at++) {
      const delta = change[at] ?? 0;
      if (delta === 0) continue;
      const target = want?.[at] ?? 0;
      const off = (have?.[at] ?? 0) - target;
      cost += (delta * (2 * off + delta)) / (target * target);
    }
    return cost;
  };
  const add = (part: number, change: Float64Array) => {
    const have = counts[part];
    change.forEach((delta, at) => have && (have[at] = (have[at] ?? 0) + delta));
  };
  const none = new Float64Array(totals.length);

  for (let tries = 0; tries < TRIES; tries++) {
    const one = Math.floor(random() * groups.length);
    const from = assigned[one] ?? 0;
    const isMove = tries % MOVE_EVERY === 0;
    const two = Math.floor(random() * groups.length);
    const to = isMove ? (open[two % open.length] ?? 0) : (assigned[two] ?? 0);
    if (from === to || (isMove && (groupsIn[from] ?? 0) < 2)) continue;

    const arriving = isMove ? none : (groups[two]?.counts ?? none);
    const toFrom = arriving.map((count, at) => count - (groups[one]?.counts[at] ?? 0));
    const toTo = toFrom.map((delta) => -delta);
    if (costOf(from, toFrom) + costOf(to, toTo) >= -1e-12) continue;
    add(from, toFrom);
    add(to, toTo);
    assigned[one] = to;
    if (isMove) {
      groupsIn[from] = (groupsIn[from] ?? 0) - 1;
      groupsIn[to] = (groupsIn[to] ?? 0) + 1;
    } else {
      assigned[two] = from;
    }
  }
  return assigned;
}

function totalOf(groups: readonly Group[], assigned: Uint8Array, part: number, length: number): Float64Array {
  const inside = groups.filter((_, index) => assigned[index] === part);
  return inside.length > 0 ? totalCounts(inside) : new Float64Array(length);
}
