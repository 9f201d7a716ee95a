import { wall } from '../clock.ts';
import { jobs } from './jobs.svelte.ts';
import { readPreference, writePreference } from './preferences.ts';

/** The workspace's keys, as the lock needs them; the composition root brings them. */
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

/** Minutes without a hand on the machine; 0 is never. */
export const LOCK_MINUTES = [5, 15, 30, 60, 0] as const;
const DEFAULT_MINUTES = 15;
const LOOK_EVERY = 5_000;
const TELL_EVERY = 10_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/**
 * The idle lock. Locking covers every tab at once; the keys are forgotten as soon as no job needs them any more. It does nothing while
 * the workspace has no passphrase.
 */
class Lock {
  // A page that starts locked must not flash what it would hide: whether there is a passphrase is known before storage opens.
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
  /** Nothing may be shown. */
  get locked(): boolean {
    return this.#locked;
  }
  /** False while a job that goes on behind the lock still needs the keys. */
  get keysGone(): boolean {
    return this.#keysGone;
  }

  /** Minutes until it locks by itself; 0 is never. */
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
    // After the machine slept, or in a tab that was behind, timers are late.
    document.addEventListener('visibilitychange', () => this.#look());
    this.#channel.addEventListener('message', (event: MessageEvent<Message>) => this.#hear(event.data));
    $effect.root(() => {
      $effect(() => {
        if (this.#locked && !this.#keysGone && jobs.running.length === 0) this.#forget();
      });
    });
  }

  /** Called with the opened storage, before anything of it is shown. */
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

  /** What holds something decrypted gives it up when the workspace locks. */
  onLock(forget: () => void): void {
    this.#forgetters.push(forget);
  }

  /** After a first passphrase was set. */
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

  /** False when the passphrase is wrong. */
  async unlock(passphrase: string): Promise<boolean> {
    const vault = this.#vault;
    if (!vault || !(await vault.unlock(passphrase))) return false;
    this.#open();
    const key = vault.sharedKey();
    if (key) this.#channel.postMessage({ type: 'key', key } satisfies Message);
    return true;
  }

  /** Tells the other tabs that all is deleted; they start anew. */
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
