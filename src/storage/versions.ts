import type { Database } from './database.ts';
import { type VersionRow } from './rows/versions.ts';

export const versionsOf = (database: Database, challengeId: string) =>
  database.versions.where({ challengeId }).sortBy('at');

/** The same version exported again is one row, with its first date. */
export async function putVersion(database: Database, row: VersionRow): Promise<void> {
  await database.transaction('rw', database.versions, async () => {
    if (!(await database.versions.get(row.id))) await database.versions.add(row);
  });
}
