import { failure } from '../failure.ts';
import { seededRandom, shuffled } from '../random.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { assignGreedily } from './greedy.ts';
import type { Group } from './group.ts';
import { groupsOf } from './group.ts';
import { improve } from './improve.ts';
import type { Part } from './part.ts';
import { PARTS } from './part.ts';
import type { SplitImage } from './split-image.ts';
import type { SplitQuality } from './quality.ts';
import { splitQuality } from './quality.ts';

export interface Split {
  /** Part of each image, by key. */
  readonly parts: ReadonlyMap<string, Part>;
  readonly quality: SplitQuality;
}

/**
 * Splits images into training, validation and test. Groups stay whole; labels and sizes are
 * proportional. The same seed gives the same split, for any order of the images. No part with a
 * share stays empty.
 *
 * Source: iterative stratification, rarest label first (Sechidis, Tsoumakas, Vlahavas, ECML PKDD
 * 2011) on the count vectors of groups; then swaps and moves that reduce the squared relative
 * deviations.
 *
 * Failures: `split/no-images`, `split/invalid-ratios`, `split/repeated-key`,
 * `split/too-few-groups`.
 *
 * @param ratios percent of training, validation and test.
 */
export function splitImages(
  images: readonly SplitImage[],
  ratios: readonly [number, number, number],
  seed: string,
): Result<Split> {
  if (images.length === 0) return failed(failure('split/no-images', {}));
  const sum = ratios.reduce((total, ratio) => total + ratio, 0);
  if (ratios.some((ratio) => !(ratio >= 0)) || !(Math.abs(sum - 100) < 1e-6)) {
    return failed(failure('split/invalid-ratios', { ratios }));
  }
  const keys = new Set<string>();
  for (const { key } of images) {
    if (keys.has(key)) return failed(failure('split/repeated-key', { key }));
    keys.add(key);
  }
  const groups = groupsOf(images);
  const shares = ratios.map((ratio) => ratio / 100);
  const wanted = shares.filter((share) => share > 0).length;
  if (groups.length < wanted) {
    return failed(failure('split/too-few-groups', { groups: groups.length, parts: wanted }));
  }

  const random = seededRandom(`split ${seed}`);
  const inOrder = shuffled(groups, random);
  const greedy = assignGreedily(inOrder, shares, random);
  const assigned = improve(inOrder, greedy, shares, random);
  return success(splitOf(images, inOrder, assigned));
}

function splitOf(images: readonly SplitImage[], groups: readonly Group[], assigned: Uint8Array): Split {
  const partOfGroup = new Map(groups.map(({ id }, index) => [id, PARTS[assigned[index] ?? 0] ?? 'train']));
  const placed = images.map((image) => ({ ...image, part: partOfGroup.get(image.group) ?? 'train' }));
  return {
    parts: new Map(placed.map(({ key, part }) => [key, part])),
    quality: splitQuality(placed),
  };
}

/** Labels of an image for the split: each value of each stratification column, including blanks. */
export function strata(row: Readonly<Record<string, string>>, stratifyBy: readonly string[]): string[] {
  return stratifyBy.map((column) => `${column}=${row[column] ?? ''}`);
}
