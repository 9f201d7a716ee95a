/** An image that left in a contribution: what a withdrawal must name after the image itself is gone. All pseudonymous. */
export interface ReleasedRow {
  /** SHA-256 (hex) of the DICOM file as it left. */
  readonly digest: string;
  readonly pixelDigest: string;
  readonly challengeId: string;
  readonly challengeVersion: string;
  readonly patient: string;
  readonly exam: string;
  /** ISO 8601. */
  readonly at: string;
}
