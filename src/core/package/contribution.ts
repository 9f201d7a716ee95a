import * as v from 'valibot';
import type { ChallengeDefinition, Column } from '../definition/definition.ts';
import type { ClearedImage } from '../deidentify/images.ts';
import { PROFILE_EDITION } from '../deidentify/profile.generated.ts';
import { ReportBuilder, type DeidentificationReport, type LeftOut } from '../deidentify/report.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { measuredSpacing, spacingOf, type Calibration, type MeasuredSpacing } from '../image/calibration.ts';
import { readTable } from '../labels/csv.ts';
import { writeTable } from '../labels/write.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { deidentificationPage } from './deidentification-page.ts';
import {
  DEIDENTIFICATION_PAGE_PATH,
  DEIDENTIFICATION_PATH,
  readDeidentification,
} from './deidentification.ts';
import { jsonBytes, readDocument } from './document.ts';
import { manifestHead, type ManifestHead } from './manifest.ts';
import type { OpenedPackage } from './open.ts';
import type { PackageEntry } from '../bytes/source.ts';

/** A signed charter, as the contribution carries it. */
export interface Charter {
  readonly centre: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly language: 'en' | 'fr';
  readonly text: string;
}

/** One cleared image with what a person said of it. */
export interface ContributionImage {
  readonly image: ClearedImage;
  /** Of the source, from 0. */
  readonly frame: number;
  /** Crop centre in pixels of the image; null when the definition does not crop by click. */
  readonly center: readonly [number, number] | null;
  /** The distance that a person drew on it, for want of a spacing in the header. */
  readonly calibration?: Calibration | null;
  /** Reference mask, .nii.gz on the image's grid. */
  readonly mask: Uint8Array | null;
  readonly labels: Readonly<Record<string, string | boolean>>;
  readonly declared: readonly string[];
  readonly overrides: Readonly<Record<string, string>>;
  readonly criteria: readonly { readonly id: string; readonly outcome: string }[];
}

const text = v.string();
const point = v.tuple([v.number(), v.number()]);
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

