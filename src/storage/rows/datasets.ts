import type { Manifest } from '../../core/package/manifest.ts';

/** A dataset package or answer key that a contestant or organiser opened. */
export interface DatasetRow {
  /** SHA-256 (hex) of the package's manifest. */
  readonly id: string;
  readonly challengeId: string;
  readonly name: string;
  readonly manifest: Manifest;
  readonly file: Blob;
  readonly addedAt: string;
}
