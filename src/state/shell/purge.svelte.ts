/** Something that was deleted, or could not be. */
export interface PurgedHolding {
  readonly place: 'database' | 'file' | 'cache' | 'setting' | 'session';
  readonly name: string;
  readonly count: number;
}

export interface PurgeOutcome {
  /** ISO 8601. */
  readonly at: string;
  readonly found: readonly PurgedHolding[];
  readonly left: readonly PurgedHolding[];
}

/** The report crosses the reload that follows a purge in sessionStorage, and is gone from there once read. It holds counts alone. */
const CROSSING = 'negatoscope.purged';

class Purge {
  #report = $state.raw<PurgeOutcome | undefined>(read());

  /** The report of the purge that this page follows. */
  get report(): PurgeOutcome | undefined {
    return this.#report;
  }

  /** Starts the page anew, so that nothing deleted stays in memory, and shows the report. */
  startAnew(report: PurgeOutcome): void {
    sessionStorage.setItem(CROSSING, JSON.stringify(report));
    location.hash = '/purged';
    location.reload();
  }
}

function read(): PurgeOutcome | undefined {
  try {
    const written = sessionStorage.getItem(CROSSING);
    sessionStorage.removeItem(CROSSING);
    return written === null ? undefined : (JSON.parse(written) as PurgeOutcome);
  } catch {
    return undefined;
  }
}

export const purge = new Purge();
