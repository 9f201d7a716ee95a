import { liveQuery } from 'dexie';

export interface Watch<T> {
  subscribe(observer: { next: (value: T) => void; error: (error: unknown) => void }): { unsubscribe(): void };
}

/** Repeats a query when the data that it read change, in this tab or in another. */
export const watch = <T>(query: () => T | Promise<T>): Watch<T> => liveQuery(query);
