import * as v from 'valibot';
import type { ChallengeDefinition } from '../definition/definition.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { caseIdOf, isMaskFile, MASK_ENDING } from '../scoring/case-id.ts';
import { tableAmong, type PredictionFile } from '../scoring/prediction-files.ts';
import { jsonBytes, readDocument } from './document.ts';
import { manifestHead, type ManifestHead } from './manifest.ts';
import type { OpenedPackage } from './open.ts';
import type { PackageEntry } from '../bytes/source.ts';

/** How the predictions were made, in the terms used by the methods notes of challenges. */
export interface MethodNote {
  readonly architecture: string;
  readonly pretraining: string;
  readonly externalData: boolean;
  /** Name of what was used. Blank when nothing was used. */
  readonly externalDataNote: string;
  /** Hours of training on one machine. null: not stated. */
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

export function submissionHead(
  challenge: { readonly id: string; readonly version: string },
  files: number,
  tool: string,
  createdAt: string,
): ManifestHead {
  return manifestHead('negatoscope-submission', challenge, tool, createdAt, { files });
}

/** Faults of a submission's texts before it is packed: one `package/invalid-document` for each. */
export function documentFaults(document: SubmissionDocument): readonly Failure[] {
  const read = readDocument(jsonBytes(document), DOCUMENT_PATH, schema);
  return read.ok ? [] : read.failure;
}

/**
 * Finds the predictions among the files that a team chose: masks by the cases in their names, or
 * one table. Nothing is read yet. A path is the file's own, so that a failure uses a name that the
 * team knows. Failures: `scoring/no-cases`, `scoring/several-tables`.
 */
export function predictionsAmong(
  definition: ChallengeDefinition,
  files: readonly PredictionFile[],
): Result<Omit<Submission, 'document'>> {
  if (!definition.labels.fields.some(({ kind }) => kind === 'mask')) {
    const table = tableAmong(files);
    return table.ok ? success({ table: table.value.path, masks: [] }) : table;
  }
  const masks = files
    .filter(({ path }) => isMaskFile(path))
    .map(({ path }) => ({ id: caseIdOf(path), path }));
  return masks.length > 0 ? success({ table: null, masks }) : failed(failure('scoring/no-cases', {}));
}

/**
 * Reads one of the chosen files by its path. Failure: `package/missing-file`, or that of reading.
 */
export function entryOf(files: readonly PredictionFile[]): OpenedPackage['entry'] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return (path) =>
    byPath.get(path)?.bytes() ?? Promise.resolve(failed(failure('package/missing-file', { path })));
}

/**
 * The files of a submission: submission.json, then `predictions.csv` or `masks/` in the order of
 * the ids. Predictions are copied byte for byte. Rejects when a file can no longer be read.
 */
export async function* submissionEntries(
  document: SubmissionDocument,
  { table, masks }: Omit<Submission, 'document'>,
  entry: OpenedPackage['entry'],
): AsyncGenerator<PackageEntry> {
  const bytesOf = async (path: string) => {
    const bytes = await entry(path);
    if (!bytes.ok) throw new Error(`${path}: ${bytes.failure.code}`);
    return bytes.value;
  };
  yield { path: DOCUMENT_PATH, bytes: jsonBytes(document) };
  if (table !== null) yield { path: TABLE_PATH, bytes: await bytesOf(table) };
  for (const { id, path } of masks.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const ending = MASK_ENDING.exec(path)?.[0].toLowerCase() ?? '.nii.gz';
    yield { path: `${MASK_FOLDER}${id}${ending}`, bytes: await bytesOf(path) };
  }
}

/** A submission as read by the round. */
export interface Submission {
  readonly document: SubmissionDocument;
  /** `predictions.csv`. Null when the submission has masks. */
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
