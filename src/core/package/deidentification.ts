import * as v from 'valibot';
import { PROFILE_OPTIONS } from '../definition/profile-options.ts';
import { NOTHING_LEFT_OUT, ReportBuilder, type DeidentificationReport } from '../deidentify/report.ts';
import { OPTION_COLUMNS } from '../deidentify/table.ts';
import type { Failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { documentFailures, readJson } from './document.ts';
import type { Manifest } from './manifest.ts';

export const DEIDENTIFICATION_PATH = 'deidentification.json';
export const DEIDENTIFICATION_PAGE_PATH = 'deidentification.html';

const text = v.string();
const word = v.pipe(text, v.maxLength(200));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const options = v.array(v.picklist(PROFILE_OPTIONS));
/** Only tags and item marks: nothing that could hold a value of the source. */
const path = v.pipe(text, v.regex(/^([0-9A-F]{8}\[\]\.)*[0-9A-F]{8}(\[\])?$/));
const indexedPath = v.pipe(text, v.regex(/^([0-9A-F]{8}\[\d+\]\.)*[0-9A-F]{8}(\[\d+\])?$/));
const ACTIONS = ['removed', 'emptied', 'replaced', 'uid', 'cleaned', 'shifted', 'kept', 'added'] as const;
const proof = v.array(
  v.strictObject({
    at: v.picklist(['ingest', 'clearing']),
    check: v.picklist(['second-path', 'dicom-parser', 'profile', 'echo', 'pixels']),
    result: v.picklist(['passed', 'not-possible']),
  }),
);

/** Counts of likely text places and words. Never the text that was read. */
const writtenText = v.strictObject({
  detector: count,
  places: v.array(
    v.strictObject({
      box: v.strictTuple([count, count, count, count]),
      source: v.picklist(['detector', 'ocr']),
      answer: v.picklist(['open', 'black', 'no-identity']),
      by: v.nullable(text),
      at: v.nullable(word),
    }),
  ),
  blackouts: count,
  reading: v.nullable(
    v.strictObject({
      at: word,
      outcome: v.picklist(['no-identifier', 'identifier', 'unreadable', 'no-text']),
      words: count,
    }),
  ),
});

const schema = v.strictObject({
  format: v.literal('negatoscope-deidentification'),
  version: v.literal(2),
  challenge: v.strictObject({ id: word, version: word }),
  tool: v.strictObject({ name: word, version: word }),
  createdAt: v.pipe(text, v.isoTimestamp()),
  profile: v.strictObject({
    standard: v.literal('DICOM PS3.15'),
    edition: word,
    tables: v.array(word),
    options,
    times: v.nullable(v.picklist(['keep', 'cut'])),
    methods: v.array(v.strictObject({ code: word, meaning: word })),
  }),
  treatments: v.array(
    v.strictObject({
      sopClass: word,
      complete: v.boolean(),
      attributes: v.array(
        v.strictObject({
          path,
          vr: v.pipe(text, v.regex(/^([A-Z]{2})?$/)),
          action: v.picklist(ACTIONS),
          rule: v.strictObject({
            source: v.picklist(['E.1-1', 'E.3.4-1', 'E.3.10-1', 'unlisted', 'own']),
            row: v.exactOptional(v.pipe(text, v.regex(/^([0-9A-FX]{8}|PRIVATE)$/))),
            code: v.exactOptional(v.pipe(text, v.regex(/^[A-Z*/]{1,10}$/))),
            option: v.exactOptional(
              v.strictObject({ column: v.picklist(OPTION_COLUMNS), code: v.picklist(['K', 'C']) }),
            ),
          }),
        }),
      ),
    }),
  ),
  images: v.array(
    v.strictObject({
      id: word,
      digest: v.nullable(v.pipe(text, v.regex(/^[0-9a-f]{64}$/))),
      treatment: count,
      edition: word,
      methods: v.array(word),
      options,
      tool: v.nullable(word),
      echoes: count,
      proof,
      pixels: v.nullable(v.strictObject({ frame: count, hidden: v.nullable(count) })),
      unmet: v.array(word),
      overridden: v.array(word),
      // Reports made before the search for text and faces existed have neither.
      text: v.optional(v.nullable(writtenText), null),
      recognizable: v.optional(v.nullable(v.boolean()), null),
    }),
  ),
  left: v.strictObject({
    open: count,
    excluded: count,
    notCleared: count,
    blocked: v.array(
      v.strictObject({
        at: v.picklist(['ingest', 'clearing']),
        code: word,
        attribute: word,
        count,
      }),
    ),
    openText: v.optional(v.strictObject({ images: count, places: count }), { images: 0, places: 0 }),
    notLooked: v.optional(count, 0),
  }),
}) satisfies v.GenericSchema<unknown, DeidentificationReport>;

/**
 * Version 1 was a list of records. It listed what was changed, but not what was kept, and named no
 * rules.
 */
const firstSchema = v.array(
  v.looseObject({
    id: word,
    edition: word,
    methods: v.array(word),
    actions: v.array(
      v.looseObject({
        path: indexedPath,
        action: v.picklist(['removed', 'emptied', 'replaced', 'uid', 'cleaned', 'shifted']),
        keyword: word,
      }),
    ),
    echoes: count,
    options: v.exactOptional(options),
    proof: v.exactOptional(proof),
  }),
);

/**
 * Reads deidentification.json: version 2, or the list of records of version 1. Version 1 is
 * converted to a report that marks unknown facts as unknown. Failure: `package/invalid-document`.
 */
export function readDeidentification(
  bytes: Uint8Array,
  manifest: Pick<Manifest, 'challenge' | 'createdAt' | 'tool'>,
): Result<DeidentificationReport, readonly Failure[]> {
  const json = readJson(bytes, DEIDENTIFICATION_PATH);
  if (!json.ok) return json;
  if (!Array.isArray(json.value)) {
    const parsed = v.safeParse(schema, json.value);
    if (!parsed.success) return failed(documentFailures(parsed.issues, DEIDENTIFICATION_PATH));
    const faults = parsed.output.images.flatMap(({ id, treatment }) =>
      treatment < parsed.output.treatments.length ? [] : [{ where: id }],
    );
    return faults.length === 0
      ? success(parsed.output)
      : failed(
          faults.map(({ where }) => ({
            code: 'package/invalid-document' as const,
            details: { path: DEIDENTIFICATION_PATH, where, message: 'no such treatment' },
          })),
        );
  }
  const parsed = v.safeParse(firstSchema, json.value);
  if (!parsed.success) return failed(documentFailures(parsed.issues, DEIDENTIFICATION_PATH));
  const builder = new ReportBuilder();
  for (const { id, ...record } of parsed.output)
    builder.add({ id, clearing: null, record, criteria: [], overrides: {} });
  const [first] = parsed.output;
  return success(
    builder.report({
      challenge: manifest.challenge,
      tool: manifest.tool.version,
      createdAt: manifest.createdAt,
      edition: first?.edition ?? '',
      options: first?.options ?? [],
      times: 'keep',
      left: NOTHING_LEFT_OUT,
    }),
  );
}
