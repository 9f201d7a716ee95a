import type { ChallengeDefinition, RuleSet } from '../definition/definition.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { readReference, type Reference } from '../labels/reference.ts';
import type { RoundChallenge } from './plan.ts';
import { commitmentOf } from '../package/commitment.ts';
import { GROUPS_PATH } from '../package/groups.ts';
import type { Dataset } from '../package/dataset.ts';
import { readDataset } from '../package/dataset.ts';
import { canonicalJson } from '../package/document.ts';
import type { OpenedPackage } from '../package/open.ts';
import type { Submission } from '../package/submission.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { caseIdOf, isMaskFile } from '../scoring/case-id.ts';
import type { Segmentation } from '../scoring/dice.ts';
import { maskCases, type MaskFile } from '../scoring/mask-cases.ts';
import { scoreMasks } from '../scoring/masks.ts';
import { readPredictions } from '../scoring/prediction.ts';
import type { Report } from '../scoring/report.ts';
import { groupNumbers } from '../scoring/groups.ts';
import { bootstrapDraws, meanResampler, tableResampler, withDraws } from '../scoring/resample.ts';
import { scoreTable } from '../scoring/score.ts';
import { readSegmentation } from '../scoring/segmentation-file.ts';

const emptyMask = ({ size }: Segmentation): Uint8Array =>
  new Uint8Array(size.reduce((product, length) => product * length, 1));

/** A score with the totals of its bootstrap draws. All teams of a challenge share the draws. */
export interface Judgement {
  readonly report: Report;
  /** One total per draw. Null when the score can't be resampled. */
  readonly draws: Float64Array<ArrayBuffer> | null;
}

/** The seed of the draws. All teams share it, so that their ranks can be compared draw by draw. */
export const DRAW_SEED = 'round';
export const DRAWS = 1000;

export const usesMasks = ({ labels }: ChallengeDefinition): boolean =>
  labels.fields.some(({ kind }) => kind === 'mask');

/**
 * Checks the predictions of a submission without the answers. It uses the code that scores them
 * later, on the ids (and image sizes) of the test part. Failures: those of `readPredictions` and of
 * `scoreMasks`.
 */
export async function checkPredictions(
  test: OpenedPackage,
  dataset: Pick<Dataset, 'definition' | 'images'>,
  submission: Omit<Submission, 'document'>,
  entry: OpenedPackage['entry'],
  ruleSet: RuleSet,
): Promise<Result<null, readonly Failure[]>> {
  const { definition } = dataset;
  if (!usesMasks(definition)) {
    const predictions = await tableOf(submission, entry);
    if (!predictions.ok) return predictions;
    const rows = dataset.images.map(({ id }, index) => ({ id, line: index + 2, labels: {} }));
    const reference: Reference = { rows, repairs: [], warnings: [] };
    const checked = readPredictions(
      predictions.value,
      definition,
      reference,
      ruleSet,
      submission.table ?? '',
    );
    return checked.ok ? success(null) : checked;
  }
  const references = dataset.images.map(({ id, path }): MaskFile => ({
    id,
    path,
    read: async () => {
      const shape = await readEntry((name) => test.entry(name), path);
      // An empty mask on the image's grid. With it, sizes, values and geometry are checked without
      // an answer.
      return shape.ok ? success({ ...shape.value, data: emptyMask(shape.value) }) : shape;
    },
  }));
  const cases = await maskCases(references, masksOf(submission, entry));
  const checked = scoreMasks(definition, cases, ruleSet);
  return checked.ok ? success(null) : checked;
}

/**
 * Scores a submission with an answer key. The key must already be opened and checked against its
 * commitment. Failures as in scoring.
 */
