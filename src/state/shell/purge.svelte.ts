/** Something that was deleted or that could not be deleted. */
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

/** After a purge the page reloads. sessionStorage keeps the report until it is read once. The report holds only counts. */
const CROSSING = 'negatoscope.purged';

class Purge {
  #report = $state.raw<PurgeOutcome | undefined>(read());

  /** The report of the purge before this page was loaded. */
  get report(): PurgeOutcome | undefined {
    return this.#report;
  }

  /** Reloads the page, so that no deleted data stays in memory, and shows the report. */
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
