import type { Quality } from '../core/image/quality.ts';
import type { Database } from './database.ts';

/** What was measured of one frame when it was first shown, so that likenesses are found over sessions. */
export interface QualityRow extends Quality {
  readonly imageId: string;
  readonly frame: number;
  readonly challengeId: string;
}

export const qualitiesOf = (database: Database, challengeId: string) =>
  database.qualities.where({ challengeId }).toArray();

export const putQuality = (database: Database, row: QualityRow) => database.qualities.put(row);
