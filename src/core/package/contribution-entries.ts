import type { PackageEntry } from '../bytes/source.ts';
import type { ChallengeDefinition } from '../definition/definition.ts';
import type { ClearedImage } from '../deidentify/images.ts';
import { PROFILE_EDITION } from '../deidentify/profile.generated.ts';
import { ReportBuilder, type LeftOut } from '../deidentify/report.ts';
import type { Point } from '../measure.ts';
import { measuredSpacing, type Calibration } from '../image/calibration.ts';
import { writeTable } from '../labels/write.ts';
import type { Charter, ImageRecord } from './contribution-record.ts';
import { deidentificationPage } from './deidentification-page.ts';
import { DEIDENTIFICATION_PAGE_PATH, DEIDENTIFICATION_PATH } from './deidentification.ts';
import { jsonBytes } from './document.ts';
import { manifestHead, type ManifestHead } from './manifest.ts';

/** One cleared image with its labels and declarations. */
export interface ContributionImage {
  readonly image: ClearedImage;
  /** Frame of the source file, counted from 0. */
  readonly frame: number;
  /** Crop centre in pixels of the image; null when the definition does not crop by click. */
  readonly center: Point | null;
  /** The known distance that a person drew because the header has no spacing. */
  readonly calibration?: Calibration | null;
  /** Reference mask, .nii.gz on the image's grid. */
  readonly mask: Uint8Array | null;
  readonly labels: Readonly<Record<string, string | boolean>>;
  readonly declared: readonly string[];
  readonly overrides: Readonly<Record<string, string>>;
  readonly criteria: readonly { readonly id: string; readonly outcome: string }[];
}

const measureOf = ({ line: [[x0, y0], [x1, y1]], millimetres, pixelAspect, by, at }: Calibration) => ({
  line: [
    [x0, y0],
    [x1, y1],
  ] as [[...Point], [...Point]],
  ...{ millimetres, ...(pixelAspect !== undefined && { pixelAspect }), by, at },
});

/** The head of a contribution's manifest. @param version of this application */
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
 * `images.json`, `charter.json`, `deidentification.json` with its page, and `audit.jsonl`. Only cleared images are accepted (by type).
 */
export async function* contributionEntries(input: {
  readonly definition: ChallengeDefinition;
  readonly charter: Charter;
  readonly images: AsyncIterable<ContributionImage>;
  readonly now: string;
  /** Version of this application. */
  readonly tool: string;
  /** Images that do not leave, with the reason. */
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
    // A measured spacing never replaces the spacing of the header.
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
