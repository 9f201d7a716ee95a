import type { PublishedVersion } from '../../core/package/published.ts';

/** A dataset version that was exported, and the images in it. */
export interface VersionRow extends PublishedVersion {
  readonly challengeId: string;
}
