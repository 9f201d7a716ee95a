import type { Database } from './database.ts';
import { type SubmissionRow } from './rows/submissions.ts';

/** All submissions, the latest first. */
export const submissionsOf = async (
  database: Database,
  challengeId: string,
): Promise<readonly SubmissionRow[]> =>
  (await database.submissions.where({ challengeId }).toArray()).sort((a, b) =>
    Date.parse(a.preparedAt) > Date.parse(b.preparedAt) ? -1 : 1,
  );

export const putSubmission = (database: Database, row: SubmissionRow) => database.submissions.put(row);

export const deleteSubmission = (database: Database, id: string) => database.submissions.delete(id);
