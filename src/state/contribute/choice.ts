import type { Clearing } from '../../core/deidentify/images.ts';
import { frameName, wordOf, type TextWord } from '../../core/deidentify/text-flags.ts';
import { measuredSpacing, type Calibration } from '../../core/image/calibration.ts';
import type { SectorForm } from '../../core/image/sector-edit.ts';
import type { Point } from '../../core/measure.ts';
import { sopUidOf } from '../../storage/images.ts';

/** One image of the queue: the slice or frame chosen of an exam, and all decisions about it. It never changes in place. */
export interface Choice {
  readonly id: string;
  readonly challengeId: string;
  readonly imageId: string;
  readonly exam: string;
  /** From 0. */
  readonly frame: number;
  /** Crop centre in source pixels (pixel centres at integers). null: not placed yet. */
  readonly center: Point | null;
  /** Reference mask (segmentation) on the image's grid, 0 or 1 a pixel. */
  readonly mask: Uint8Array | null;
  /** Ultrasound sector in source pixels. null: none yet. */
  readonly sector: readonly Point[] | null;
  /** The shape that `sector` was drawn from. Absent in rows stored by an early version. */
  readonly sectorForm?: SectorForm | null;
  /** A known distance drawn on an image whose header has no spacing. */
  readonly calibration?: Calibration | null;
  /** Answers about text in the pixels. */
  readonly text: TextWord;
  /** By reference column. */
  readonly labels: Readonly<Record<string, string | boolean>>;
  /** Ids of the declared criteria that the radiologist confirmed. */
  readonly declared: readonly string[];
  /** By criterion id: the reason for accepting an unmet criterion. */
  readonly overrides: Readonly<Record<string, string>>;
  /** It holds a proposal that no person has reviewed yet. */
  readonly unseen?: boolean;
  readonly state: 'open' | 'accepted' | 'excluded';
  readonly exclusionReason: string | null;
  /** Set when a person accepted the image as it will leave. Any change of the fields above removes it. */
  readonly clearing: Clearing | null;
  readonly updatedAt: string;
}

/** The fields that a person's act can change. Each change removes the clearing. */
export type ChoiceChange = Partial<
  Pick<
    Choice,
    | 'imageId'
    | 'frame'
    | 'center'
    | 'mask'
    | 'sector'
    | 'sectorForm'
    | 'calibration'
    | 'text'
    | 'labels'
    | 'declared'
    | 'overrides'
    | 'state'
    | 'exclusionReason'
  >
>;

/** An ultrasound sector and the shape that it was drawn from. */
export type Outline = Pick<Choice, 'sector' | 'sectorForm'>;

/** The part of a choice that a worker needs to make the pixels that leave. */
export const pixelsOf = (choice: Choice) => ({
  frame: choice.frame,
  center: choice.center,
  mask: choice.mask,
  sector: choice.sector,
  measured: measuredSpacing(choice.calibration, choice.imageId),
  // A worker knows the file by its UID only.
  text: {
    ...wordOf(choice.text, choice.imageId, choice.frame),
    of: frameName(sopUidOf(choice.imageId), choice.frame),
  },
});

/** The queue's order: by exam, then by image, then by id. */
export function inOrder(choices: readonly Choice[]): Choice[] {
  return [...choices].sort(
    (a, b) => compare(a.exam, b.exam) || compare(a.imageId, b.imageId) || compare(a.id, b.id),
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
