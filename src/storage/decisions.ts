import type { Database } from './database.ts';

/** A curator's word on one image of the merged list. */
export interface DecisionRow {
  /** `challengeId` and the image's key in the merged list, joined by a line break. */
  readonly id: string;
  readonly challengeId: string;
  readonly imageKey: string;
  readonly keep: boolean;
  readonly reason: string | null;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

export const decisionsOf = (database: Database, challengeId: string) =>
  database.decisions.where({ challengeId }).toArray();

export const putDecisions = (database: Database, rows: readonly DecisionRow[]) =>
  database.decisions.bulkPut([...rows]);
