import type { ChallengeDefinition } from '../definition/definition.ts';
import { writeTable } from './write.ts';

/**
 * An empty predictions file: the columns required by the definition and one row per id with blank
 * cells.
 */
export function predictionTemplate(
  { labels }: ChallengeDefinition,
  ids: readonly string[],
): Uint8Array<ArrayBuffer> {
  const columns = ['id', ...labels.prediction.map(({ name }) => name)];
  return writeTable(
    columns,
    ids.map((id) => ({ id })),
  );
}

/** For a segmentation: the required names of the predicted masks, one per line. */
export const maskNames = (ids: readonly string[]): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(ids.map((id) => `${id}.nii.gz\n`).join(''));
