import type { Database } from './database.ts';
import { lock } from './vault.ts';

export interface StorageState {
  /** Bytes. */
  readonly used: number;
  readonly quota: number;
  /** The browser promised not to evict the workspace. */
  readonly persistent: boolean;
}

export async function storageState(): Promise<StorageState> {
  const [estimate, persistent] = await Promise.all([
    navigator.storage.estimate(),
    navigator.storage.persisted(),
  ]);
  return { used: estimate.usage ?? 0, quota: estimate.quota ?? 0, persistent };
}

/** Asks the browser to keep the workspace; it may refuse. */
export const askPersistence = (): Promise<boolean> => navigator.storage.persist();

/** Deletes the whole workspace: keys first, so that what a crash leaves behind cannot be read. */
export async function purge(database: Database): Promise<void> {
  lock(database);
  await database.keys.clear();
  await database.delete();
  await database.open();
}
