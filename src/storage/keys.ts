import { isUnsupported, type Signer } from '../core/package/signature.ts';
import type { Database } from './database.ts';
import {
  forgetSecret,
  keptSecret,
  LockedError,
  masterKey,
  unwrapSecret,
  vaultState,
  wrapSecret,
} from './vault.ts';
import { type Sealed, type SecretKind } from './rows/vault.ts';
import { type SecretRow, type KeyRow } from './rows/keys.ts';

export type { Sealed };

const CENTRE = 'centre:';
export const DATA_KEY = 'pixels';
export const SIGNING_KEY = 'signing';
/** The data key of the first schema, while its data are re-encrypted. */
const OLD_DATA_KEY = 'pixels of version 1';

/** Id of the key of a centre's pseudonyms. Case, and blanks at either end of the centre's name, are ignored. */
export const centreKeyId = (centre: string): string => CENTRE + centre.normalize('NFC').trim().toLowerCase();

/** The centre's name as written in the key's id: in lower case. */
export const centreNameOf = ({ id }: { readonly id: string }): string =>
  id.startsWith(CENTRE) ? id.slice(CENTRE.length) : id;

export const isCentreKey = ({ id }: { readonly id: string }): boolean => id.startsWith(CENTRE);

/** HMAC-SHA-256 key of a centre's pseudonyms. It is made once for each centre name, so that the pseudonyms stay the same. */
export function centreKey(database: Database, centre: string): Promise<CryptoKey> {
  return secretKey(database, centreKeyId(centre), 'pseudonyms', async () => ({
    key: await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign']),
  }));
}

/** AES-GCM key that encrypts all stored data that could show or name a patient. */
export function pixelKey(database: Database): Promise<CryptoKey> {
  return secretKey(database, DATA_KEY, 'data', async () => ({
    key: await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']),
  }));
}

/** Ed25519 key pair that signs the packages of this workspace. Null: the browser has no Ed25519, or the public key is not stored. */
export async function signingKey(database: Database): Promise<Signer | null> {
  try {
    const privateKey = await secretKey(database, SIGNING_KEY, 'signature', async () => {
      const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
      const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
      return { key: pair.privateKey, publicKey };
    });
    const row = await database.keys.get(SIGNING_KEY);
    return row && 'publicKey' in row && row.publicKey ? { privateKey, publicKey: row.publicKey } : null;
  } catch (error) {
    if (isUnsupported(error)) return null;
    throw error;
  }
}

export async function seal(key: CryptoKey, bytes: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  return { nonce, ciphertext: await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, bytes) };
}

export async function unseal(key: CryptoKey, sealed: Sealed): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.nonce }, key, sealed.ciphertext),
  );
}

/** Decrypts stored data with the present data key or that of the first schema. */
export async function unsealStored(database: Database, sealed: Sealed): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await unseal(await pixelKey(database), sealed);
  } catch (error) {
    const old = await database.keys.get(OLD_DATA_KEY);
    if (error instanceof LockedError || !old || !('key' in old)) throw error;
    return unseal(old.key, sealed);
  }
}

interface NewSecret {
  /** Makes an extractable key. The caller wraps it at once and keeps no reference to it. */
  readonly key: CryptoKey;
  readonly publicKey?: Uint8Array<ArrayBuffer>;
}

/**
 * A secret of the workspace as a key that can't be extracted. It is made and stored, encrypted, at its first use. Throws
 * {@link LockedError}.
 */
function secretKey(
  database: Database,
  id: string,
  kind: SecretKind,
  make: () => Promise<NewSecret>,
): Promise<CryptoKey> {
  return keptSecret(database, id, async () => {
    const stored = await database.keys.get(id);
    if (stored) return handleOf(database, stored);
    const master = await masterKey(database);
    const { key, ...rest } = await make();
    const row: SecretRow = { id, kind, secret: await wrapSecret(key, kind, master), ...rest };
    // Two tabs can make the first key at the same time. Both use the one that was stored first.
    const first = await database.transaction('rw', database.keys, async () => {
      const other = await database.keys.get(id);
      if (!other) await database.keys.add(row);
      return other ?? row;
    });
    return handleOf(database, first);
  });
}

async function handleOf(database: Database, row: KeyRow): Promise<CryptoKey> {
  if ('secret' in row) return unwrapSecret(row.secret, await masterKey(database), row.kind, false);
  if (!('key' in row)) throw new Error(`${row.id} is no secret`);
  if ((await vaultState(database)) === 'locked') throw new LockedError('the workspace is locked');
  return row.key;
}

/** Centre keys of the first schema. They can't be exported, so they are in no backup. */
export const boundCentreKeys = (database: Database): Promise<KeyRow[]> =>
  database.keys.filter((row) => isCentreKey(row) && 'key' in row).toArray();

/**
 * Re-encrypts all data that the data key of the first schema encrypts, because a passphrase can't protect that key. Then deletes the
 * key. After an interruption it continues where it stopped. It changes nothing in newer workspaces.
 *
 * @param advance called after each row
 */
export async function renewDataKey(database: Database, advance: () => void = () => undefined): Promise<void> {
  const present = await database.keys.get(DATA_KEY);
  if (present && 'key' in present) {
    await database.transaction('rw', database.keys, async () => {
      await database.keys.put({ id: OLD_DATA_KEY, key: present.key });
      await database.keys.delete(DATA_KEY);
    });
    forgetSecret(database, DATA_KEY);
  }
  const old = await database.keys.get(OLD_DATA_KEY);
  if (!old || !('key' in old)) return;
  const key = await pixelKey(database);
  for (const table of database.tables) {
    if (table === (database.keys as unknown)) continue;
    for (const id of await table.toCollection().primaryKeys()) {
      const row = (await table.get(id)) as Record<string, unknown> | undefined;
      for (const [field, value] of Object.entries(row ?? {})) {
        if (!isSealed(value)) continue;
        const bytes = await unseal(old.key, value).catch(() => null);
        // Already encrypted with the new key.
        if (bytes) await table.update(id, { [field]: await seal(key, bytes) });
      }
      advance();
    }
  }
  await database.keys.delete(OLD_DATA_KEY);
}

function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && 'nonce' in value && 'ciphertext' in value;
}
