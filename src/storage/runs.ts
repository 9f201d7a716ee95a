import type { Report } from '../core/scoring/report.ts';
import type { Database } from './database.ts';

/** One scoring of one's own predictions. */
export interface RunRow {
  readonly id: number;
  readonly challengeId: string;
  readonly at: string;
  readonly reference: string;
  readonly prediction: string;
  readonly report: Report;
}

export const runsOf = (database: Database, challengeId: string) =>
  database.runs.where({ challengeId }).reverse().toArray();

export const addRun = (database: Database, run: Omit<RunRow, 'id'>) => database.runs.add(run as RunRow);

export const deleteRun = (database: Database, id: number) => database.runs.delete(id);
