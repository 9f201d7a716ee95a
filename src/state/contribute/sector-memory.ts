import type { Result } from '../../core/result.ts';
import type { Choice, Outline } from './choice.ts';
import type { Database } from '../../storage/database.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { putScannerSector, scannerSector } from '../../storage/scanner-sectors.ts';
import { now } from '../clock.ts';

type KeyOf = (imageId: string) => Promise<Result<string | null>>;

/**
 * The outlines that were accepted last, by scanner model and geometry, to propose them for the next image. Errors are ignored: the memory
 * is a convenience.
 */
export class SectorMemory {
  readonly #database: Database;
  readonly #keyOf: KeyOf;
  readonly #keys = new Map<string, Promise<string | null>>();
  /** The next image is shown before the outline of the last one is stored, so `recall` waits for it. */
  #storing: Promise<unknown> = Promise.resolve();

  constructor(database: Database, keyOf: KeyOf) {
    this.#database = database;
    this.#keyOf = keyOf;
  }

  /** Stores the outlines of accepted choices. */
  keep(accepted: readonly Choice[]): void {
    for (const { imageId, sector, sectorForm } of accepted) {
      if (!sector) continue;
      const sectors = sectorForm?.sectors ?? [];
      this.#storing = this.#storing.then(async () => {
        const key = await this.#key(imageId);
        if (key === null) return;
        const row = { key, polygon: sector, sectors, at: now() };
        await outcomeOf(() => putScannerSector(this.#database, row));
      });
    }
  }

  /** The outline for an image of the same scanner. null: none is known. */
  async recall(imageId: string): Promise<Outline | null> {
    await this.#storing;
    const key = await this.#key(imageId);
    if (key === null) return null;
    const row = await outcomeOf(() => scannerSector(this.#database, key));
    if (!row.ok || !row.value) return null;
    return { sector: row.value.polygon, sectorForm: { sectors: row.value.sectors, from: 'scanner' } };
  }

  #key(imageId: string): Promise<string | null> {
    const known = this.#keys.get(imageId);
    if (known) return known;
    const asked = this.#keyOf(imageId).then((key) => {
      if (key.ok) return key.value;
      // The workspace was locked, say: it is asked again.
      this.#keys.delete(imageId);
      return null;
    });
    this.#keys.set(imageId, asked);
    return asked;
  }
}
