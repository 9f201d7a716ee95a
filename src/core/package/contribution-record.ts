import * as v from 'valibot';
import { millimetres, pixels } from '../measure.ts';
import { spacingOf, type MeasuredSpacing } from '../image/calibration.ts';

/** A signed charter, as stored in the contribution. */
export interface Charter {
  readonly centre: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly language: 'en' | 'fr';
  readonly text: string;
}

const text = v.string();
const inPixels = v.pipe(v.number(), v.transform(pixels));
const inMillimetres = v.pipe(v.number(), v.transform(millimetres));
const point = v.tuple([inPixels, inPixels]);
const digest = v.pipe(text, v.regex(/^[0-9a-f]{64}$/));

const box = v.tuple([v.number(), v.number(), v.number(), v.number()]);

const clearedText = v.strictObject({
  detector: v.number(),
  flags: v.array(
    v.strictObject({
      box,
      source: v.picklist(['detector', 'ocr']),
      answer: v.picklist(['black', 'no-identity']),
      by: v.nullable(text),
      at: v.nullable(text),
    }),
  ),
  blackouts: v.array(v.array(point)),
  reading: v.nullable(
    v.strictObject({
      at: text,
      pixelDigest: digest,
      outcome: v.picklist(['no-identifier', 'identifier', 'unreadable', 'no-text']),
      words: v.number(),
    }),
  ),
});

/** A pixel spacing that a person measured on the image because the header has none. */
const measured = v.strictObject({
  /** Both ends of the drawn line, in pixels of the image. */
  line: v.tuple([point, point]),
  millimetres: inMillimetres,
  /** Height of a pixel divided by its width, when it is not 1. */
  pixelAspect: v.optional(v.pipe(v.number(), v.gtValue(0))),
  by: text,
  at: text,
});

const recordFields = v.strictObject({
  id: v.pipe(text, v.regex(/^[a-z2-7]{16}-\d+$/)),
  path: text,
  mask: v.nullable(text),
  patient: v.pipe(text, v.regex(/^[a-z2-7]{16}$/)),
  exam: v.pipe(text, v.regex(/^[a-z2-7]{16}$/)),
  modality: text,
  columns: v.number(),
  rows: v.number(),
  /** [x, y]. */
  spacing: v.nullable(v.tuple([inMillimetres, inMillimetres])),
  /** Present when a person measured `spacing`. */
  measured: v.optional(measured),
  frame: v.number(),
  center: v.nullable(point),
  declared: v.array(text),
  overrides: v.record(text, text),
  criteria: v.array(v.strictObject({ id: text, outcome: text })),
  clearing: v.strictObject({
    at: text,
    by: text,
    digest,
    pixelDigest: digest,
    text: v.optional(clearedText),
  }),
});

/** The spacing that a person measured. null: use the spacing of the header, if there is one. */
export const measuredOf = ({ measured: by }: Pick<ImageRecord, 'measured'>): MeasuredSpacing | null =>
  by ? spacingOf(by) : null;

/** A measured spacing must equal the spacing computed from its line. */
export const recordSchema = v.pipe(
  recordFields,
  v.check((record) => {
    if (!record.measured) return true;
    const spacing = measuredOf(record);
    return (
      spacing !== null && record.spacing !== null && record.spacing.every((one, i) => one === spacing[i])
    );
  }, 'spacing is not that of the measured line'),
);

/** One record of images.json. */
export type ImageRecord = v.InferOutput<typeof recordFields>;

export const charterSchema = v.strictObject({
  centre: v.pipe(text, v.minLength(1)),
  by: text,
  at: text,
  language: v.picklist(['en', 'fr']),
  text,
});
