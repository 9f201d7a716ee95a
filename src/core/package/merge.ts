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
    /** Equal pixels in the same exam of another package: a centre exported it twice. */
    readonly exam: string | null;
    /** Equal pixels, from any centre. */
    readonly pixels: string | null;
  };
  /**
   * Keys of other images, earlier or later, that claim to be the same and have other pixels. Nobody
   * but a person can tell which is right.
   */
  readonly clash: {
    /** The same exam, in another package that has all its images; or of another patient. */
    readonly exam: string | null;
    /** The same SOP Instance UID. */
    readonly image: string | null;
  };
  /** Of a clash, the later images are left out until a curator decides. */
  readonly isLaterOfClash: boolean;
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
 * first image counts and the others refer to it. Equal pixels alone make a duplicate. Images that
 * share an exam or a UID and differ in their pixels are a clash, and each refers to the other.
 */
export function mergeContributions(
  contributions: readonly OpenedContribution[],
  imagesPerExam: number,
): MergedImage[] {
  const ordered = [...contributions].sort(
    (a, b) => compare(a.createdAt, b.createdAt) || compare(a.digest, b.digest),
  );
  const exams = new Map<string, Known[]>();
  const uids = new Map<string, Known>();
  const pixels = new Map<string, Known>();
  /** Clashes of earlier images with a later one. */
  const later = { exam: new Map<string, string>(), image: new Map<string, string>() };
  const merged = ordered.flatMap(({ digest, contribution: { charter, images, labels, sopUids } }) =>
    [...images]
      .sort((a, b) => compare(a.id, b.id))
      .map((record): MergedImage => {
        const own: Known = { key: `${digest}/${record.id}`, digest, record };
        const { key } = own;
        const others = exams.get(record.exam) ?? [];
        const same = pixels.get(record.clearing.pixelDigest) ?? null;
        const uid = sopUids?.[record.id];
        const namesake = (uid !== undefined && uids.get(uid)) || null;
        // A later package may add a second knee of an exam. An exam whose images are all present
        // already can't have another.
        const other =
          others.find((one) => one.record.patient !== record.patient) ??
          (others.length >= imagesPerExam ? others.find((one) => one.digest !== digest) : undefined);
        const clash = {
          exam: same === null && other ? other.key : null,
          image: namesake && !hasEqualPixels(namesake, own) ? namesake.key : null,
        };
        if (clash.exam !== null && !later.exam.has(clash.exam)) later.exam.set(clash.exam, key);
        if (clash.image !== null && !later.image.has(clash.image)) later.image.set(clash.image, key);
        // An image that does not count itself does not make others its duplicates.
        if (same === null && clash.exam === null && clash.image === null) {
          exams.set(record.exam, [...others, own]);
          pixels.set(record.clearing.pixelDigest, own);
          if (uid !== undefined) uids.set(uid, own);
        }
        return {
          key,
          packageDigest: digest,
          centre: charter.centre,
          record,
          labels: labels[record.id] ?? {},
          duplicateOf: {
            exam: same && same.digest !== digest && same.record.exam === record.exam ? same.key : null,
            pixels: same && same.key,
          },
          clash,
          isLaterOfClash: clash.exam !== null || clash.image !== null,
        };
      }),
  );
  return merged.map((image) => ({
    ...image,
    clash: {
      exam: image.clash.exam ?? later.exam.get(image.key) ?? null,
      image: image.clash.image ?? later.image.get(image.key) ?? null,
    },
  }));
}

interface Known {
  readonly key: string;
  readonly digest: string;
  readonly record: ImageRecord;
}

const hasEqualPixels = (a: Known, b: Known): boolean =>
  a.record.clearing.pixelDigest === b.record.clearing.pixelDigest;

/**
 * The final status of an image. A withdrawal has priority, then the curator's decision. Without
 * either, a duplicate and the later images of a clash are left out; every other image is kept.
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
  if (image.isLaterOfClash) {
    const reason = image.clash.image ? 'clash: same UID, other pixels' : 'clash: same exam, other pixels';
    return { imageKey: image.key, keep: false, reason };
  }
  return { imageKey: image.key, keep: true, reason: null };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
