import { isUnsupported, type Signer } from '../core/package/signature.ts';
import type { Database } from './database.ts';

/** A non-extractable key. Deleting the row of the pixel key is the purge of all pixels at rest. */
export interface KeyRow {
  readonly id: string;
  readonly key: CryptoKey;
  /** Of a signing key: its public half, 32 bytes. */
  readonly publicKey?: Uint8Array<ArrayBuffer>;
}

/** AES-GCM ciphertext with its nonce. */
export interface Sealed {
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly ciphertext: ArrayBuffer;
}

/** HMAC-SHA-256 key of a centre's pseudonyms: made once for each centre name, so that its pseudonyms stay the same. */
export function centreKey(database: Database, centre: string): Promise<CryptoKey> {
  return keyOf(database, `centre:${centre.normalize('NFC').trim().toLowerCase()}`, () =>
    crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  );
}

/** AES-GCM key of everything at rest that could show or name a patient. */
export function pixelKey(database: Database): Promise<CryptoKey> {
  return keyOf(database, 'pixels', () =>
    crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
  );
}

/** Ed25519 key pair that signs the packages of this workspace. Null: this browser has no Ed25519. */
export async function signingKey(database: Database): Promise<Signer | null> {
  try {
    const { key, publicKey } = await rowOf(database, 'signing', async () => {
      const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify']);
      const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
      return { id: 'signing', key: pair.privateKey, publicKey: raw };
    });
    return publicKey ? { privateKey: key, publicKey } : null;
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

async function keyOf(database: Database, id: string, make: () => Promise<CryptoKey>): Promise<CryptoKey> {
  return (await rowOf(database, id, async () => ({ id, key: await make() }))).key;
}

async function rowOf(database: Database, id: string, make: () => Promise<KeyRow>): Promise<KeyRow> {
  const stored = await database.keys.get(id);
  if (stored) return stored;
  const row = await make();
  // Two tabs may race for the first key: whichever is stored first wins, and both use that one.
  return database.transaction('rw', database.keys, async () => {
    const other = await database.keys.get(id);
    if (other) return other;
    await database.keys.add(row);
    return row;
  });
}
