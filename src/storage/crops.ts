import type { CropFacts } from '../core/package/crops.ts';
import type { Database } from './database.ts';
import { pixelKey, seal, unsealStored } from './keys.ts';
import { type CropRow } from './rows/crops.ts';

interface Crop {
  readonly facts: CropFacts;
  readonly image: Uint8Array<ArrayBuffer>;
  readonly mask: Uint8Array<ArrayBuffer> | null;
}

export async function putCrop(
  database: Database,
  { facts, image, mask, ...ids }: Crop & Pick<CropRow, 'id' | 'challengeId' | 'imageId'>,
): Promise<void> {
  const key = await pixelKey(database);
  const row = { ...ids, facts, image: await seal(key, image), mask: mask && (await seal(key, mask)) };
  await database.crops.put(row);
}

/** The decrypted files. Null: not made yet. */
export async function readCrop(database: Database, id: string): Promise<Crop | null> {
  const row = await database.crops.get(id);
  if (!row) return null;
  const { facts } = row;
  return {
    facts,
    image: await unsealStored(database, row.image),
    mask: row.mask && (await unsealStored(database, row.mask)),
  };
}

/** The ids among `ids` that are stored. */
export async function madeCrops(database: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set(await database.crops.where('id').anyOf(ids).primaryKeys());
}

/** Deletes the crops that belong to no image of the challenge any more. */
export async function dropOtherCrops(
  database: Database,
  challengeId: string,
  wanted: ReadonlySet<string>,
): Promise<void> {
  const ids = await database.crops.where({ challengeId }).primaryKeys();
  await database.crops.bulkDelete(ids.filter((id) => !wanted.has(id)));
}
