import { polygonMask } from '../image/mask.ts';
import type { Mask } from '../dicom/image.ts';
import type { TextBox } from '../image/text-detector.ts';

/** Source pixels, centres at integers. */
export type Outline = readonly (readonly [x: number, y: number])[];

/** All that was said about written text in the pixels of one frame. */
export interface TextWord {
  /** {@link frameName} of the frame it was said of: of another it says nothing. */
  readonly of: string;
  /** What is set to 0. */
  readonly blackouts: readonly Outline[];
  /** Boxes of the detector in which a person sees nobody's identity. */
  readonly dismissed: readonly Dismissal[];
  /** Where an identifier of the source was read. Only black answers these. */
  readonly read: readonly ReadIdentifier[];
  /** The last reading of the frame as it leaves. */
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
  /** Keyword of the attribute that it came from. Never its value. */
  readonly attribute: string;
}

/** What character recognition made of a frame as it leaves. */
export interface Reading {
  /** ISO 8601. */
  readonly at: string;
  /** Digest of the pixels that were read. */
  readonly pixelDigest: string;
  /** `unreadable`: text is likely there, and no word of it could be read. */
  readonly outcome: 'no-identifier' | 'identifier' | 'unreadable' | 'no-text';
  /** Words that were read with some certainty. */
  readonly words: number;
}

/** A place that looks like text, or where an identifier was read, and how it stands. */
export interface TextFlag {
  readonly box: TextBox;
  readonly source: 'detector' | 'ocr';
  /** Of the source, where an identifier was read. */
  readonly attribute: string | null;
  /** `black`: no pixel of the box leaves. */
  readonly state: 'open' | 'black' | 'no-identity';
  /** Who saw no identity there. */
  readonly dismissal: Dismissal | null;
}

export const frameName = (image: string, frame: number): string => `${image} ${frame}`;

/** Nothing said yet. */
export const noWord = (image: string, frame: number): TextWord => ({
  of: frameName(image, frame),
  blackouts: [],
  dismissed: [],
  read: [],
  reading: null,
});

/** The word if it was said of this frame, else none. */
export const wordOf = (word: TextWord | undefined, image: string, frame: number): TextWord =>
  word?.of === frameName(image, frame) ? word : noWord(image, frame);

/**
 * How every flag of a frame stands. `detected`: boxes of the detector on the frame as it is stored; `isBlack`: no pixel of a box leaves,
 * by {@link isBlackIn} or {@link isBlackBy}. A box with any pixel left is open unless a person saw no identity in this very box, and an identifier that was read stays
 * open until it is black.
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

/** The pixels that leave as they are: within the mask, and in no blackout. null: all do. */
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

/** True when the pixels kept leave out a whole box. */
export function isBlackIn(kept: Mask | null, [x0, y0, x1, y1]: TextBox): boolean {
  if (kept === null) return false;
  for (let y = y0; y < y1; y++) {
    const row = y * kept.size[0];
    if (kept.data.subarray(row + x0, row + x1).includes(1)) return false;
  }
  return true;
}

/** The same by outlines alone: what is outside the sector or inside a blackout. */
export function isBlackBy(box: TextBox, blackouts: readonly Outline[], sector: Outline | null): boolean {
  const [x0, y0, x1, y1] = box;
  const size = [x1 - x0, y1 - y0] as const;
  const moved = (outline: Outline): Outline => outline.map(([x, y]) => [x - x0, y - y0]);
  const mask = sector ? polygonMask(moved(sector), size) : null;
  const kept = keptPixels(mask, blackouts.map(moved), size);
  return kept !== null && !kept.data.includes(1);
}
