import * as Comlink from 'comlink';
import { setPipelinesBaseUrl } from 'itk-wasm';
import type { ChallengeDefinition, RuleSet } from '../src/core/challenge/definition.ts';
import type { Failure } from '../src/core/failure.ts';
import { readReference } from '../src/core/labels/reference.ts';
import { failed, success, type Result } from '../src/core/result.ts';
import { compareMasks, type Segmentation } from '../src/core/scoring/dice.ts';
import { measureMasks } from '../src/core/scoring/mask-measures.ts';
import { scoreMasks, type MaskCase } from '../src/core/scoring/masks.ts';
import type { Report } from '../src/core/scoring/report.ts';
import { readPredictions } from '../src/core/scoring/prediction.ts';
import { scoreTable } from '../src/core/scoring/score.ts';
import { readNifti } from './itk-image.ts';

export interface NamedFile {
  readonly name: string;
  readonly file: Blob;
}

/** The reference and the predicted mask of one image; null where there is none. */
export interface MaskPair {
  readonly id: string;
  readonly reference: NamedFile | null;
  readonly prediction: NamedFile | null;
}

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer());

/** A file that is no readable mask: strict refuses it; in 2018 it counted as one that was not sent. */
async function segmentation(named: NamedFile | null): Promise<Result<Segmentation | null>> {
  if (named === null) return success(null);
  const read = await readNifti(await bytesOf(named.file), named.name);
  if (!read.ok) return failed({ ...read.failure, file: named.name });
  const { size, data, spacing, origin, direction } = read.value;
  return success({ size, data, spacing, affine: [...spacing, ...origin, ...direction] });
}

const api = {
  configure(pipelines: string): void {
    setPipelinesBaseUrl(pipelines);
  },

  async scoreTables(
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
  },

  async scoreMasks(
    definition: ChallengeDefinition,
    pairs: readonly MaskPair[],
    ruleSet: RuleSet,
    progress: (done: number) => void,
  ): Promise<Result<Report, readonly Failure[]>> {
    const cases: MaskCase[] = [];
    const failures: Failure[] = [];
    for (const [index, { id, reference, prediction }] of pairs.entries()) {
      const truth = await segmentation(reference);
      const predicted = await segmentation(prediction);
      if (!truth.ok) failures.push(truth.failure);
      if (!predicted.ok && ruleSet === 'strict') failures.push(predicted.failure);
      if (truth.ok) {
        const mask = predicted.ok ? predicted.value : null;
        const comparison = compareMasks(truth.value, mask);
        const measures = truth.value && mask ? measureMasks(truth.value, mask) : null;
        cases.push({ id, comparison, file: prediction?.name, measures });
      }
      progress(index + 1);
    }
    if (failures.length > 0) return failed(failures);
    return scoreMasks(definition, cases, ruleSet);
  },

  /** One mask, to be looked at. */
  mask: (named: NamedFile): Promise<Result<Segmentation | null>> => segmentation(named),
};

export type ScoringApi = typeof api;
Comlink.expose(api);
