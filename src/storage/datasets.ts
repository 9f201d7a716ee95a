import type { Manifest } from '../core/package/manifest.ts';
import type { Database } from './database.ts';

/** A dataset package or answer key that a contestant or organiser opened. */
export interface DatasetRow {
  /** SHA-256 (hex) of the package's manifest. */
  readonly id: string;
  readonly challengeId: string;
  readonly name: string;
  readonly manifest: Manifest;
  readonly file: Blob;
  readonly addedAt: string;
}

export const datasetsOf = (database: Database, challengeId: string) =>
  database.datasets.where({ challengeId }).toArray();

export const putDataset = (database: Database, row: DatasetRow) => database.datasets.put(row);

export const deleteDataset = (database: Database, id: string) => database.datasets.delete(id);
