import type { Database } from './database.ts';
import { lock } from './vault.ts';

/** Prefix of all our names in each storage of the browser. Data of other pages on the same host are not touched. */
const OURS = 'negatoscope';

/** One item of ours in a storage of the browser. */
export interface Holding {
  readonly place: 'database' | 'file' | 'cache' | 'setting' | 'session';
  /** Name of the database and table, of the cache, the file or the setting. It is never a value. */
  readonly name: string;
  /** Number of rows of a table or entries of a cache. 1 for other items. */
  readonly count: number;
}

export interface PurgeReport {
  /** ISO 8601. */
  readonly at: string;
  readonly found: readonly Holding[];
  /** Items that were still there at the second listing. */
  readonly left: readonly Holding[];
}

const BLOCKED_MS = 8_000;

/** All our data in this browser profile, without the application itself. Empty tables are not listed. */
export async function inventory(): Promise<Holding[]> {
  const databases = (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith(OURS) ? name : []));
  const tables = await Promise.all(databases.map(tablesOf));
  const cached = await Promise.all(
    (await dataCaches()).map(async (name): Promise<Holding> => {
      const cache = await caches.open(name);
      return { place: 'cache', name, count: (await cache.keys()).length };
    }),
  );
  return [
    ...tables.flat(),
    ...(await ownFiles()).map((name): Holding => ({ place: 'file', name, count: 1 })),
    ...cached,
    ...ownKeys(localStorage).map((name): Holding => ({ place: 'setting', name, count: 1 })),
    ...ownKeys(sessionStorage).map((name): Holding => ({ place: 'session', name, count: 1 })),
  ];
}

/**
 * Deletes all our data and lists again what is left; the report holds that list. The keys are deleted first, so that data left by a
 * crash can't be read. Other tabs must close their connections before, because an open connection delays the deletion.
 */
export async function purgeAll(database: Database, at: string): Promise<PurgeReport> {
  const found = await inventory();
  lock(database);
  await database.keys.clear();
  await Promise.all(database.tables.map((table) => table.clear()));
  const names = (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith(OURS) ? name : []));
  await Promise.all([
    within(database.delete()),
    ...names.filter((name) => name !== database.name).map((name) => within(deleted(name))),
  ]);
  const root = await navigator.storage.getDirectory();
  for (const name of await ownFiles()) await root.removeEntry(name, { recursive: true });
  for (const name of await dataCaches()) await caches.delete(name);
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of ownKeys(storage)) storage.removeItem(key);
  }
  return { at, found, left: await inventory() };
}

async function tablesOf(name: string): Promise<Holding[]> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error(name));
  });
  try {
    const counts = Array.from(database.objectStoreNames, (table) => countOf(database, table));
    return (await Promise.all(counts))
      .filter(({ count }) => count > 0)
      .map(({ table, count }) => ({ place: 'database', name: `${name} · ${table}`, count }));
  } finally {
    database.close();
  }
}

const countOf = (database: IDBDatabase, table: string): Promise<{ table: string; count: number }> =>
  new Promise((resolve, reject) => {
    const request = database.transaction(table).objectStore(table).count();
    request.onsuccess = () => resolve({ table, count: request.result });
    request.onerror = () => reject(request.error ?? new Error(table));
  });

const deleted = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(name));
  });

/** The report does not wait for a deletion that another tab delays. The second listing shows what is left. */
const within = (work: PromiseLike<unknown>): Promise<unknown> =>
  Promise.race([
    Promise.resolve(work).catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, BLOCKED_MS)),
  ]);

async function ownFiles(): Promise<string[]> {
  const root = await navigator.storage.getDirectory();
  const names: string[] = [];
  for await (const name of root.keys()) if (name.startsWith(OURS)) names.push(name);
  return names;
}

/** Caches of ours that are not the precached application. */
async function dataCaches(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(OURS));
}

const ownKeys = (storage: Storage): string[] =>
  Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').filter((key) =>
    key.startsWith(OURS),
  );
