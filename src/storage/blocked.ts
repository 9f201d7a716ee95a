import type { Failure } from '../core/failure.ts';
import type { Database } from './database.ts';
import { pixelKey, seal, unseal } from './keys.ts';
import { type BlockedFile } from './rows/blocked.ts';

export async function putBlocked(database: Database, challengeId: string, file: BlockedFile): Promise<void> {
  const { id, at, path } = file;
  const { code, details } = file.failure;
  const sealed = await seal(await pixelKey(database), new TextEncoder().encode(path));
  await database.blocked.put({
    id,
    challengeId,
    failure: { code, details } as Failure,
    at,
    path: sealed,
  });
}

export async function blockedOf(database: Database, challengeId: string): Promise<BlockedFile[]> {
  const rows = await database.blocked.where({ challengeId }).toArray();
  // Without blocked files, no key is needed yet.
  if (rows.length === 0) return [];
  const key = await pixelKey(database);
  return Promise.all(
    rows.map(async ({ id, at, failure, path }) => ({
      id,
      at,
      failure,
      path: new TextDecoder().decode(await unseal(key, path)),
    })),
  );
}

export const deleteBlocked = (database: Database, ids: readonly string[]) =>
  database.blocked.bulkDelete([...ids]);
