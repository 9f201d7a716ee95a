import type { Database } from './database.ts';
import { type ScannerSectorRow } from './rows/scanner-sectors.ts';

/** Maximum number of stored outlines: a centre's scanners have fewer geometries. */
const MOST = 500;

export const scannerSector = (database: Database, key: string) => database.scannerSectors.get(key);

/** Replaces the outline of the same key. The oldest outlines are deleted when there are too many. */
export const putScannerSector = (database: Database, row: ScannerSectorRow) =>
  database.transaction('rw', database.scannerSectors, async () => {
    const { scannerSectors } = database;
    await scannerSectors.put(row);
    const surplus = (await scannerSectors.count()) - MOST;
    if (surplus > 0) await scannerSectors.orderBy('at').limit(surplus).delete();
  });
