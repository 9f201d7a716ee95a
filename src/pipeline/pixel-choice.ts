import type { TextWord } from '../core/deidentify/text-flags.ts';
import type { Mask } from '../core/dicom/image.ts';
import type { MeasuredSpacing } from '../core/image/calibration.ts';
import type { Point } from '../core/measure.ts';

/** What a person chose about the pixels of an image. Points are in pixels of the source. */
export interface PixelChoice {
  readonly frame: number;
  /** Middle of the crop; null: not chosen. */
  readonly center: Point | null;
  /** Reference mask of a segmentation, on the pixels of the frame. */
  readonly mask: Mask['data'] | null;
  /** Outline of the ultrasound sector; the clearing blackens what is outside. */
  readonly sector: readonly Point[] | null;
  /** What a person measured because the header has no spacing. */
  readonly measured: MeasuredSpacing | null;
}

/** All that the clearing of an image needs: the choice, and what a person said about written text. */
export interface ClearingChoice extends PixelChoice {
  readonly text: TextWord;
}
