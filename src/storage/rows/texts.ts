import type { TextBox } from '../../core/image/text-detector.ts';

/** The places of one frame of a stored image that look like written text. */
export interface TextRow {
  /** `frameName` of image and frame. */
  readonly id: string;
  readonly challengeId: string;
  readonly imageId: string;
  /** Version of the detector. */
  readonly detector: number;
  readonly boxes: readonly TextBox[];
}
