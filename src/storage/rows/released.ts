/** An image that was exported in a contribution: the data that a withdrawal needs after the image is deleted. All are pseudonymous. */
export interface ReleasedRow {
  /** SHA-256 (hex) of the exported DICOM file. */
  readonly digest: string;
  readonly pixelDigest: string;
  readonly challengeId: string;
  readonly challengeVersion: string;
  readonly patient: string;
  readonly exam: string;
  /** ISO 8601. */
  readonly at: string;
}
