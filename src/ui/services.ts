import { createContext } from 'svelte';

/** What the shell's screens ask of the rest of the application; `main.ts` wires it. A missing one hides its control. */
export interface Services {
  /** Loads the synthetic exams. */
  readonly onDemo?: () => void | Promise<void>;
  readonly recentWork?: () => Promise<RecentWork | undefined>;
  /** Deletes all that is stored on this machine. */
  readonly purge?: () => Promise<void>;
}

export interface RecentWork {
  readonly challengeId: string;
  readonly done: number;
  readonly total: number;
  /** Route path of the image where work stopped. */
  readonly path: string;
}

/** Set once by `App`, read by any screen. */
export const [services, provideServices] = createContext<Services>();
