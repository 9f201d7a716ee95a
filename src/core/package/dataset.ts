import type { ChallengeDefinition } from '../definition/definition.ts';
import { readDefinition } from '../challenge/read-definition.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { writeTable } from '../labels/write.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import type { CaseGroup } from '../scoring/groups.ts';
import { SCORE_PY } from '../scoring/score-py.ts';
import type { Part } from '../split/part.ts';
import { COMMITMENT_ALGORITHM, COMMITMENT_PATH, commitmentOf } from './commitment.ts';
import { described } from './croissant.ts';
import { dataCard } from './data-card.ts';
import type { DatasetImage, DatasetPackage, DatasetPixels, DatasetPlan } from './dataset-plan.ts';
import { datasetSecret, inSecretOrder } from './dataset-secret.ts';
import { sha256 } from '../bytes/digest.ts';
import { jsonBytes } from './document.ts';
import { GROUPS_PATH, groupsOf, groupTable, readGroups } from './groups.ts';
import { manifestHead, type ManifestHead, type PackageFormat } from './manifest.ts';
import type { MergedImage } from './merge.ts';
import type { OpenedPackage } from './open.ts';
import type { PackageEntry } from '../bytes/source.ts';

/**
 * Sequential ids in a secret order: an id reveals neither centre, patient nor label of an image,
 * even to those who know the seed. Another seed gives another order.
 */
export function planDataset(
  definition: ChallengeDefinition,
  images: readonly { readonly source: MergedImage; readonly part: Part }[],
  seed: string,
): DatasetImage[] {
  const sources = images.map(({ source }) => source);
  const secret = datasetSecret(`ids\n${seed}`, sources);
  const digits = Math.max(4, String(images.length).length);
  return inSecretOrder(images, secret).map(({ source, part }, index) => ({
    id: `${definition.id}-${String(index + 1).padStart(digits, '0')}`,
    part,
    source,
  }));
}

const usesMasks = (definition: ChallengeDefinition): boolean =>
  definition.labels.fields.some((field) => field.kind === 'mask');

export function datasetHead(plan: DatasetPlan, which: DatasetPackage): ManifestHead {
  const format: PackageFormat = which === 'answer-key' ? 'negatoscope-answer-key' : 'negatoscope-dataset';
  const images = imagesOf(plan, which).length;
  return manifestHead(format, plan.definition, plan.version, plan.createdAt, { images });
}

const imagesOf = ({ images }: DatasetPlan, which: DatasetPackage): readonly DatasetImage[] =>
  images.filter(({ part }) => part === (which === 'answer-key' ? 'test' : which));

function labelTable({ definition }: DatasetPlan, images: readonly DatasetImage[]): Uint8Array<ArrayBuffer> {
  const columns = definition.labels.reference.map(({ name }) => name);
  return writeTable(
    ['id', ...columns],
    images.map(({ id, source }) => ({ id, ...source.labels })),
  );
}

/**
 * The salt: 32 bytes that make it impossible to guess the test labels from the commitment. It is
 * derived from the digests of the cleared files, which only a holder of the contributions can know.
 * So the same contributions give the same bytes.
 */
const saltOf = ({ images, seed }: DatasetPlan): string =>
  datasetSecret(
    `salt\n${seed}`,
    images.map(({ source }) => source),
  );

