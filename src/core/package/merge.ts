import type { Contribution } from './contribution.ts';
import type { ImageRecord } from './contribution-record.ts';

export interface MergedImage {
  /** Unique over all packages: the digest of the package and the id of the image. */
  readonly key: string;
  readonly packageDigest: string;
  readonly centre: string;
  readonly record: ImageRecord;
  /** By reference column, as written. */
  readonly labels: Readonly<Record<string, string>>;
  /** Keys of earlier images that are duplicates of this one. */
  readonly duplicateOf: {
    /** The same exam in another package that has all its images: a centre exported it twice. */
    readonly exam: string | null;
    /** Equal pixels, from any centre. */
    readonly pixels: string | null;
  };
  /**
   * Set by `applyWithdrawals`: the key that signed this image withdrew its patient, or the image
   * has the same pixels as a withdrawn one.
   */
  readonly withdrawn?: 'patient' | 'pixels';
}

/** The decision of a curator on one image. */
export interface Decision {
  readonly imageKey: string;
  readonly keep: boolean;
  readonly reason: string | null;
}

export interface OpenedContribution {
  readonly digest: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly contribution: Contribution;
}

/**
 * All images of several contributions in one list. Its order does not depend on the order in which
 * packages were opened: packages are sorted by creation time, then by digest. Among duplicates, the
 * first image counts and the others refer to it.
 */
export function mergeContributions(
  contributions: readonly OpenedContribution[],
  imagesPerExam: number,
): MergedImage[] {
  const ordered = [...contributions].sort(
    (a, b) => compare(a.createdAt, b.createdAt) || compare(a.digest, b.digest),
  );
  const exams = new Map<string, { readonly key: string; readonly digest: string }[]>();
  const pixels = new Map<string, string>();
  return ordered.flatMap(({ digest, contribution: { charter, images, labels } }) =>
    [...images]
      .sort((a, b) => compare(a.id, b.id))
      .map((record): MergedImage => {
        const key = `${digest}/${record.id}`;
        const others = exams.get(record.exam) ?? [];
        const elsewhere = others.find((other) => other.digest !== digest);
        // A later package may add a second knee of an exam. An exam whose images are all present
        // already is a duplicate.
        const exam = elsewhere && others.length >= imagesPerExam ? elsewhere.key : null;
        const same = pixels.get(record.clearing.pixelDigest) ?? null;
        // An image that does not count itself does not make others its duplicates.
        if (exam === null && same === null) {
          exams.set(record.exam, [...others, { key, digest }]);
          pixels.set(record.clearing.pixelDigest, key);
        }
        return {
          key,
          packageDigest: digest,
          centre: charter.centre,
          record,
          labels: labels[record.id] ?? {},
          duplicateOf: { exam, pixels: same },
        };
      }),
  );
}

/**
 * The final status of an image. A withdrawal has priority, then the curator's decision. Without
 * either, a duplicate is left out and every other image is kept.
 */
export function decisionOf(image: MergedImage, decisions: ReadonlyMap<string, Decision>): Decision {
  if (image.withdrawn === 'patient') return { imageKey: image.key, keep: false, reason: 'withdrawn' };
  const decided = decisions.get(image.key);
  if (decided) return decided;
  if (image.withdrawn)
    return { imageKey: image.key, keep: false, reason: 'same pixels as a withdrawn image' };
  const { exam, pixels } = image.duplicateOf;
  if (exam ?? pixels)
    return { imageKey: image.key, keep: false, reason: exam ? 'duplicate exam' : 'duplicate pixels' };
  return { imageKey: image.key, keep: true, reason: null };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
