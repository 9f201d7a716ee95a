import type { Clearing } from '../../core/deidentify/images.ts';
import { type TextWord } from '../../core/deidentify/text-flags.ts';
import type { Calibration } from '../../core/image/calibration.ts';
import type { SectorForm } from '../../core/image/sector-edit.ts';
import type { Point } from '../../core/measure.ts';

/** One image of the desk's queue: the slice or frame chosen of an exam, and all that a person said of it. */
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
  /** What draws `sector`; rows of before it was kept have none. */
  readonly sectorForm?: SectorForm | null;
  /** A known distance drawn on an image whose header has no spacing. */
  readonly calibration?: Calibration | null;
  /** What was said of written text in the pixels. */
  readonly text: TextWord;
  /** By reference column. */
  readonly labels: Readonly<Record<string, string | boolean>>;
  /** Ids of the declared criteria that the radiologist confirmed. */
  readonly declared: readonly string[];
  /** By criterion id: the reason why an unmet criterion was accepted all the same. */
  readonly overrides: Readonly<Record<string, string>>;
  /** A batch proposed something of it that no person has looked at yet. */
  readonly unseen?: boolean;
  readonly state: 'open' | 'accepted' | 'excluded';
  readonly exclusionReason: string | null;
  /** Set when seen and accepted as it will leave; any change of the fields above takes it back. */
  readonly clearing: Clearing | null;
  readonly updatedAt: string;
}
