import type { TextBox } from '../image/text-detector.ts';
import type { Clearing } from './images.ts';
import type { Reading, TextFlag, TextWord } from './text-flags.ts';

/**
 * Places in the pixels of an image that looked like text, and what happened to them. Never the text
 * itself.
 */
export interface ReportedText {
  /** Version of the detector. */
  readonly detector: number;
  readonly places: readonly ReportedPlace[];
  /** Outlines drawn by a person or at a person's request: every pixel inside is 0. */
  readonly blackouts: number;
  /**
   * Result of character recognition on exactly the pixels that leave. Null when it was not run on
   * them.
   */
  readonly reading: Pick<Reading, 'at' | 'outcome' | 'words'> | null;
}

export interface ReportedPlace {
  /** In pixels of the frame: first column and row, then the column and row after the last. */
  readonly box: TextBox;
  /** `ocr`: character recognition found an identifier of the source there. */
  readonly source: TextFlag['source'];
  readonly answer: TextFlag['state'];
  /**
   * The person who answered; for a black place, the person who accepted the image. Null while
   * nobody has answered.
   */
  readonly by: string | null;
  /** ISO 8601. */
  readonly at: string | null;
}

/** Record of a cleared image. Null when it was cleared before text detection existed. */
export function reportedText(clearing: Pick<Clearing, 'at' | 'by' | 'text'>): ReportedText | null {
  const { text } = clearing;
  if (!text) return null;
  return {
    detector: text.detector,
    places: text.flags.map(({ box, source, answer, by, at }) => ({
      box,
      source,
      answer,
      by: answer === 'black' ? clearing.by : by,
      at: answer === 'black' ? clearing.at : at,
    })),
    blackouts: text.blackouts.length,
    reading: text.reading && withoutPixels(text.reading),
  };
}

/**
 * Record of an image at the centre: the current state of its flags. The reading is included only if
 * it was made on exactly the pixels of the clearing.
 */
export const flaggedText = (
  detector: number,
  flags: readonly TextFlag[],
  { blackouts, reading }: Pick<TextWord, 'blackouts' | 'reading'>,
  clearing: Pick<Clearing, 'at' | 'by' | 'pixelDigest'> | null,
): ReportedText => ({
  detector,
  places: flags.map(({ box, source, state, dismissal }) => {
    const answer = state === 'no-identity' ? dismissal : state === 'black' ? clearing : null;
    return { box, source, answer: state, by: answer?.by ?? null, at: answer?.at ?? null };
  }),
  blackouts: blackouts.length,
  reading: reading && reading.pixelDigest === clearing?.pixelDigest ? withoutPixels(reading) : null,
});

const withoutPixels = ({ at, outcome, words }: Reading): ReportedText['reading'] => ({ at, outcome, words });

export const READING_OUTCOMES = [
  'no-identifier',
  'no-text',
  'unreadable',
  'identifier',
] as const satisfies readonly Reading['outcome'][];

export interface TextTotals {
  /** Number of images in which text was searched. */
  readonly looked: number;
  /**
   * Number of cleared images in which text was not searched, because an earlier version cleared
   * them.
   */
  readonly notLooked: number;
  readonly places: number;
  readonly answers: Readonly<Record<ReportedPlace['answer'], number>>;
  /** Number of cleared images by result of character recognition. */
  readonly readings: Readonly<Record<Reading['outcome'] | 'not-run', number>>;
}

/** Sums over all images. */
export function textTotalsOf(
  images: readonly { readonly digest: string | null; readonly text: ReportedText | null }[],
): TextTotals {
  const places = images.flatMap(({ text }) => text?.places ?? []);
  const answered = (wanted: ReportedPlace['answer']) =>
    places.filter(({ answer }) => answer === wanted).length;
  const cleared = images.flatMap(({ digest, text }) => (digest !== null && text ? [text] : []));
  const read = (wanted: Reading['outcome'] | 'not-run') =>
    cleared.filter(({ reading }) => (reading?.outcome ?? 'not-run') === wanted).length;
  return {
    looked: images.filter(({ text }) => text !== null).length,
    notLooked: images.filter(({ digest, text }) => digest !== null && text === null).length,
    places: places.length,
    answers: {
      black: answered('black'),
      'no-identity': answered('no-identity'),
      open: answered('open'),
    },
    readings: {
      'no-identifier': read('no-identifier'),
      'no-text': read('no-text'),
      unreadable: read('unreadable'),
      identifier: read('identifier'),
      'not-run': read('not-run'),
    },
  };
}
