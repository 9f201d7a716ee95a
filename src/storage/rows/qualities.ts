import type { Quality } from '../../core/image/quality.ts';

/** What was measured of one frame when it was first shown, so that likenesses are found over sessions. */
export interface QualityRow extends Quality {
  readonly imageId: string;
  readonly frame: number;
  readonly challengeId: string;
}
