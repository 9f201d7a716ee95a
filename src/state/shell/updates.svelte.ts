import { Workbox } from 'workbox-window';

/** The installed copy of the application and the newer one that may be waiting. Nothing is applied unasked. */
class Updates {
  /** `waiting`: a newer version can be applied. `reload`: another tab applied it, this one still runs the old. */
  #state = $state<'current' | 'waiting' | 'reload'>('current');
  #offlineReady = $state(false);
  #asked = false;
  #workbox: Workbox | undefined;

  get state(): 'current' | 'waiting' | 'reload' {
    return this.#state;
  }
  get offlineReady(): boolean {
    return this.#offlineReady;
  }

  async start(address: string): Promise<void> {
    if (!('serviceWorker' in navigator)) return;
    const workbox = new Workbox(address, { scope: './', updateViaCache: 'none' });
    this.#workbox = workbox;
    this.#offlineReady = navigator.serviceWorker.controller !== null;
    workbox.addEventListener('waiting', () => (this.#state = 'waiting'));
    workbox.addEventListener('controlling', ({ isUpdate }) => {
      if (this.#asked) location.reload();
      else if (isUpdate) this.#state = 'reload';
      this.#offlineReady = true;
    });
    try {
      await workbox.register();
    } catch {
      // Without a service worker (private window, plain http) everything works but the second visit offline.
    }
  }

  /** Looks for a newer version now. */
  async look(): Promise<void> {
    try {
      await this.#workbox?.update();
    } catch {
      // Offline: nothing newer can be had.
    }
  }

  apply(): void {
    if (this.#state === 'reload') {
      location.reload();
      return;
    }
    this.#asked = true;
    this.#workbox?.messageSkipWaiting();
  }
}

export const updates = new Updates();
