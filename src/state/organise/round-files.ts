import type { RoundFileRow } from '../../storage/rows/rounds.ts';
import type { PickedFile } from '../shell/intake.ts';

/** Key of a stored package. `of`: number of the receipt, or id of the challenge. */
export const fileId = (round: string, kind: RoundFileRow['kind'], of: string | number) =>
  `${round}/${kind}/${of}`;

export const fileRow = (
  round: string,
  kind: RoundFileRow['kind'],
  of: string | number,
  digest: string | null,
  { path, file }: PickedFile,
): RoundFileRow => ({
  id: fileId(round, kind, of),
  round,
  kind,
  receipt: typeof of === 'number' ? of : null,
  digest,
  name: path.split('/').at(-1) ?? path,
  size: file.size,
  lastModified: file.lastModified,
  file,
});
