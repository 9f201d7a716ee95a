import type { Database } from './database.ts';
import { type PackageRow } from './rows/packages.ts';

export const packagesOf = (database: Database, challengeId: string) =>
  database.packages.where({ challengeId }).toArray();

export const putPackage = (database: Database, row: PackageRow) => database.packages.put(row);

export const deletePackage = (database: Database, id: string) => database.packages.delete(id);
