import type { MergedImage } from './merge.ts';
import type { Part } from '../split/part.ts';

/** A published dataset version, identified by the keys of its images. */
export interface PublishedVersion {
  /** SHA-256 (hex) over the digests of its packages: equal for the same version. */
  readonly id: string;
  /** ISO 8601: when it was first exported. */
  readonly at: string;
  readonly seed: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly images: readonly PublishedImage[];
}

export interface PublishedImage {
  /** Key of the merged list. */
  readonly key: string;
  /** Its name in the dataset. */
  readonly id: string;
  readonly part: Part;
  readonly pixelDigest: string;
}

/**
 * Published versions that contain one of these images, by key or by equal pixels, and the image
 * names in them.
 *
 * @param pixelDigests of further images that are no longer available
 */
export function versionsHolding(
  versions: readonly PublishedVersion[],
  images: readonly MergedImage[],
  pixelDigests: readonly string[] = [],
): readonly { readonly version: PublishedVersion; readonly images: readonly PublishedImage[] }[] {
  const keys = new Set(images.map(({ key }) => key));
  const pixels = new Set([...images.map(({ record }) => record.clearing.pixelDigest), ...pixelDigests]);
  return versions.flatMap((version) => {
    const held = version.images.filter(({ key, pixelDigest }) => keys.has(key) || pixels.has(pixelDigest));
    return held.length > 0 ? [{ version, images: held }] : [];
  });
}
