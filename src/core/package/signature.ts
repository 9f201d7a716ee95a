import * as v from 'valibot';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { bytesOfHex, hex } from '../bytes/digest.ts';
import { jsonBytes, readDocument } from './document.ts';

/*
 * The signature of a package: Ed25519 (RFC 8032) over the bytes of manifest.json, which holds the
 * digest of every other file. It proves that the package is complete, unchanged and from the
 * signer. People identify the signer by comparing the fingerprint of the public key.
 */

export const SIGNATURE_PATH = 'manifest.sig';
const ALGORITHM = 'Ed25519';

/** A signing key pair of WebCrypto. */
export interface Signer {
  /** 32 bytes, raw (RFC 8032). */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Ed25519, usage `sign`. It need not be extractable. */
  readonly privateKey: CryptoKey;
}

interface SignatureDocument {
  readonly algorithm: typeof ALGORITHM;
  /** 64 lower-case hexadecimal digits. */
  readonly publicKey: string;
  /** 128 lower-case hexadecimal digits. */
  readonly signature: string;
}

const schema: v.GenericSchema<unknown, SignatureDocument> = v.strictObject({
  algorithm: v.literal(ALGORITHM),
  publicKey: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  signature: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
});

/**
 * Bytes of manifest.sig. The same manifest and key give the same bytes. Failure:
 * `machine/unexpected` when the key can't sign.
 */
export async function signManifest(
  manifest: Uint8Array,
  { publicKey, privateKey }: Signer,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  try {
    const message = manifest as Uint8Array<ArrayBuffer>;
    const signature = new Uint8Array(await crypto.subtle.sign({ name: ALGORITHM }, privateKey, message));
    const document: SignatureDocument = {
      algorithm: ALGORITHM,
      publicKey: hex(publicKey),
      signature: hex(signature),
    };
    return success(jsonBytes(document));
  } catch (error) {
    return failed(failure('machine/unexpected', { cause: String(error) }));
  }
}

/**
 * Verifies manifest.sig against manifest.json and returns the signer's fingerprint.
 *
 * Failures: `package/invalid-document`, `package/wrong-signature`, `package/unverifiable-signature`
 * (the browser does not support Ed25519).
 */
export async function verifyManifest(
  manifest: Uint8Array,
  signatureFile: Uint8Array,
): Promise<Result<string, readonly Failure[]>> {
  const read = readDocument(signatureFile, SIGNATURE_PATH, schema);
  if (!read.ok) return read;
  const publicKey = bytesOfHex(read.value.publicKey);
  const signer = await fingerprintOf(publicKey);
  try {
    const algorithm = { name: ALGORITHM };
    const key = await crypto.subtle.importKey('raw', publicKey, algorithm, true, ['verify']);
    const isGenuine = await crypto.subtle.verify(
      algorithm,
      key,
      bytesOfHex(read.value.signature),
      manifest as Uint8Array<ArrayBuffer>,
    );
    return isGenuine ? success(signer) : failed([failure('package/wrong-signature', { signer })]);
  } catch (error) {
    return failed([
      isUnsupported(error)
        ? failure('package/unverifiable-signature', { signer })
        : failure('package/wrong-signature', { signer }),
    ]);
  }
}

/** WebCrypto's error name for an algorithm that the browser does not support. */
export const isUnsupported = (error: unknown): boolean =>
  error instanceof Error && error.name === 'NotSupportedError';

const BASE_32 = 'abcdefghijklmnopqrstuvwxyz234567';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/**
 * A public key in a form for comparison by people: the first 100 bits of its SHA-256 as five groups
 * of four base-32 characters (RFC 4648), such as `k7q2-mfxa-…`.
 */
export async function fingerprintOf(publicKey: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', publicKey as Uint8Array<ArrayBuffer>);
  const length = GROUPS * GROUP_LENGTH;
  const bits = BigInt(`0x${hex(new Uint8Array(digest))}`) >> BigInt(256 - 5 * length);
  const letters = Array.from(
    { length },
    (_, i) => BASE_32[Number((bits >> BigInt(5 * (length - 1 - i))) & 31n)],
  );
  return Array.from({ length: GROUPS }, (_, group) =>
    letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  ).join('-');
}
