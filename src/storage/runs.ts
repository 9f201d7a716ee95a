import type { Database } from './database.ts';
import { type RunRow, type RunFilesRow, type StoredRun } from './rows/runs.ts';

export const runsOf = (database: Database, challengeId: string) =>
  database.runs.where({ challengeId }).reverse().toArray();

export const runFilesOf = (database: Database, id: number) => database.runFiles.get(id);

/** Stores a run and its files in one transaction, and returns the id of the run. */
export const addRun = (
  database: Database,
  run: Omit<RunRow, 'id'>,
  files: Omit<RunFilesRow, 'id'>,
): PromiseLike<number> =>
  database.transaction('rw', database.runs, database.runFiles, async () => {
    const id = await database.runs.add(run as RunRow);
    await database.runFiles.put({ ...files, id });
    return id;
  });

export const updateRun = (database: Database, id: number, change: Pick<RunRow, 'note' | 'starred'>) =>
  database.runs.update(id, change);

/** Deletes a run and returns all of it, so that it can be restored. */
export const removeRun = (database: Database, id: number): PromiseLike<StoredRun | undefined> =>
  database.transaction('rw', database.runs, database.runFiles, async () => {
    const run = await database.runs.get(id);
    if (!run) return undefined;
    const files = await database.runFiles.get(id);
    await database.runs.delete(id);
    await database.runFiles.delete(id);
    return { run, files };
  });

export const restoreRun = (database: Database, { run, files }: StoredRun) =>
  database.transaction('rw', database.runs, database.runFiles, async () => {
    await database.runs.put(run);
    if (files) await database.runFiles.put(files);
  });
