import type { Sector } from '../core/image/sector-shape.ts';
import type { Database } from './database.ts';

/** The outline that a person last accepted of a scanner model and geometry. Names nobody: the key is a digest. */
export interface ScannerSectorRow {
  /** `sectorKey` of the image. */
  readonly key: string;
  /** Source pixels. */
  readonly polygon: readonly (readonly [number, number])[];
  /** None where the outline is free. */
  readonly sectors: readonly Sector[];
  /** ISO 8601. */
  readonly at: string;
}

/** Geometries of a centre's scanners: more are not of use. */
const MOST = 500;

export const scannerSector = (database: Database, key: string) => database.scannerSectors.get(key);

/** Replaces the outline of the same key; the oldest go when there are too many. */
export const putScannerSector = (database: Database, row: ScannerSectorRow) =>
  database.transaction('rw', database.scannerSectors, async () => {
    const { scannerSectors } = database;
    await scannerSectors.put(row);
    const surplus = (await scannerSectors.count()) - MOST;
    if (surplus > 0) await scannerSectors.orderBy('at').limit(surplus).delete();
  });
