import { createContext } from 'svelte';

/** Services that the screens of the shell need from the application. `main.ts` supplies them. A control without its service is hidden. */
export interface Services {
  /** Loads the synthetic exams. */
  readonly onDemo?: () => void | Promise<void>;
  readonly recentWork?: () => Promise<RecentWork | undefined>;
  /** Deletes everything that the application stored on this machine. */
  readonly purge?: () => Promise<void>;
}

export interface RecentWork {
  readonly challengeId: string;
  readonly done: number;
  readonly total: number;
  /** Route path of the image where work stopped. */
  readonly path: string;
}

/** `App` sets it once; every screen can read it. */
export const [services, provideServices] = createContext<Services>();
