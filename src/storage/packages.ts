import type { Manifest } from '../core/package/manifest.ts';
import type { Database } from './database.ts';

/** A contribution package that a curator opened. */
export interface PackageRow {
  /** SHA-256 (hex) of the package's manifest: the same package opened twice is one row. */
  readonly id: string;
  readonly challengeId: string;
  readonly name: string;
  readonly manifest: Manifest;
  readonly file: Blob;
  readonly addedAt: string;
}

export const packagesOf = (database: Database, challengeId: string) =>
  database.packages.where({ challengeId }).toArray();

export const putPackage = (database: Database, row: PackageRow) => database.packages.put(row);

export const deletePackage = (database: Database, id: string) => database.packages.delete(id);
