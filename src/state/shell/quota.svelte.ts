import { jobs } from './jobs.svelte.ts';

const EVERY = 60_000;

/** How much the browser stores for this page, and whether it promised not to delete it. */
class Quota {
  #used = $state<number | undefined>();
  #available = $state<number | undefined>();
  #persistent = $state<boolean | undefined>();

  /** Bytes. */
  get used(): number | undefined {
    return this.#used;
  }
  /** Total bytes, the used ones included. */
  get available(): number | undefined {
    return this.#available;
  }
  get persistent(): boolean | undefined {
    return this.#persistent;
  }

  start(): void {
    void this.refresh();
    const whileVisible = () => {
      if (document.visibilityState === 'visible') void this.refresh();
    };
    setInterval(whileVisible, EVERY);
    document.addEventListener('visibilitychange', whileVisible);
    let before = 0;
    $effect.root(() => {
      $effect(() => {
        const running = jobs.running.length;
        // A job that ended may have stored or deleted many bytes.
        if (running < before) void this.refresh();
        before = running;
      });
    });
  }

  async refresh(): Promise<void> {
    if (!('storage' in navigator)) return;
    try {
      const { usage, quota } = await navigator.storage.estimate();
      this.#used = usage;
      this.#available = quota;
      this.#persistent = await navigator.storage.persisted();
    } catch {
      // If the browser gives no estimate, the numbers stay unknown.
    }
  }

  /** Asks the browser to keep the data. False: it refused. */
  async persist(): Promise<boolean> {
    if (!('storage' in navigator)) return false;
    const granted = await navigator.storage.persist();
    await this.refresh();
    return granted;
  }
}

export const quota = new Quota();
