import type { Database } from './database.ts';
import { type Sealed, type VaultRow, type VaultState, type SecretKind } from './rows/vault.ts';

/**
 * Stored keys, in one envelope. The master key of the workspace encrypts each secret. A key made from the passphrase encrypts the master
 * key; without a passphrase, a key that the browser keeps and no script can extract does. So setting or changing the passphrase rewrites
 * one row, and locking means deleting the master key from memory.
 */

/** A secret was requested while the workspace is locked. */
export class LockedError extends Error {
  override name = 'LockedError';
}

/** OWASP's minimum for PBKDF2-HMAC-SHA-256 is 600,000 (Password Storage Cheat Sheet, 2023). It takes about half a second. */
export const ITERATIONS = 1_000_000;

const AES = { name: 'AES-GCM', length: 256 } as const;
const MASTER_USES: readonly KeyUsage[] = ['wrapKey', 'unwrapKey'];

/** The unlocked master key of each open workspace, in memory only. */
const open = new WeakMap<Database, CryptoKey>();
/** Unwrapped secrets, so that each is unwrapped once. Locking deletes them with the master key. */
const inUse = new WeakMap<Database, Map<string, Promise<CryptoKey>>>();

const vaultRow = async (database: Database): Promise<VaultRow | undefined> =>
  (await database.keys.get('vault')) as VaultRow | undefined;

export async function vaultState(database: Database): Promise<VaultState> {
  const row = await vaultRow(database);
  if (!row) return 'none';
  if (row.opener.kind === 'browser') return 'browser';
  return open.has(database) ? 'unlocked' : 'locked';
}

/** True when a passphrase is set, locked or not. */
export async function hasPassphrase(database: Database): Promise<boolean> {
  return (await vaultRow(database))?.opener.kind === 'passphrase';
}

/** The master key. It is made at its first use. Throws {@link LockedError}. */
export async function masterKey(database: Database): Promise<CryptoKey> {
  const known = open.get(database);
  if (known) return known;
  const row = (await vaultRow(database)) ?? (await firstVault(database));
  if (row.opener.kind === 'passphrase') throw new LockedError('the workspace is locked');
  const master = await unwrapMaster(row.wrapped, row.opener.key, false);
  open.set(database, master);
  return master;
}

async function firstVault(database: Database): Promise<VaultRow> {
  const key = await crypto.subtle.generateKey(AES, false, [...MASTER_USES]);
  const master = await crypto.subtle.generateKey(AES, true, [...MASTER_USES]);
  const row: VaultRow = {
    id: 'vault',
    opener: { kind: 'browser', key },
    wrapped: await wrap(master, 'raw', key),
  };
  // Two tabs can make the first vault at the same time. Both use the one that was stored first.
  return database.transaction('rw', database.keys, async () => {
    const other = await vaultRow(database);
    if (other) return other;
    await database.keys.add(row);
    return row;
  });
}

/** Sets the first passphrase of the workspace, which stays unlocked. */
export async function setPassphrase(
  database: Database,
  passphrase: string,
  iterations = ITERATIONS,
): Promise<void> {
  const row = (await vaultRow(database)) ?? (await firstVault(database));
  if (row.opener.kind !== 'browser') throw new LockedError('there is a passphrase already');
  const master = await unwrapMaster(row.wrapped, row.opener.key, true);
  await putUnder(database, master, passphrase, iterations);
}

/** Changes the passphrase. False when `old` is wrong; then nothing changes. */
export async function changePassphrase(
  database: Database,
  old: string,
  passphrase: string,
  iterations = ITERATIONS,
): Promise<boolean> {
  const master = await masterUnder(database, old, true);
  if (!master) return false;
  await putUnder(database, master, passphrase, iterations);
  return true;
}

/** Unlocks the workspace. False when the passphrase is wrong. */
export async function unlock(database: Database, passphrase: string): Promise<boolean> {
  const master = await masterUnder(database, passphrase, false);
  if (!master) return false;
  open.set(database, master);
  return true;
}

/** Deletes all keys from memory. A workspace without a passphrase stays open; its keys are read again. */
export function lock(database: Database): void {
  open.delete(database);
  inUse.delete(database);
}

/** The unlocked master key, for another tab of this page. Undefined while locked. It can't be extracted from the browser. */
export const sharedKey = (database: Database): CryptoKey | undefined => open.get(database);

/** Uses the key that another tab unlocked. False when it is the key of another workspace. */
export async function adopt(database: Database, key: CryptoKey): Promise<boolean> {
  open.set(database, key);
  const row = await database.keys.filter((one) => 'secret' in one).first();
  if (!row || !('secret' in row)) return true;
  try {
    await unwrapSecret(row.secret, key, row.kind, false);
    return true;
  } catch {
    lock(database);
    return false;
  }
}

