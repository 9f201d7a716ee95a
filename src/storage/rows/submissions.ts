/** A submission package that was made here. */
export interface SubmissionRow {
  /** SHA-256 (hex) of the package's manifest. */
  readonly id: string;
  readonly challengeId: string;
  readonly team: string;
  /** Name of the test part it was made for. */
  readonly dataset: string;
  /** Name of the file. */
  readonly name: string;
  readonly file: Blob;
  /** SHA-256 (hex) of the whole file. */
  readonly sha256: string;
  /** Fingerprint of the key that signed it; null: unsigned. */
  readonly signer: string | null;
  /** ISO 8601 with the offset of this machine's clock. */
  readonly preparedAt: string;
}
