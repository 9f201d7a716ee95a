/** The data that decrypt the master key. */
type Opener =
  | { readonly kind: 'browser'; readonly key: CryptoKey }
  | { readonly kind: 'passphrase'; readonly salt: Uint8Array<ArrayBuffer>; readonly iterations: number };

/** AES-GCM ciphertext with its nonce. */
export interface Sealed {
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly ciphertext: ArrayBuffer;
}

export interface VaultRow {
  readonly id: 'vault';
  readonly opener: Opener;
  /** The master key, encrypted. */
  readonly wrapped: Sealed;
}

/** `none`: nothing was ever stored. `browser`: each user of this browser profile can read the workspace. */
export type VaultState = 'none' | 'browser' | 'locked' | 'unlocked';

/** The purpose of a secret. */
export type SecretKind = 'pseudonyms' | 'data' | 'signature';