async function putUnder(
  database: Database,
  master: CryptoKey,
  passphrase: string,
  iterations: number,
): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const opener = await passphraseKey(passphrase, salt, iterations);
  const wrapped = await wrap(master, 'raw', opener);
  // Only a key that can't be extracted stays in memory.
  const kept = await unwrapMaster(wrapped, opener, false);
  await database.keys.put({ id: 'vault', opener: { kind: 'passphrase', salt, iterations }, wrapped });
  open.set(database, kept);
}

async function masterUnder(
  database: Database,
  passphrase: string,
  extractable: boolean,
): Promise<CryptoKey | null> {
  const row = await vaultRow(database);
  if (row?.opener.kind !== 'passphrase') return null;
  const opener = await passphraseKey(passphrase, row.opener.salt, row.opener.iterations);
  try {
    return await unwrapMaster(row.wrapped, opener, extractable);
  } catch {
    // The tag of AES-GCM does not match: the passphrase is wrong.
    return null;
  }
}

/** PBKDF2-HMAC-SHA-256 (RFC 8018) of the passphrase in Unicode NFKC: an é is the same however a keyboard encodes it. */
export async function passphraseKey(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, base, AES, false, [
    ...MASTER_USES,
  ]);
}

const unwrapMaster = (wrapped: Sealed, opener: CryptoKey, extractable: boolean): Promise<CryptoKey> =>
  unwrap(wrapped, 'raw', opener, AES, extractable, MASTER_USES);

interface SecretForm {
  readonly format: 'raw' | 'pkcs8';
  readonly algorithm: HmacImportParams | AesKeyAlgorithm | Algorithm;
  readonly uses: readonly KeyUsage[];
}

const FORMS: Readonly<Record<SecretKind, SecretForm>> = {
  pseudonyms: { format: 'raw', algorithm: { name: 'HMAC', hash: 'SHA-256' }, uses: ['sign'] },
  data: { format: 'raw', algorithm: AES, uses: ['encrypt', 'decrypt'] },
  signature: { format: 'pkcs8', algorithm: { name: 'Ed25519' }, uses: ['sign'] },
};

/** Encrypts a secret, which must be extractable, under the master key. */
export const wrapSecret = (key: CryptoKey, kind: SecretKind, master: CryptoKey): Promise<Sealed> =>
  wrap(key, FORMS[kind].format, master);

export const unwrapSecret = (
  sealed: Sealed,
  master: CryptoKey,
  kind: SecretKind,
  extractable: boolean,
): Promise<CryptoKey> =>
  unwrap(sealed, FORMS[kind].format, master, FORMS[kind].algorithm, extractable, FORMS[kind].uses);

/** The bytes of a secret, for a backup. The caller encrypts them at once. */
export async function secretBytes(
  sealed: Sealed,
  master: CryptoKey,
  kind: SecretKind,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await unwrapSecret(sealed, master, kind, true);
  return new Uint8Array(await crypto.subtle.exportKey(FORMS[kind].format, key));
}

/** An extractable secret from the bytes of a backup. The caller wraps it at once. Throws WebCrypto's error for invalid bytes. */
export const secretOf = (bytes: Uint8Array<ArrayBuffer>, kind: SecretKind): Promise<CryptoKey> =>
  crypto.subtle.importKey(FORMS[kind].format, bytes, FORMS[kind].algorithm, true, [...FORMS[kind].uses]);

/** Keeps one unwrapped secret in memory, by its id, until the workspace locks. */
export function keptSecret(
  database: Database,
  id: string,
  read: () => Promise<CryptoKey>,
): Promise<CryptoKey> {
  let secrets = inUse.get(database);
  if (!secrets) inUse.set(database, (secrets = new Map()));
  const known = secrets.get(id);
  if (known) return known;
  const reading = read();
  const kept = secrets;
  kept.set(id, reading);
  reading.catch(() => kept.delete(id));
  return reading;
}

/** Removes a secret from memory. Its next use reads it from the database. */
export function forgetSecret(database: Database, id: string): void {
  inUse.get(database)?.delete(id);
}

async function wrap(key: CryptoKey, format: 'raw' | 'pkcs8', under: CryptoKey): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  return {
    nonce,
    ciphertext: await crypto.subtle.wrapKey(format, key, under, { name: 'AES-GCM', iv: nonce }),
  };
}

const unwrap = (
  { nonce, ciphertext }: Sealed,
  format: 'raw' | 'pkcs8',
  under: CryptoKey,
  algorithm: SecretForm['algorithm'],
  extractable: boolean,
  uses: readonly KeyUsage[],
): Promise<CryptoKey> =>
  crypto.subtle.unwrapKey(format, ciphertext, under, { name: 'AES-GCM', iv: nonce }, algorithm, extractable, [
    ...uses,
  ]);
