/** Pseudonyms and new UIDs: HMAC-SHA-256 with the centre's secret key. Same key, same map; other key, unrelated map. */

const BASE_32 = 'abcdefghijklmnopqrstuvwxyz234567';
const UID_BYTES = 16;
const PSEUDONYM_LENGTH = 16;

async function hmac(key: CryptoKey, kind: string, text: string): Promise<Uint8Array> {
  // The kind keeps a patient and a UID with equal text apart.
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${kind}\n${text}`)));
}

/** A UID under 2.25 (PS3.5 annex B.2): a 128-bit number in decimal, at most 44 characters. */
export async function uidFor(key: CryptoKey, uid: string): Promise<string> {
  const bytes = (await hmac(key, 'uid', uid)).subarray(0, UID_BYTES);
  let number = 0n;
  for (const byte of bytes) number = (number << 8n) | BigInt(byte);
  return `2.25.${number}`;
}

/** 16 lower-case base-32 characters: 80 bits. */
export async function pseudonymFor(key: CryptoKey, kind: 'patient' | 'exam', text: string): Promise<string> {
  const bytes = await hmac(key, kind, text);
  let pseudonym = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5 && pseudonym.length < PSEUDONYM_LENGTH) {
      bits -= 5;
      pseudonym += BASE_32[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return pseudonym;
}

/** New UIDs for all of `uids` at once, since WebCrypto answers later. */
export async function uidMap(key: CryptoKey, uids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const all = [...new Set(uids)];
  return new Map(await Promise.all(all.map(async (uid) => [uid, await uidFor(key, uid)] as const)));
}
