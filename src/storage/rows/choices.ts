import type { Clearing } from '../../core/deidentify/images.ts';
import { type TextWord } from '../../core/deidentify/text-flags.ts';
import type { Calibration } from '../../core/image/calibration.ts';
import type { SectorForm } from '../../core/image/sector-edit.ts';
import type { Point } from '../../core/measure.ts';

/** One image of the desk's queue: the chosen slice or frame of an exam, and all statements of a person about it. */
export interface ChoiceRow {
  readonly id: string;
  readonly challengeId: string;
  readonly imageId: string;
  readonly exam: string;
  /** From 0. */
  readonly frame: number;
  /** Crop centre in source pixels (pixel centres at integers); null until clicked. */
  readonly center: Point | null;
  /** Reference mask (segmentation) on the image's grid, 0 or 1 a pixel. */
  readonly mask: Uint8Array | null;
  /** Accepted ultrasound sector in source pixels; null until accepted or drawn. */
  readonly sector: readonly Point[] | null;
  /** The shape that draws `sector`. Rows stored before it was kept have none. */
  readonly sectorForm?: SectorForm | null;
  /** A known distance drawn on an image whose header has no spacing. */
  readonly calibration?: Calibration | null;
  /** Statements of a person about written text in the pixels. */
  readonly text: TextWord;
  /** By reference column. */
  readonly labels: Readonly<Record<string, string | boolean>>;
  /** Ids of the declared criteria that the radiologist confirmed. */
  readonly declared: readonly string[];
  /** By criterion id: the reason for accepting an image that does not meet the criterion. */
  readonly overrides: Readonly<Record<string, string>>;
  /** True when a batch proposed a value that no person has reviewed yet. */
  readonly unseen?: boolean;
  readonly state: 'open' | 'accepted' | 'excluded';
  readonly exclusionReason: string | null;
  /** Set when a person saw and accepted the image as it will be exported. Any change of the fields above removes it. */
  readonly clearing: Clearing | null;
  readonly updatedAt: string;
}
