import type { Database } from './database.ts';
import { type QualityRow } from './rows/qualities.ts';

export const qualitiesOf = (database: Database, challengeId: string) =>
  database.qualities.where({ challengeId }).toArray();

export const putQuality = (database: Database, row: QualityRow) => database.qualities.put(row);
