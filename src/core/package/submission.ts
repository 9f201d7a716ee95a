import * as v from 'valibot';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { caseIdOf, isMaskFile } from '../scoring/case-id.ts';
import { jsonBytes, readDocument } from './document.ts';
import type { ManifestHead } from './manifest.ts';
import type { OpenedPackage } from './open.ts';
import type { PackageEntry } from './source.ts';

/** How the predictions were made, in the terms of the methods notes that challenges publish. */
export interface MethodNote {
  readonly architecture: string;
  readonly pretraining: string;
  readonly externalData: boolean;
  /** Which; blank where none was used. */
  readonly externalDataNote: string;
  /** Hours of training on one machine; null: not told. */
  readonly trainingHours: number | null;
  readonly remarks: string;
}

/** submission.json. */
export interface SubmissionDocument {
  readonly team: string;
  readonly challenge: string;
  /** Digest of the manifest of the test part that was predicted. */
  readonly dataset: string;
  /** ISO 8601 with the offset of the team's own clock. */
  readonly preparedAt: string;
  readonly method: MethodNote;
}

const DOCUMENT_PATH = 'submission.json';
const TABLE_PATH = 'predictions.csv';
const MASK_FOLDER = 'masks/';

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
const note = v.pipe(v.string(), v.maxLength(10_000));

const schema: v.GenericSchema<unknown, SubmissionDocument> = v.strictObject({
  team: name,
  challenge: name,
  dataset: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  preparedAt: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)),
  method: v.strictObject({
    architecture: note,
    pretraining: note,
    externalData: v.boolean(),
    externalDataNote: note,
    trainingHours: v.nullable(v.pipe(v.number(), v.minValue(0))),
    remarks: note,
  }),
});

/** A file of predictions as the team chose it. */
export interface PredictionFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export function submissionHead(
  challenge: { readonly id: string; readonly version: string },
  files: number,
  tool: string,
  createdAt: string,
): ManifestHead {
  return {
    format: 'negatoscope-submission',
    challenge: { id: challenge.id, version: challenge.version },
    tool: { name: 'negatoscope', version: tool },
    createdAt,
    counts: { files },
  };
}

/** The files of a submission: submission.json, then `predictions.csv` or `masks/` in the order of the ids. */
export async function* submissionEntries(
  document: SubmissionDocument,
  predictions: AsyncIterable<PredictionFile>,
): AsyncGenerator<PackageEntry> {
  yield { path: DOCUMENT_PATH, bytes: jsonBytes(document) };
  for await (const { path, bytes } of predictions) {
    const compressed = /\.gz$/i.test(path) ? '.nii.gz' : '.nii';
    yield {
      path: isMaskFile(path) ? `${MASK_FOLDER}${caseIdOf(path)}${compressed}` : TABLE_PATH,
      bytes,
    };
  }
}

/** A submission as the round opens it. */
export interface Submission {
  readonly document: SubmissionDocument;
  /** `predictions.csv`; null where masks are sent. */
  readonly table: string | null;
  readonly masks: readonly { readonly id: string; readonly path: string }[];
}

/** Failures: `package/wrong-format`, `package/missing-file`, `package/invalid-document`, `package/wrong-challenge`. */
export async function readSubmission(opened: OpenedPackage): Promise<Result<Submission, readonly Failure[]>> {
  const { format, challenge } = opened.manifest;
  if (format !== 'negatoscope-submission')
    return failed([failure('package/wrong-format', { expected: 'negatoscope-submission', format })]);
  const bytes = await opened.entry(DOCUMENT_PATH);
  if (!bytes.ok) return failed([bytes.failure]);
  const document = readDocument(bytes.value, DOCUMENT_PATH, schema);
  if (!document.ok) return document;
  if (document.value.challenge !== challenge.id) {
    const details = { expected: challenge.id, got: document.value.challenge };
    return failed([failure('package/wrong-challenge', details)]);
  }
  const masks = opened.paths
    .filter((path) => path.startsWith(MASK_FOLDER) && isMaskFile(path))
    .map((path) => ({ id: caseIdOf(path), path }));
  const table = opened.paths.includes(TABLE_PATH) ? TABLE_PATH : null;
  return success({ document: document.value, table, masks });
}
