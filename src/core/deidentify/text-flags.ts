import { polygonMask } from '../image/mask.ts';
import type { Mask } from '../dicom/image.ts';
import type { TextBox } from '../image/text-detector.ts';
import type { Point } from '../measure.ts';

/** In the source image. */
export type Outline = readonly Point[];

/** Everything recorded about written text in the pixels of one frame. */
export interface TextWord {
  /**
   * {@link frameName} of the frame that the record is about. It does not apply to any other frame.
   */
  readonly of: string;
  /** Outlines whose pixels are set to 0. */
  readonly blackouts: readonly Outline[];
  /** Detector boxes that, according to a person, identify nobody. */
  readonly dismissed: readonly Dismissal[];
  /**
   * Places where character recognition found an identifier of the source. Only blackening resolves
   * them.
   */
  readonly read: readonly ReadIdentifier[];
  /** The last character recognition on the frame as it leaves. */
  readonly reading: Reading | null;
}

export interface Dismissal {
  readonly box: TextBox;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface ReadIdentifier {
  readonly box: TextBox;
  /** Keyword of the source attribute. Never its value. */
  readonly attribute: string;
}

/** Result of character recognition on a frame as it leaves. */
export interface Reading {
  /** ISO 8601. */
  readonly at: string;
  /** Digest of the pixels that character recognition read. */
  readonly pixelDigest: string;
  /** `unreadable`: text is likely there, but no word could be recognised. */
  readonly outcome: 'no-identifier' | 'identifier' | 'unreadable' | 'no-text';
  /** Words recognised with sufficient confidence. */
  readonly words: number;
}

/** A place that looks like text, or where an identifier was recognised, and its state. */
export interface TextFlag {
  readonly box: TextBox;
  readonly source: 'detector' | 'ocr';
  /** Keyword of the source attribute whose identifier was recognised here. */
  readonly attribute: string | null;
  /** `black`: no pixel of the box leaves. */
  readonly state: 'open' | 'black' | 'no-identity';
  /** The person who saw no identity there. */
  readonly dismissal: Dismissal | null;
}

export const frameName = (image: string, frame: number): string => `${image} ${frame}`;

/** The empty record: nothing was recorded yet. */
export const noWord = (image: string, frame: number): TextWord => ({
  of: frameName(image, frame),
  blackouts: [],
  dismissed: [],
  read: [],
  reading: null,
});

/** Returns the record if it is about this frame, else the empty record. */
export const wordOf = (word: TextWord | undefined, image: string, frame: number): TextWord =>
  word?.of === frameName(image, frame) ? word : noWord(image, frame);

/**
 * The state of every flag of a frame. `detected`: detector boxes on the frame as stored. `isBlack`:
 * true when no pixel of a box leaves, by {@link isBlackIn} or {@link isBlackBy}. A box with any
 * pixel left is open unless a person saw no identity in exactly this box. A recognised identifier
 * stays open until it is black.
 */
export function textFlags(
  detected: readonly TextBox[],
  word: TextWord,
  isBlack: (box: TextBox) => boolean,
): readonly TextFlag[] {
  const stand = (box: TextBox, dismissal: Dismissal | null): TextFlag['state'] =>
    isBlack(box) ? 'black' : dismissal ? 'no-identity' : 'open';
  return [
    ...word.read.map(({ box, attribute }): TextFlag => {
      return { box, source: 'ocr', attribute, state: stand(box, null), dismissal: null };
    }),
    ...detected.map((box): TextFlag => {
      const dismissal = word.dismissed.find((one) => isSameBox(one.box, box)) ?? null;
      return { box, source: 'detector', attribute: null, state: stand(box, dismissal), dismissal };
    }),
  ];
}

export const isSameBox = (a: TextBox, b: TextBox): boolean => a.every((value, side) => value === b[side]);

/** The outline that covers exactly the pixels of a box. */
export const outlineOf = ([x0, y0, x1, y1]: TextBox): Outline => [
  [x0 - 0.5, y0 - 0.5],
  [x1 - 0.5, y0 - 0.5],
  [x1 - 0.5, y1 - 0.5],
  [x0 - 0.5, y1 - 0.5],
];

/** The pixels that leave unchanged: inside the mask and in no blackout. null: all pixels. */
export function keptPixels(
  mask: Mask | null,
  blackouts: readonly Outline[],
  size: Mask['size'],
): Mask | null {
  if (blackouts.length === 0) return mask;
  const data = mask ? mask.data.slice() : new Uint8Array(size[0] * size[1]).fill(1);
  for (const outline of blackouts) {
    const { data: inside } = polygonMask(outline, size);
    for (let at = 0; at < data.length; at++) if (inside[at] === 1) data[at] = 0;
  }
  return { size, data };
}

/** True when the kept pixels include no pixel of the box. */
export function isBlackIn(kept: Mask | null, [x0, y0, x1, y1]: TextBox): boolean {
  if (kept === null) return false;
  for (let y = y0; y < y1; y++) {
    const row = y * kept.size[0];
    if (kept.data.subarray(row + x0, row + x1).includes(1)) return false;
  }
  return true;
}

/**
 * The same check from outlines alone: true when the box is outside the sector or inside a blackout.
 */
export function isBlackBy(box: TextBox, blackouts: readonly Outline[], sector: Outline | null): boolean {
  const [x0, y0, x1, y1] = box;
  const size = [x1 - x0, y1 - y0] as const;
  const moved = (outline: Outline): Outline => outline.map(([x, y]) => [x - x0, y - y0]);
  const mask = sector ? polygonMask(moved(sector), size) : null;
  const kept = keptPixels(mask, blackouts.map(moved), size);
  return kept !== null && !kept.data.includes(1);
}
