export interface LedgerEntry {
  readonly url: string;
  /** What made the request, as the browser names it: script, css, img, fetch, … */
  readonly initiator: string;
  /** Milliseconds since the page started. */
  readonly at: number;
  readonly kind: 'own' | 'foreign' | 'blocked';
}

/** Largest number of listed requests. Later ones are only counted. */
const KEPT = 2000;

/** The browser reports a blocked attempt twice: as a timing and as a violation. Both arrive within this time, in milliseconds. */
const BOTH_REPORTS = 1000;

/** All requests since the page started, as the browser reports them. */
class Ledger {
  #entries = $state.raw<readonly LedgerEntry[]>([]);
  #counts = $state.raw({ own: 0, foreign: 0, blocked: 0 });
  #refused = new Set<string>();

  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }
  /** Requests to the origin of the application. */
  get own(): number {
    return this.#counts.own;
  }
  /** Requests to other origins. */
  get foreign(): number {
    return this.#counts.foreign;
  }
  /** Attempts that the content security policy blocked. */
  get blocked(): number {
    return this.#counts.blocked;
  }

  /** Starts listening. The document itself is the first entry. */
  start(): void {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { blockedURI: url, effectiveDirective: initiator, timeStamp: at, originalPolicy } = event;
      // The header of the service worker repeats the policy of the page, so each attempt is reported a second time.
      if (!isRequest(url) || originalPolicy.includes('frame-ancestors')) return;
      // For a frame, the browser reports only the origin.
      this.#refused.add(initiator === 'frame-src' ? `iframe ${new URL(url).origin}` : url);
      this.#add([{ url, initiator, at, kind: 'blocked' }]);
    });
    this.#add([{ url: location.href.replace(/#.*/, ''), initiator: 'navigation', at: 0, kind: 'own' }]);
    const observer = new PerformanceObserver((list) =>
      this.record(list.getEntries() as PerformanceResourceTiming[]),
    );
    observer.observe({ type: 'resource', buffered: true });
  }

  /** Adds resource timings of the page or of a worker. */
  record(timings: readonly Pick<PerformanceResourceTiming, 'name' | 'initiatorType' | 'startTime'>[]): void {
    const own: LedgerEntry[] = [];
    const foreign: LedgerEntry[] = [];
    for (const { name: url, initiatorType: initiator, startTime: at } of timings) {
      if (!isRequest(url)) continue; // blob: and data: addresses are in memory
      if (new URL(url).origin === location.origin) own.push({ url, initiator, at, kind: 'own' });
      else foreign.push({ url, initiator, at, kind: 'foreign' });
    }
    this.#add(own);
    // A blocked attempt also has a timing. It is counted once, as blocked.
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
