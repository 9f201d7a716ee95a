import type { Database } from './database.ts';
import { type DecisionRow } from './rows/decisions.ts';

export const decisionsOf = (database: Database, challengeId: string) =>
  database.decisions.where({ challengeId }).toArray();

export const putDecisions = (database: Database, rows: readonly DecisionRow[]) =>
  database.decisions.bulkPut([...rows]);
