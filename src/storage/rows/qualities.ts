import type { Quality } from '../../core/image/quality.ts';

/** Measurements of one frame, made when it was first shown. Similar images are found with them, also from earlier sessions. */
export interface QualityRow extends Quality {
  readonly imageId: string;
  readonly frame: number;
  readonly challengeId: string;
}
