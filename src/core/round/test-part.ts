import * as v from 'valibot';
import type { ChallengeDefinition } from '../definition/definition.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { COMMITMENT_ALGORITHM, COMMITMENT_PATH } from '../package/commitment.ts';
import type { Dataset } from '../package/dataset.ts';
import { readDataset } from '../package/dataset.ts';
import { readDocument } from '../package/document.ts';
import type { OpenedPackage } from '../package/open.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';

/** The test part of a dataset version, as used in a round. */
export interface TestPart {
  readonly definition: ChallengeDefinition;
  readonly images: Dataset['images'];
  /** SHA-256 (hex) of salt, answers and groups. */
  readonly commitment: string;
  /**
   * False: an earlier release published it. Its commitment leaves out the groups, and its ids can
   * reveal the centres: no new round may use it.
   */
  readonly commitsGroups: boolean;
}

const schema = v.object({
  algorithm: v.string(),
  commitment: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/**
 * Failures: those of `readDataset`; `round/not-a-test-part` when there is no commitment to sealed
 * answers.
 */
export async function readTestPart(opened: OpenedPackage): Promise<Result<TestPart, readonly Failure[]>> {
  const dataset = await readDataset(opened);
  if (!dataset.ok) return dataset;
  const { definition, images, hasLabels } = dataset.value;
  const open = hasLabels || images.some(({ mask }) => mask !== null);
  if (open || images.length === 0 || !opened.paths.includes(COMMITMENT_PATH))
    return failed([failure('round/not-a-test-part', { challenge: definition.id })]);
  const bytes = await opened.entry(COMMITMENT_PATH);
  if (!bytes.ok) return failed([bytes.failure]);
  const document = readDocument(bytes.value, COMMITMENT_PATH, schema);
  if (!document.ok) return document;
  const { algorithm, commitment } = document.value;
  return success({ definition, images, commitment, commitsGroups: algorithm === COMMITMENT_ALGORITHM });
}
