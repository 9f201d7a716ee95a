import { wall } from '../clock.ts';
import { jobs } from './jobs.svelte.ts';
import { readPreference, writePreference } from './preferences.ts';

/** What the lock needs of the workspace's keys. `main.ts` supplies it. */
export interface Vault {
  /** `none` and `browser`: there is no passphrase. */
  state(): Promise<'none' | 'browser' | 'locked' | 'unlocked'>;
  unlock(passphrase: string): Promise<boolean>;
  /** Forgets every key in memory. */
  lock(): void;
  sharedKey(): CryptoKey | undefined;
  adopt(key: CryptoKey): Promise<boolean>;
}

type Message =
  | { readonly type: 'active' | 'lock' | 'ask' | 'passphrase' | 'purged' }
  | { readonly type: 'key'; readonly key: CryptoKey };

/** Minutes without input before the lock; 0: never. */
export const LOCK_MINUTES = [5, 15, 30, 60, 0] as const;
const DEFAULT_MINUTES = 15;
const LOOK_EVERY = 5_000;
const TELL_EVERY = 10_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/**
 * The idle lock. It locks all tabs at once. The keys are removed from memory as soon as no job needs them. Without a passphrase it does
 * nothing.
 */
class Lock {
  // Whether there is a passphrase is known before storage opens, so that a locked page never shows its content at the start.
  #guarded = $state(readPreference('passphrase') === 'true');
  #locked = $state(readPreference('passphrase') === 'true');
  #keysGone = $state(true);
  #minutes = $state(minutesOf(readPreference('lock-minutes')));
  #vault: Vault | undefined;
  #active = wall();
  #told = 0;
  readonly #forgetters: (() => void)[] = [];
  readonly #channel = new BroadcastChannel('negatoscope');

  /** A passphrase is set. */
  get guarded(): boolean {
    return this.#guarded;
  }
  /** The workspace is locked: nothing of it may be shown. */
  get locked(): boolean {
    return this.#locked;
  }
  /** Whether the keys were removed from memory. False while a job that continues during the lock needs them. */
  get keysGone(): boolean {
    return this.#keysGone;
  }

  /** Minutes without input before it locks; 0: never. */
  get minutes(): number {
    return this.#minutes;
  }
  set minutes(value: number) {
    this.#minutes = minutesOf(String(value));
    writePreference('lock-minutes', String(this.#minutes));
  }

  start(): void {
    for (const sign of SIGNS) addEventListener(sign, () => this.#sign(), { capture: true, passive: true });
    setInterval(() => this.#look(), LOOK_EVERY);
    // Timers are late after the machine slept and in hidden tabs.
    document.addEventListener('visibilitychange', () => this.#look());
    this.#channel.addEventListener('message', (event: MessageEvent<Message>) => this.#hear(event.data));
    $effect.root(() => {
      $effect(() => {
        if (this.#locked && !this.#keysGone && jobs.running.length === 0) this.#forget();
      });
    });
  }

  /** Called when storage is open, before any of its content is shown. */
  async connect(vault: Vault): Promise<void> {
    this.#vault = vault;
    const state = await vault.state();
    this.#setGuarded(state === 'locked' || state === 'unlocked');
    if (state === 'locked') {
      this.#locked = true;
      this.#channel.postMessage({ type: 'ask' } satisfies Message);
    } else {
      this.#locked = false;
      this.#keysGone = false;
    }
  }

  /** Registers a function that deletes decrypted data when the workspace locks. */
  onLock(forget: () => void): void {
    this.#forgetters.push(forget);
  }

  /** Called after the first passphrase was set. */
  guard(): void {
    this.#setGuarded(true);
    this.#keysGone = false;
    this.#channel.postMessage({ type: 'passphrase' } satisfies Message);
  }

  lockNow(): void {
    if (!this.#guarded || this.#locked) return;
    this.#cover();
    this.#channel.postMessage({ type: 'lock' } satisfies Message);
  }

  /** False: the passphrase is wrong. */
  async unlock(passphrase: string): Promise<boolean> {
    const vault = this.#vault;
    if (!vault || !(await vault.unlock(passphrase))) return false;
    this.#open();
    const key = vault.sharedKey();
    if (key) this.#channel.postMessage({ type: 'key', key } satisfies Message);
    return true;
  }

  /** Tells the other tabs that everything was deleted. They reload. */
  tellPurged(): void {
    this.#channel.postMessage({ type: 'purged' } satisfies Message);
  }

  #sign(): void {
    const now = wall();
    this.#active = now;
    if (now - this.#told < TELL_EVERY) return;
    this.#told = now;
    this.#channel.postMessage({ type: 'active' } satisfies Message);
  }

  #look(): void {
    if (this.#minutes > 0 && wall() - this.#active >= this.#minutes * 60_000) this.lockNow();
  }

  #hear(message: Message): void {
    if (message.type === 'active') this.#active = wall();
    else if (message.type === 'lock') this.#cover();
    else if (message.type === 'passphrase') this.#setGuarded(true);
    else if (message.type === 'ask') {
      const key = this.#locked ? undefined : this.#vault?.sharedKey();
      if (key && this.#guarded) this.#channel.postMessage({ type: 'key', key } satisfies Message);
    } else if (message.type === 'key') void this.#adopt(message.key);
    else {
      location.hash = '';
      location.reload();
    }
  }

  async #adopt(key: CryptoKey): Promise<void> {
    if (this.#locked && (await this.#vault?.adopt(key))) this.#open();
  }

  #cover(): void {
    if (!this.#guarded) return;
    this.#locked = true;
  }

  #open(): void {
    this.#active = wall();
    this.#keysGone = false;
    this.#locked = false;
  }

  #forget(): void {
    this.#vault?.lock();
    for (const forget of this.#forgetters) forget();
    this.#keysGone = true;
  }

  #setGuarded(guarded: boolean): void {
    this.#guarded = guarded;
    writePreference('passphrase', String(guarded));
  }
}

function minutesOf(written: string | undefined): number {
  const minutes = written === undefined ? DEFAULT_MINUTES : Number(written);
  return LOCK_MINUTES.find((one) => one === minutes) ?? DEFAULT_MINUTES;
}

export const lock = new Lock();
