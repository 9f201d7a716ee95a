import type { TextBox } from '../image/text-detector.ts';
import type { Clearing } from './images.ts';
import type { Reading, TextFlag, TextWord } from './text-flags.ts';

/** What looked like written text in the pixels of an image, and what became of it. Never what was read there. */
export interface ReportedText {
  /** Version of the detector. */
  readonly detector: number;
  readonly places: readonly ReportedPlace[];
  /** Outlines that a person drew or had drawn: every pixel inside is 0. */
  readonly blackouts: number;
  /** Character recognition of the very pixels that leave; null: it was not run on them. */
  readonly reading: Pick<Reading, 'at' | 'outcome' | 'words'> | null;
}

export interface ReportedPlace {
  /** Pixels of the frame: first column and row, and those after the last. */
  readonly box: TextBox;
  /** `ocr`: an identifier of the source was read there. */
  readonly source: TextFlag['source'];
  readonly answer: TextFlag['state'];
  /** Who answered: of a black place, who accepted the image as it leaves. Null where nobody did yet. */
  readonly by: string | null;
  /** ISO 8601. */
  readonly at: string | null;
}

/** Of a cleared image; null where it was cleared before text was looked for. */
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

/** Of an image at the centre: its flags as they stand, and its reading where the clearing is of the very pixels that were read. */
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
  /** Images in which text was looked for. */
  readonly looked: number;
  /** Of the cleared, those that were not: cleared by an earlier version. */
  readonly notLooked: number;
  readonly places: number;
  readonly answers: Readonly<Record<ReportedPlace['answer'], number>>;
  /** Cleared images by what character recognition made of them. */
  readonly readings: Readonly<Record<Reading['outcome'] | 'not-run', number>>;
}

/** Sums over images. */
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
