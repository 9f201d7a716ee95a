import type { RuleSet } from '../core/definition/definition.ts';
import type { CaseGroup } from '../core/scoring/groups.ts';
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
  /** Own words. */
  readonly note?: string;
  readonly starred?: boolean;
  /** Equal for runs on equal reference files. */
  readonly referenceDigest?: string;
  /** Digest of the opened dataset that the reference belongs to. */
  readonly datasetId?: string | null;
}

export interface RunFile {
  readonly name: string;
  readonly file: Blob;
}

/** What a run was computed from, so that it can be looked at and compared later. One's own data, not encrypted. */
export interface RunFilesRow {
  /** The run's. */
  readonly id: number;
  readonly challengeId: string;
  readonly ruleSet: RuleSet;
  readonly reference: readonly RunFile[];
  readonly prediction: readonly RunFile[];
  readonly groups: ReadonlyMap<string, CaseGroup> | null;
}

export interface StoredRun {
  readonly run: RunRow;
  readonly files: RunFilesRow | undefined;
}

export const runsOf = (database: Database, challengeId: string) =>
  database.runs.where({ challengeId }).reverse().toArray();

export const runFilesOf = (database: Database, id: number) => database.runFiles.get(id);

/** Gives the id of the new run. A run without its files would be half a run: both or neither. */
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

/** Takes a run away and gives all of it, so that it can be put back. */
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
