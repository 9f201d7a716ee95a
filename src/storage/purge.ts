import type { Database } from './database.ts';
import { lock } from './vault.ts';

/** All names of ours begin with it, in every storage of the browser: other pages of the same host are left alone. */
const OURS = 'negatoscope';

/** Something of ours that a storage of the browser holds. */
export interface Holding {
  readonly place: 'database' | 'file' | 'cache' | 'setting' | 'session';
  /** Name of the database and table, cache, file or setting; never a value. */
  readonly name: string;
  /** Rows of a table, entries of a cache; 1 for others. */
  readonly count: number;
}

export interface PurgeReport {
  /** ISO 8601. */
  readonly at: string;
  readonly found: readonly Holding[];
  /** What was still there when it was looked at again. */
  readonly left: readonly Holding[];
}

const BLOCKED_MS = 8_000;

/** Everything of ours in this browser profile but the application itself. Empty tables are nothing. */
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
 * Deletes all of it, keys first, so that what a crash leaves behind cannot be read, then looks again. What could not be deleted is in
 * the report. Other tabs must have been told: an open connection holds a deletion up.
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

/** A deletion that another tab holds up does not hold the report up: what is left is seen by looking. */
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
