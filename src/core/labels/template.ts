import type { ChallengeDefinition } from '../definition/definition.ts';
import { writeTable } from './write.ts';

/** An empty predictions file: the columns that the definition asks for and a row for each id, its cells blank. */
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

/** The names that the predicted masks must have, one a line; for a segmentation. */
export const maskNames = (ids: readonly string[]): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(ids.map((id) => `${id}.nii.gz\n`).join(''));
