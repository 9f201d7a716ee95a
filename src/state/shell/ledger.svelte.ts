export interface LedgerEntry {
  readonly url: string;
  /** What asked for it: script, css, img, fetch, … as the browser names it. */
  readonly initiator: string;
  /** Milliseconds since the page started. */
  readonly at: number;
  readonly kind: 'own' | 'foreign' | 'blocked';
}

/** Keeps the list bounded; the counts go on. */
const KEPT = 2000;

/** Every request since the page started, as the browser itself reports them. */
class Ledger {
  #entries = $state.raw<readonly LedgerEntry[]>([]);
  #own = $state(0);
  #foreign = $state(0);
  #blocked = $state(0);
  #refused = new Set<string>();

  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }
  /** Requests to the place the application itself comes from. */
  get own(): number {
    return this.#own;
  }
  /** Requests that went anywhere else. */
  get foreign(): number {
    return this.#foreign;
  }
  /** Attempts that the policy stopped. */
  get blocked(): number {
    return this.#blocked;
  }

  /** Starts listening. The document itself is the first entry. */
  start(): void {
    document.addEventListener('securitypolicyviolation', (event) => {
      if (event.disposition === 'enforce' && /^(https?|wss?):/.test(event.blockedURI)) {
        this.#refused.add(event.blockedURI);
        this.#add([
          {
            url: event.blockedURI,
            initiator: event.effectiveDirective,
            at: event.timeStamp,
            kind: 'blocked',
          },
        ]);
      }
    });
    for (const type of ['navigation', 'resource']) {
      new PerformanceObserver((list) =>
        this.record(list.getEntries() as PerformanceResourceTiming[]),
      ).observe({
        type,
        buffered: true,
      });
    }
  }

  /** Takes resource timings, of the page or handed over by a worker. */
  record(timings: readonly Pick<PerformanceResourceTiming, 'name' | 'initiatorType' | 'startTime'>[]): void {
    const added: LedgerEntry[] = [];
    for (const { name, initiatorType, startTime } of timings) {
      if (!/^(https?|wss?):/.test(name) || this.#refused.has(name)) continue; // blob: and data: never leave memory
      const kind = new URL(name).origin === location.origin ? 'own' : 'foreign';
      added.push({ url: name, initiator: initiatorType, at: startTime, kind });
    }
    this.#add(added);
  }

  #add(added: readonly LedgerEntry[]): void {
    if (added.length === 0) return;
    for (const { kind } of added) {
      if (kind === 'own') this.#own++;
      else if (kind === 'foreign') this.#foreign++;
      else this.#blocked++;
    }
    this.#entries = [...this.#entries, ...added].slice(-KEPT);
  }
}

export const ledger = new Ledger();
