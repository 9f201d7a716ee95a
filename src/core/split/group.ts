import type { SplitImage } from './split-image.ts';

/**
 * Images that stay together, as a vector: the number of images, then the number of images with each
 * label.
 */
export interface Group {
  readonly id: string;
  readonly counts: Float64Array;
}

/**
 * Groups and labels, each in the order of their code units. The result does not depend on the order
 * of the images.
 */
export function groupsOf(images: readonly SplitImage[]): Group[] {
  const labels = [...new Set(images.flatMap((image) => image.labels))].sort();
  const position = new Map(labels.map((label, index) => [label, index + 1]));
  const groups = new Map<string, Float64Array>();
  for (const { group, labels: borne } of images) {
    const counts = groups.get(group) ?? new Float64Array(labels.length + 1);
    counts[0] = (counts[0] ?? 0) + 1;
    for (const label of new Set(borne)) {
      const at = position.get(label) ?? 0;
      counts[at] = (counts[at] ?? 0) + 1;
    }
    groups.set(group, counts);
  }
  return [...groups]
    .map(([id, counts]) => ({ id, counts }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Sum of the vectors of some groups. */
export function totalCounts(groups: readonly Group[]): Float64Array {
  const totals = new Float64Array(groups[0]?.counts.length ?? 1);
  for (const { counts } of groups) counts.forEach((count, at) => (totals[at] = (totals[at] ?? 0) + count));
  return totals;
}
