import type { Contribution } from './contribution.ts';
import type { ImageRecord } from './contribution-record.ts';

export interface MergedImage {
  /** Unique over all packages: the package's digest and the image's id. */
  readonly key: string;
  readonly packageDigest: string;
  readonly centre: string;
  readonly record: ImageRecord;
  /** By reference column, as written. */
  readonly labels: Readonly<Record<string, string>>;
  /** Keys of earlier images that are the same. */
  readonly duplicateOf: {
    /** The same exam in another package, which has all its images: a centre exported twice. */
    readonly exam: string | null;
    /** Equal pixels, whatever the centre. */
    readonly pixels: string | null;
  };
  /** Set by `applyWithdrawals`: the patient was withdrawn by the key that signed this image, or its pixels are those of such an image. */
  readonly withdrawn?: 'patient' | 'pixels';
}

/** The word of a curator on one image. */
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
 * All images of several contributions in one list, whose order does not depend on the order in which packages were opened: packages
 * by creation time, then digest. Of images that are the same, the first stands and the others point at it.
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
        // A second knee may come in a later package; an exam whose images are all there already may not.
        const exam = elsewhere && others.length >= imagesPerExam ? elsewhere.key : null;
        const same = pixels.get(record.clearing.pixelDigest) ?? null;
        // Only images that stand make others their duplicates.
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
 * What holds for an image: a withdrawal above all, then the curator's decision, else a duplicate is left out and everything else is
 * kept.
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