export async function judge(
  key: OpenedPackage,
  definition: ChallengeDefinition,
  submission: Submission,
  entry: OpenedPackage['entry'],
  ruleSet: RuleSet,
): Promise<Result<Judgement, readonly Failure[]>> {
  const dataset = await readDataset(key);
  if (!dataset.ok) return dataset;
  const patients = (ids: readonly string[]) => groupNumbers(ids, dataset.value.groups);
  if (!usesMasks(definition)) {
    const answers = await key.entry('labels.csv');
    if (!answers.ok) return failed([answers.failure]);
    const reference = readReference(answers.value, definition, 'labels.csv');
    if (!reference.ok) return reference;
    const bytes = await tableOf(submission, entry);
    if (!bytes.ok) return bytes;
    const predictions = readPredictions(
      bytes.value,
      definition,
      reference.value,
      ruleSet,
      submission.table ?? '',
    );
    if (!predictions.ok) return predictions;
    const report = scoreTable(definition, reference.value, predictions.value);
    if (!report.ok) return report;
    const groups = patients(reference.value.rows.map(({ id }) => id));
    return success(
      drawn(report.value, tableResampler(definition, reference.value, predictions.value), groups),
    );
  }
  const references = key.paths
    .filter((path) => path.startsWith('labelsTs/') && isMaskFile(path))
    .map((path): MaskFile => ({
      id: caseIdOf(path),
      path,
      read: () => readEntry((name) => key.entry(name), path),
    }));
  const cases = await maskCases(references, masksOf(submission, entry));
  const report = scoreMasks(definition, cases, ruleSet);
  if (!report.ok) return report;
  const weight = definition.score.terms.reduce((sum, term) => sum + term.weight, 0);
  const values = report.value.masks?.cases.map(({ dice }) => weight * dice) ?? [];
  const groups = patients(report.value.masks?.cases.map(({ id }) => id) ?? []);
  return success(drawn(report.value, meanResampler(values), groups));
}

function drawn(
  report: Report,
  resampler: ReturnType<typeof meanResampler>,
  groups: ReturnType<typeof groupNumbers>,
): Judgement {
  const draws = report.total === null ? null : bootstrapDraws(resampler, groups, DRAW_SEED, 0, DRAWS);
  const { interval, ...rest } = withDraws(report, draws, groups);
  return {
    report: { ...rest, interval: interval && { ...interval, seed: DRAW_SEED } },
    draws: draws?.totals ?? null,
  };
}

async function tableOf(
  { table }: Pick<Submission, 'table'>,
  entry: OpenedPackage['entry'],
): Promise<Result<Uint8Array, readonly Failure[]>> {
  if (table === null) return failed([failure('package/missing-file', { path: 'predictions.csv' })]);
  const bytes = await entry(table);
  return bytes.ok ? bytes : failed([bytes.failure]);
}

const masksOf = ({ masks }: Pick<Submission, 'masks'>, entry: OpenedPackage['entry']): readonly MaskFile[] =>
  masks.map(({ id, path }) => ({ id, path, read: () => readEntry(entry, path) }));

async function readEntry(entry: OpenedPackage['entry'], path: string): Promise<Result<Segmentation>> {
  const bytes = await entry(path);
  return bytes.ok ? readSegmentation(bytes.value) : bytes;
}

/** What a test part binds the organiser to. */
export type Committed = Pick<RoundChallenge, 'definition' | 'commitment' | 'commitsGroups'>;

/** Checks that an answer key matches the definition and the commitment of a test part. */
export async function openAnswers(
  key: OpenedPackage,
  { definition, commitment, commitsGroups }: Committed,
): Promise<Result<null, readonly Failure[]>> {
  const challenge = definition.id;
  if (key.manifest.format !== 'negatoscope-answer-key') {
    const details = { expected: 'negatoscope-answer-key', format: key.manifest.format };
    return failed([failure('package/wrong-format', details)]);
  }
  const dataset = await readDataset(key);
  if (!dataset.ok) return dataset;
  if (canonicalJson(dataset.value.definition) !== canonicalJson(definition))
    return failed([failure('round/other-definition', { challenge })]);
  const salt = await key.entry('salt.txt');
  if (!salt.ok) return failed([salt.failure]);
  const answers = await committedAnswers(key, definition);
  if (!answers.ok) return failed([answers.failure]);
  const groups = commitsGroups ? await key.entry(GROUPS_PATH) : success(new Uint8Array());
  if (!groups.ok) return failed([groups.failure]);
  const found = await commitmentOf(new TextDecoder().decode(salt.value).trim(), answers.value, groups.value);
  return found === commitment ? success(null) : failed([failure('round/commitment-broken', { challenge })]);
}

async function committedAnswers(
  key: OpenedPackage,
  definition: ChallengeDefinition,
): Promise<Result<Uint8Array>> {
  if (!usesMasks(definition)) return key.entry('labels.csv');
  const lines = key.manifest.files
    .filter(({ path }) => path.startsWith('labelsTs/'))
    .map(({ path, sha256 }) => `${caseIdOf(path)},${sha256}\n`);
  return success(new TextEncoder().encode(lines.join('')));
}