/** Spacing that was measured by a person on the image, for want of one in the header. */
const measured = v.strictObject({
  /** Ends of the line drawn, pixels of the image. */
  line: v.tuple([point, point]),
  millimetres: v.number(),
  /** Height of a pixel over its width, where it is not 1. */
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
  /** mm, [x, y]. */
  spacing: v.nullable(point),
  /** Where `spacing` is a person's measure. */
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

/** The spacing that was measured by a person; null: the header's is used, if it has one. */
export const measuredOf = ({ measured: by }: Pick<ImageRecord, 'measured'>): MeasuredSpacing | null =>
  by ? spacingOf(by) : null;

/** A measured spacing is that of its line: no other figure stands beside it. */
const recordSchema = v.pipe(
  recordFields,
  v.check((record) => {
    if (!record.measured) return true;
    const spacing = measuredOf(record);
    return (
      spacing !== null && record.spacing !== null && record.spacing.every((one, i) => one === spacing[i])
    );
  }, 'spacing is not that of the measured line'),
);

/** A line of images.json. */
export type ImageRecord = v.InferOutput<typeof recordFields>;

const charterSchema = v.strictObject({
  centre: v.pipe(text, v.minLength(1)),
  by: text,
  at: text,
  language: v.picklist(['en', 'fr']),
  text,
});

/** What a contribution package says, its pixels left in the package. */
export interface Contribution {
  readonly charter: Charter;
  readonly images: readonly ImageRecord[];
  /** By image id, then reference column, as written in labels.csv. */
  readonly labels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What was done to its images. */
  readonly deidentification: DeidentificationReport;
}

const measureOf = ({ line: [[x0, y0], [x1, y1]], millimetres, pixelAspect, by, at }: Calibration) => ({
  line: [
    [x0, y0],
    [x1, y1],
  ] as [[number, number], [number, number]],
  ...{ millimetres, ...(pixelAspect !== undefined && { pixelAspect }), by, at },
});

/** The head of a contribution's manifest. */
export function contributionHead(
  definition: ChallengeDefinition,
  version: string,
  createdAt: string,
  images: number,
): ManifestHead {
  return manifestHead('negatoscope-contribution', definition, version, createdAt, { images });
}

/**
 * The files of a contribution, one image at a time: `images/<exam>-<n>.dcm`, `masks/<exam>-<n>.nii.gz`, then `labels.csv`,
 * `images.json`, `charter.json`, `deidentification.json` with its page, and `audit.jsonl`. Takes cleared images alone.
 */
export async function* contributionEntries(input: {
  readonly definition: ChallengeDefinition;
  readonly charter: Charter;
  readonly images: AsyncIterable<ContributionImage>;
  readonly now: string;
  /** Version of this application. */
  readonly tool: string;
  /** What stays behind, and why. */
  readonly left: LeftOut;
}): AsyncGenerator<PackageEntry> {
  const { definition, charter } = input;
  const columns = definition.labels.reference.map(({ name }) => name);
  const records: ImageRecord[] = [];
  const labels: Record<string, string | boolean | null>[] = [];
  const deidentification = new ReportBuilder();
  const audit: unknown[] = [{ at: charter.at, by: charter.by, act: 'charter-signed' }];
  const ofExam = new Map<string, number>();
  for await (const one of input.images) {
    const { image } = one;
    const { exam, patient } = image.identity;
    const n = (ofExam.get(exam) ?? 0) + 1;
    ofExam.set(exam, n);
    const id = `${exam}-${n}`;
    const path = `images/${id}.dcm`;
    const mask = one.mask ? `masks/${id}.nii.gz` : null;
    yield { path, bytes: image.dicom };
    if (one.mask && mask) yield { path: mask, bytes: one.mask };
    const { modality, columns: width, rows, spacing } = image.facts;
    // The header's spacing is never overridden.
    const drawn = spacing === null ? (one.calibration ?? null) : null;
    const own = drawn && measuredSpacing(drawn, drawn.of);
    records.push({
      id,
      path,
      mask,
      patient,
      exam,
      modality,
      columns: width,
      rows,
      spacing: spacing ? [spacing.x, spacing.y] : own && [...own],
      ...(drawn && own && { measured: measureOf(drawn) }),
      frame: one.frame,
      center: one.center && [...one.center],
      declared: [...one.declared],
      overrides: { ...one.overrides },
      criteria: one.criteria.map((criterion) => ({ ...criterion })),
      clearing: image.clearing as ImageRecord['clearing'],
    });
    labels.push({ id, ...one.labels });
    if (drawn && own) audit.push({ at: drawn.at, by: drawn.by, act: 'spacing-measured', id });
    deidentification.add({
      id,
      clearing: image.clearing,
      record: image.deidentification,
      criteria: one.criteria,
      overrides: one.overrides,
    });
    for (const { box, by, at } of image.clearing.text?.flags ?? []) {
      if (by !== null && at !== null) audit.push({ at, by, act: 'text-without-identity', id, box });
    }
    audit.push({
      at: image.clearing.at,
      by: image.clearing.by,
      act: 'image-cleared',
      id,
      digest: image.clearing.digest,
    });
  }
  audit.push({ at: input.now, by: charter.by, act: 'contribution-exported', images: records.length });
  yield { path: 'labels.csv', bytes: writeTable(['id', ...columns], labels) };
  yield { path: 'images.json', bytes: jsonBytes(records) };
  const { centre, by, at, language, text: signed } = charter;
  yield { path: 'charter.json', bytes: jsonBytes({ centre, by, at, language, text: signed }) };
  const report = deidentification.report({
    challenge: definition,
    tool: input.tool,
    createdAt: input.now,
    edition: PROFILE_EDITION,
    options: definition.deidentification?.options ?? [],
    times: definition.deidentification?.times ?? 'keep',
    left: input.left,
  });
  yield { path: DEIDENTIFICATION_PATH, bytes: jsonBytes(report) };
  const page = deidentificationPage(report, charter.language);
  yield { path: DEIDENTIFICATION_PAGE_PATH, bytes: new TextEncoder().encode(page) };
  const lines = audit.map((line) => JSON.stringify(line)).join('\n');
  yield { path: 'audit.jsonl', bytes: new TextEncoder().encode(`${lines}\n`) };
}

/**
 * Reads and cross-checks a contribution: its documents by schema, labels and image of each record, the cleared digest of each file.
 * All faults at once.
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
  const document = async <T>(path: string, schema: v.GenericSchema<T>): Promise<T | null> => {
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
    // A record of another file proves nothing of this one. Records of version 1 name no file.
    const of = proven.get(id);
    if (of === undefined || (of !== null && of !== clearing.digest))
      faults.push(failure('package/image-without-record', { id }));
  }
  for (const id of Object.keys(labels))
    if (!seen.has(id)) faults.push(failure('package/labels-without-image', { id }));
  for (const id of proven.keys())
    if (!seen.has(id)) faults.push(failure('package/record-without-image', { id }));
  // What images.json does not list, nobody cleared.
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
  // Absent from packages of earlier versions, and only for people: what it says is read from the JSON.
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

/** Contributions are written by this application, so their spelling is exact: 1 and 0, and the definition's own values. */
function isLegal({ type, values, optional }: Column, value: string): boolean {
  if (value === '') return optional === true || type === 'category';
  if (type === 'boolean') return value === '0' || value === '1';
  if (type === 'number') return Number.isFinite(Number(value));
  return values === undefined || values.includes(value);
}
