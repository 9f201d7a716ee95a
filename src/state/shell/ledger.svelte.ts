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

/** Milliseconds in which the browser's two reports on one attempt, timing and violation, have both come. */
const BOTH_REPORTS = 1000;

/** Every request since the page started, as the browser itself reports them. */
class Ledger {
  #entries = $state.raw<readonly LedgerEntry[]>([]);
  #counts = $state.raw({ own: 0, foreign: 0, blocked: 0 });
  #refused = new Set<string>();

  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }
  /** Requests to the place the application itself comes from. */
  get own(): number {
    return this.#counts.own;
  }
  /** Requests that went anywhere else. */
  get foreign(): number {
    return this.#counts.foreign;
  }
  /** Attempts that the policy stopped. */
  get blocked(): number {
    return this.#counts.blocked;
  }

  /** Starts listening. The document itself is the first entry. */
  start(): void {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { blockedURI: url, effectiveDirective: initiator, timeStamp: at, originalPolicy } = event;
      // The service worker's header repeats the page's own policy, and reports each attempt a second time.
      if (!isRequest(url) || originalPolicy.includes('frame-ancestors')) return;
      // Of a frame, the browser tells the origin alone.
      this.#refused.add(initiator === 'frame-src' ? `iframe ${new URL(url).origin}` : url);
      this.#add([{ url, initiator, at, kind: 'blocked' }]);
    });
    this.#add([{ url: location.href.replace(/#.*/, ''), initiator: 'navigation', at: 0, kind: 'own' }]);
    const observer = new PerformanceObserver((list) =>
      this.record(list.getEntries() as PerformanceResourceTiming[]),
    );
    observer.observe({ type: 'resource', buffered: true });
  }

  /** Takes resource timings, of the page or handed over by a worker. */
  record(timings: readonly Pick<PerformanceResourceTiming, 'name' | 'initiatorType' | 'startTime'>[]): void {
    const own: LedgerEntry[] = [];
    const foreign: LedgerEntry[] = [];
    for (const { name: url, initiatorType: initiator, startTime: at } of timings) {
      if (!isRequest(url)) continue; // blob: and data: never leave memory
      if (new URL(url).origin === location.origin) own.push({ url, initiator, at, kind: 'own' });
      else foreign.push({ url, initiator, at, kind: 'foreign' });
    }
    this.#add(own);
    // A blocked attempt has a timing too: it is counted once, as blocked.
    if (foreign.length > 0) {
      setTimeout(() => this.#add(foreign.filter((entry) => !this.#wasRefused(entry))), BOTH_REPORTS);
    }
  }

  #wasRefused({ url, initiator }: LedgerEntry): boolean {
    return this.#refused.has(url) || this.#refused.has(`${initiator} ${new URL(url).origin}`);
  }

  #add(added: readonly LedgerEntry[]): void {
    if (added.length === 0) return;
    const counts = { ...this.#counts };
    for (const { kind } of added) counts[kind]++;
    this.#counts = counts;
    this.#entries = [...this.#entries, ...added].slice(-KEPT);
  }
}

const isRequest = (url: string): boolean => /^(https?|wss?):/.test(url);

export const ledger = new Ledger();
