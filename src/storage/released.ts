import type { Database } from './database.ts';
import { type ReleasedRow } from './rows/released.ts';

export const releasedImages = (database: Database) => database.released.toArray();

export const putReleased = (database: Database, rows: readonly ReleasedRow[]) =>
  database.released.bulkPut([...rows]);
