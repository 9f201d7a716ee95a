import { type Sealed, type SecretKind, type VaultRow } from './vault.ts';

/** A secret, encrypted under the workspace's master key. */
export interface SecretRow {
  readonly id: string;
  readonly kind: SecretKind;
  readonly secret: Sealed;
  /** Of a signing key: its public half, 32 bytes. */
  readonly publicKey?: Uint8Array<ArrayBuffer>;
}

/** A key of the first schema: it cannot be taken out of the browser, so neither backed up nor put under a passphrase. */
export interface BoundKeyRow {
  readonly id: string;
  readonly key: CryptoKey;
  readonly publicKey?: Uint8Array<ArrayBuffer>;
}

export type KeyRow = VaultRow | SecretRow | BoundKeyRow;
