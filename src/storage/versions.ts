import type { Database } from './database.ts';
import { type VersionRow } from './rows/versions.ts';

export const versionsOf = (database: Database, challengeId: string) =>
  database.versions.where({ challengeId }).sortBy('at');

/** Stores an exported version. A version that is exported again keeps one row and its first date. */
export async function putVersion(database: Database, row: VersionRow): Promise<void> {
  await database.transaction('rw', database.versions, async () => {
    if (!(await database.versions.get(row.id))) await database.versions.add(row);
  });
}