async function answersOf(
  plan: DatasetPlan,
  pixels: (image: DatasetImage) => Promise<DatasetPixels>,
): Promise<Uint8Array> {
  const test = imagesOf(plan, 'test');
  if (!usesMasks(plan.definition)) return labelTable(plan, test);
  const lines: string[] = [];
  for (const image of test)
    lines.push(`${image.id},${await sha256((await pixels(image)).mask ?? new Uint8Array())}`);
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

/**
 * The files of one package of a dataset version. Segmentation uses the nnU-Net raw format; training
 * and validation both use `imagesTr`, so they form one training folder when unpacked into the same
 * place. Classification uses `images/` and `labels.csv`. The test part has no labels: they are in
 * the answer key, and `commitment.json` binds the organiser to it. The test part has no groups
 * either, because knowing which test images share a patient or a centre would help to guess their
 * labels. `croissant.json` describes the files of a part.
 */
export function datasetEntries(
  plan: DatasetPlan,
  which: DatasetPackage,
  pixels: (image: DatasetImage) => Promise<DatasetPixels>,
): AsyncGenerator<PackageEntry> {
  const entries = partEntries(plan, which, pixels);
  return which === 'answer-key' ? entries : described(plan, which, entries);
}

async function* partEntries(
  plan: DatasetPlan,
  which: DatasetPackage,
  pixels: (image: DatasetImage) => Promise<DatasetPixels>,
): AsyncGenerator<PackageEntry> {
  const { definition } = plan;
  const images = imagesOf(plan, which);
  const masks = usesMasks(definition);
  const salt = saltOf(plan);
  const groups = { path: GROUPS_PATH, bytes: groupTable(images, groupsOf(plan.images)) };
  if (which === 'answer-key') {
    if (masks) {
      for (const image of images) {
        const { mask } = await pixels(image);
        if (mask) yield { path: `labelsTs/${image.id}.nii.gz`, bytes: mask };
      }
    } else {
      yield { path: 'labels.csv', bytes: labelTable(plan, images) };
    }
    yield groups;
    yield { path: 'salt.txt', bytes: new TextEncoder().encode(`${salt}\n`) };
    yield { path: 'definition.json', bytes: jsonBytes(definition) };
    yield* scoringEntries(definition);
    return;
  }
  const test = which === 'test';
  const folder = masks ? (test ? 'imagesTs' : 'imagesTr') : 'images';
  const unsampled: string[] = [];
  // Often one centre alone measures: for the test part the list would tell who shares a centre.
  const measured = test ? [] : images.filter(({ source }) => source.record.measured).map(({ id }) => id);
  const list: { image: string; label?: string | Readonly<Record<string, string>> }[] = [];
  for (const image of images) {
    const made = await pixels(image);
    const path = `${folder}/${image.id}${masks ? '_0000' : ''}.nii.gz`;
    yield { path, bytes: made.image };
    if (!made.resampled) unsampled.push(image.id);
    if (masks && !test && made.mask) yield { path: `labelsTr/${image.id}.nii.gz`, bytes: made.mask };
    const label = masks ? `labelsTr/${image.id}.nii.gz` : image.source.labels;
    list.push(test ? { image: path } : { image: path, label });
  }
  if (!masks && !test) yield { path: 'labels.csv', bytes: labelTable(plan, images) };
  if (!test) yield groups;
  yield {
    path: 'datalist.json',
    bytes: jsonBytes({ [test ? 'test' : which === 'train' ? 'training' : 'validation']: list }),
  };
  if (masks) yield { path: 'dataset.json', bytes: jsonBytes(nnunet(definition, images.length)) };
  yield { path: 'recipe.json', bytes: jsonBytes(recipe(plan, unsampled, measured)) };
  yield* scoringEntries(definition);
  yield { path: 'definition.json', bytes: jsonBytes(definition) };
  if (test) {
    const commitment = await commitmentOf(salt, await answersOf(plan, pixels), groups.bytes);
    yield { path: COMMITMENT_PATH, bytes: jsonBytes({ algorithm: COMMITMENT_ALGORITHM, commitment }) };
  }
  yield {
    path: 'README.md',
    bytes: new TextEncoder().encode(dataCard(plan, which, images, unsampled.length)),
  };
}

/** The definition's score, and the program that computes it without this application. */
function* scoringEntries({ labels, score }: ChallengeDefinition): Generator<PackageEntry> {
  yield { path: 'scoring.json', bytes: jsonBytes({ labels, score }) };
  yield { path: 'score.py', bytes: new TextEncoder().encode(SCORE_PY) };
}

/** dataset.json of nnU-Net v2. */
function nnunet(definition: ChallengeDefinition, numTraining: number) {
  return {
    channel_names: { 0: definition.modality },
    labels: { background: 0, [definition.id]: 1 },
    numTraining,
    file_ending: '.nii.gz',
  };
}

function recipe(
  { definition, seed, ratios, version }: DatasetPlan,
  unsampled: readonly string[],
  measured: readonly string[],
) {
  return {
    tool: { name: 'negatoscope', version },
    ...definition.preprocessing,
    masks: 'nearest neighbour',
    resampling:
      'itk::ResampleImageFilter, itk::LinearInterpolateImageFunction; integers truncated toward zero',
    geometry: 'origin 0, directions of the nearest anatomical plane, thickness 1',
    center: 'the crop centre is the physical point of output index (N - 1) / 2 on each axis',
    seed,
    ratios,
    notResampled: unsampled,
    ...(measured.length > 0 && { spacingMeasuredByHand: measured }),
  };
}

/** A dataset or answer key as read by a contestant. */
export interface Dataset {
  readonly definition: ChallengeDefinition;
  /** Paths of the images. Empty in an answer key. */
  readonly images: readonly { readonly id: string; readonly path: string; readonly mask: string | null }[];
  /** True when the package has labels.csv. */
  readonly hasLabels: boolean;
  /** Groups by image id. Null when the package has none, as in a test part. */
  readonly groups: ReadonlyMap<string, CaseGroup> | null;
  /** Paths of the reference masks of a segmentation. */
  readonly masks: readonly string[];
}

export async function readDataset(opened: OpenedPackage): Promise<Result<Dataset, readonly Failure[]>> {
  const { format } = opened.manifest;
  if (format !== 'negatoscope-dataset' && format !== 'negatoscope-answer-key') {
    return failed([failure('package/wrong-format', { expected: 'negatoscope-dataset', format })]);
  }
  const bytes = await opened.entry('definition.json');
  if (!bytes.ok) return failed([bytes.failure]);
  const definition = readDefinition(new TextDecoder().decode(bytes.value), 'definition.json');
  if (!definition.ok) return definition;
  const masks = new Set(opened.paths.filter((path) => path.startsWith('labelsT')));
  const images = opened.paths
    .filter((path) => /^images(Tr|Ts)?\/.+\.nii\.gz$/.test(path))
    .map((path) => {
      const id = path.replace(/^.*\//, '').replace(/(_0000)?\.nii\.gz$/, '');
      const mask = `labelsTr/${id}.nii.gz`;
      return { id, path, mask: masks.has(mask) ? mask : null };
    });
  const table = opened.paths.includes(GROUPS_PATH) ? await opened.entry(GROUPS_PATH) : null;
  if (table && !table.ok) return failed([table.failure]);
  const groups = table && readGroups(table.value);
  if (groups && !groups.ok) return groups;
  return success({
    definition: definition.value,
    images,
    hasLabels: opened.paths.includes('labels.csv'),
    groups: groups && groups.value,
    masks: [...masks],
  });
}
