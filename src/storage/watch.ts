import { liveQuery } from 'dexie';

export interface Watch<T> {
  subscribe(observer: { next: (value: T) => void; error: (error: unknown) => void }): { unsubscribe(): void };
}

/** Repeats a query whenever what it read changes, in this tab or another. */
export const watch = <T>(query: () => T | Promise<T>): Watch<T> => liveQuery(query);
