import type { ChallengeDefinition, RuleSet } from '../core/definition/definition.ts';
import type { Failure } from '../core/failure.ts';
import { readReference } from '../core/labels/reference.ts';
import { failed, success, type Result } from '../core/result.ts';
import type { Segmentation } from '../core/scoring/dice.ts';
import { maskCases, type PairMeasure } from '../core/scoring/mask-cases.ts';
import { measureMasks } from '../core/scoring/mask-measures.ts';
import { scoreMasks } from '../core/scoring/masks.ts';
import type { Report } from '../core/scoring/report.ts';
import {
  masksAmong,
  otherFormatsAmong,
  predictionFiles,
  type ChosenFile,
} from '../core/scoring/prediction-files.ts';
import { readPredictions } from '../core/scoring/prediction.ts';
import { scoreTable } from '../core/scoring/score.ts';
import { blobSource, bytesOf } from './blob-source.ts';

export interface NamedFile {
  readonly name: string;
  readonly file: Blob;
}

const sourceOf = ({ name, file }: NamedFile): ChosenFile => ({ path: name, source: blobSource(file) });

export async function scoreTables(
  definition: ChallengeDefinition,
  reference: NamedFile,
  prediction: NamedFile,
  ruleSet: RuleSet,
): Promise<Result<Report, readonly Failure[]>> {
  const truth = readReference(await bytesOf(reference.file), definition, reference.name);
  if (!truth.ok) return truth;
  const predictions = readPredictions(
    await bytesOf(prediction.file),
    definition,
    truth.value,
    ruleSet,
    prediction.name,
  );
  if (!predictions.ok) return predictions;
  const report = scoreTable(definition, truth.value, predictions.value);
  if (!report.ok) return report;
  const warnings = [...truth.value.warnings, ...report.value.warnings];
  return success({ ...report.value, warnings });
}

/** Masks of both sides: the files of folders, or zips. */
export async function scoreMaskFiles(
  definition: ChallengeDefinition,
  references: readonly NamedFile[],
  predictions: readonly NamedFile[],
  ruleSet: RuleSet,
  progress: (done: number, of: number) => void,
): Promise<Result<Report, readonly Failure[]>> {
  const truth = await predictionFiles(references.map(sourceOf));
  const predicted = await predictionFiles(predictions.map(sourceOf));
  if (!truth.ok || !predicted.ok)
    return failed([truth, predicted].flatMap((files) => (files.ok ? [] : files.failure)));
  const masks = masksAmong(truth.value);
  let done = 0;
  const measure: PairMeasure = (reference, prediction) => {
    progress(++done, Math.max(done, masks.length));
    return reference && prediction ? measureMasks(reference, prediction) : null;
  };
  const others = otherFormatsAmong(predicted.value);
  const cases = await maskCases(masks, masksAmong(predicted.value), measure, others);
  return scoreMasks(definition, cases, ruleSet);
}

/** The mask of one case among the files of a side, to be looked at; null: there is none. */
export async function mask(
  files: readonly NamedFile[],
  id: string,
): Promise<Result<Segmentation | null, readonly Failure[]>> {
  const unpacked = await predictionFiles(files.map(sourceOf));
  if (!unpacked.ok) return unpacked;
  const read = await masksAmong(unpacked.value)
    .find((mask) => mask.id === id)
    ?.read();
  if (!read) return success(null);
  return read.ok ? read : failed([read.failure]);
}
