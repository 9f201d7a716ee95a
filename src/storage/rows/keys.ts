import { type Sealed, type SecretKind, type VaultRow } from './vault.ts';

/** A secret, encrypted under the workspace's master key. */
export interface SecretRow {
  readonly id: string;
  readonly kind: SecretKind;
  readonly secret: Sealed;
  /** The public key of a signing key, 32 bytes. */
  readonly publicKey?: Uint8Array<ArrayBuffer>;
}

/** A key of the first schema. It can't be extracted from the browser, so it can't be backed up or protected by a passphrase. */
export interface BoundKeyRow {
  readonly id: string;
  readonly key: CryptoKey;
  readonly publicKey?: Uint8Array<ArrayBuffer>;
}

export type KeyRow = VaultRow | SecretRow | BoundKeyRow;
