import * as v from 'valibot';
import type { ChallengeDefinition, Column } from '../definition/definition.ts';
import type { DeidentificationReport } from '../deidentify/report.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { readTable } from '../labels/csv.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { charterSchema, recordSchema, type Charter, type ImageRecord } from './contribution-record.ts';
import {
  DEIDENTIFICATION_PAGE_PATH,
  DEIDENTIFICATION_PATH,
  readDeidentification,
} from './deidentification.ts';
import { readDocument } from './document.ts';
import type { OpenedPackage } from './open.ts';

/** The documents of a contribution package. The pixels stay in the package. */
export interface Contribution {
  readonly charter: Charter;
  readonly images: readonly ImageRecord[];
  /** Cells of labels.csv as written, by image id and then by column. */
  readonly labels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What de-identification did to each image. */
  readonly deidentification: DeidentificationReport;
  /** SOP Instance UID of each image file, by image id, where the reader of the package looked for it. */
  readonly sopUids?: Readonly<Record<string, string>>;
}

/**
 * Reads a contribution and checks it: each document against its schema, the image file and labels of each record, and the digest of each
 * file against the digest that was cleared. Failures: all faults of the package at once.
 */
export async function readContribution(
  opened: OpenedPackage,
  definition: ChallengeDefinition,
): Promise<Result<Contribution, readonly Failure[]>> {
  const faults: Failure[] = [];
  const { format } = opened.manifest;
  if (format !== 'negatoscope-contribution') {
    return failed([failure('package/wrong-format', { expected: 'negatoscope-contribution', format })]);
  }
  const { challenge } = opened.manifest;
  if (challenge.id !== definition.id || challenge.version !== definition.version) {
    const [expected, got] = [definition, challenge].map(({ id, version }) => `${id} ${version}`);
    return failed([failure('package/wrong-challenge', { expected: expected ?? '', got: got ?? '' })]);
  }
  const document = async <T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T | null> => {
    const bytes = await opened.entry(path);
    const read = bytes.ok ? readDocument(bytes.value, path, schema) : failed([bytes.failure]);
    if (!read.ok) faults.push(...read.failure);
    return read.ok ? read.value : null;
  };
  const images = await document('images.json', v.array(recordSchema));
  const charter = await document('charter.json', charterSchema);
  const deidentified = await deidentificationOf(opened, faults);
  const labels = await labelsOf(opened, definition, faults);
  if (!opened.paths.includes('audit.jsonl'))
    faults.push(failure('package/missing-file', { path: 'audit.jsonl' }));
  if (!images || !charter || !labels || !deidentified) return failed(faults);
  const digests = new Map(opened.manifest.files.map((file) => [file.path, file.sha256]));
  const seen = new Set<string>();
  const proven = new Map(deidentified.images.map(({ id, digest: of }) => [id, of]));
  const expected = new Set(DOCUMENTS);
  const needsMask = definition.labels.fields.some(({ kind }) => kind === 'mask');
  for (const { id, path, mask, clearing } of images) {
    if (seen.has(id)) faults.push(failure('package/duplicate-image', { id }));
    seen.add(id);
    expected.add(path);
    if (mask !== null) expected.add(mask);
    if (!digests.has(path)) faults.push(failure('package/missing-file', { path }));
    else if (digests.get(path) !== clearing.digest) faults.push(failure('package/not-as-cleared', { id }));
    if (mask === null ? needsMask : !digests.has(mask))
      faults.push(failure('package/image-without-mask', { id }));
    if (!(id in labels)) faults.push(failure('package/image-without-labels', { id }));
    // The record must name the digest of this very file. Records of version 1 name no digest.
    const of = proven.get(id);
    if (of === undefined || (of !== null && of !== clearing.digest))
      faults.push(failure('package/image-without-record', { id }));
  }
  for (const id of Object.keys(labels))
    if (!seen.has(id)) faults.push(failure('package/labels-without-image', { id }));
  for (const id of proven.keys())
    if (!seen.has(id)) faults.push(failure('package/record-without-image', { id }));
  // A file that images.json does not list was not cleared.
  for (const path of opened.paths)
    if (!expected.has(path)) faults.push(failure('package/extra-file', { path }));
  return faults.length > 0
    ? failed(faults)
    : success({ charter, images, labels, deidentification: deidentified });
}

const DOCUMENTS = [
  'labels.csv',
  'images.json',
  'charter.json',
  DEIDENTIFICATION_PATH,
  // For people only, and absent from packages of earlier versions. Programs read the JSON.
  DEIDENTIFICATION_PAGE_PATH,
  'audit.jsonl',
];

async function deidentificationOf(
  opened: OpenedPackage,
  faults: Failure[],
): Promise<DeidentificationReport | null> {
  const bytes = await opened.entry(DEIDENTIFICATION_PATH);
  const read = bytes.ok ? readDeidentification(bytes.value, opened.manifest) : failed([bytes.failure]);
  if (!read.ok) faults.push(...read.failure);
  return read.ok ? read.value : null;
}

async function labelsOf(
  opened: OpenedPackage,
  definition: ChallengeDefinition,
  faults: Failure[],
): Promise<Contribution['labels'] | null> {
  const bytes = await opened.entry('labels.csv');
  const table = bytes.ok ? readTable(bytes.value, 'labels.csv') : failed([bytes.failure]);
  if (!table.ok) {
    faults.push(...table.failure);
    return null;
  }
  const columns = definition.labels.reference;
  const names = ['id', ...columns.map(({ name }) => name)];
  const missing = names.filter((name) => !table.value.header.includes(name));
  const unknown = table.value.header.filter((name) => !names.includes(name));
  if (missing.length + unknown.length > 0) {
    faults.push(failure('package/label-columns', { missing, unknown }));
    return null;
  }
  const labels: Record<string, Record<string, string>> = {};
  for (const { cells } of table.value.rows) {
    const row = Object.fromEntries(table.value.header.map((name, index) => [name, cells[index] ?? '']));
    const { id = '', ...values } = row;
    labels[id] = values;
    for (const column of columns) {
      const value = values[column.name] ?? '';
      if (!isLegal(column, value))
        faults.push(failure('package/invalid-label', { id, column: column.name, value }));
    }
  }
  return labels;
}

/** This application writes contributions, so a cell must be exactly 0, 1, a number or one of the definition's values. */
function isLegal({ type, values, optional }: Column, value: string): boolean {
  if (value === '') return optional === true || type === 'category';
  if (type === 'boolean') return value === '0' || value === '1';
  if (type === 'number') return Number.isFinite(Number(value));
  return values === undefined || values.includes(value);
}
