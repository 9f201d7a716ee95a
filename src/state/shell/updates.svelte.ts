import { Workbox } from 'workbox-window';

/** The installed version of the application, and a newer one that may wait. It is applied only if the user asks for it. */
class Updates {
  /** `waiting`: a newer version can be applied. `reload`: another tab applied it; this tab still runs the old version. */
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
      // Without a service worker (private window, plain http) the application works, but not offline.
    }
  }

  /** Checks for a newer version now. */
  async look(): Promise<void> {
    try {
      await this.#workbox?.update();
    } catch {
      // Offline: no newer version can be found.
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
