import type { Database } from './database.ts';
import { type TextRow } from './rows/texts.ts';

export const textsOf = (database: Database, challengeId: string) =>
  database.texts.where({ challengeId }).toArray();

export const putTexts = (database: Database, rows: readonly TextRow[]) => database.texts.bulkPut([...rows]);
