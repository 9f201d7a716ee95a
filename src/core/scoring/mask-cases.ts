import type { Failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { compareMasks, onReference, type Segmentation } from './dice.ts';
import type { MaskMeasures } from './mask-measures.ts';
import type { MaskCase } from './masks.ts';

/** One mask of a folder, zip or package. It is read only when needed. */
export interface MaskFile {
  readonly id: string;
  /** Name that the user knows. */
  readonly path: string;
  read(): Promise<Result<Segmentation>>;
}

/**
 * Measures both masks of a case while their pixels are in memory. Null when a mask is missing or
 * can't be read.
 */
export type PairMeasure = (
  reference: Segmentation | null,
  prediction: Segmentation | null,
) => MaskMeasures | null;

/**
 * Pairs the masks of both sides by case and counts each pair, one at a time. A reference or
 * prediction without a partner is also a case, and so is a second file of one case. A mask that
 * can't be read is reported in its case, so it does not hide other errors. `scoreMasks` judges the
 * cases.
 *
 * @param others files in formats that are not read. One of a case without a mask is its mask, so that
 * the case is not called missing.
 */
export async function maskCases(
  references: readonly MaskFile[],
  predictions: readonly MaskFile[],
  measure?: PairMeasure,
  others: readonly MaskFile[] = [],
): Promise<readonly MaskCase[]> {
  const waiting = new Map<string, MaskFile[]>();
  for (const prediction of predictions)
    waiting.set(prediction.id, [...(waiting.get(prediction.id) ?? []), prediction]);
  const cases: MaskCase[] = [];
  for (const reference of references) {
    const prediction =
      waiting.get(reference.id)?.shift() ?? others.find(({ id }) => id === reference.id) ?? null;
    cases.push(await maskCase(reference.id, reference, prediction, measure));
  }
  for (const [id, rest] of waiting)
    for (const prediction of rest) cases.push(await maskCase(id, null, prediction, measure));
  return cases;
}

async function maskCase(
  id: string,
  reference: MaskFile | null,
  prediction: MaskFile | null,
  measure: PairMeasure | undefined,
): Promise<MaskCase> {
  const [truth, predicted] = [await readFile(reference), await readFile(prediction)];
  const { prediction: mask, geometry } =
    truth.mask && predicted.mask
      ? onReference(truth.mask, predicted.mask)
      : { prediction: predicted.mask, geometry: undefined };
  const measures = measure?.(truth.mask, mask);
  return {
    id,
    comparison: { ...compareMasks(truth.mask, mask), ...(geometry && { geometry }) },
    unread: { reference: truth.failure, prediction: predicted.failure },
    ...(prediction && { file: prediction.path }),
    ...(measures !== undefined && { measures }),
  };
}

async function readFile(
  file: MaskFile | null,
): Promise<{ readonly mask: Segmentation | null; readonly failure: Failure | null }> {
  if (!file) return { mask: null, failure: null };
  const read = await file.read();
  return read.ok
    ? { mask: read.value, failure: null }
    : { mask: null, failure: { ...read.failure, file: file.path } };
}
