import type { Database } from './database.ts';
import { type DatasetRow } from './rows/datasets.ts';

export const datasetsOf = (database: Database, challengeId: string) =>
  database.datasets.where({ challengeId }).toArray();

export const putDataset = (database: Database, row: DatasetRow) => database.datasets.put(row);

export const deleteDataset = (database: Database, id: string) => database.datasets.delete(id);
