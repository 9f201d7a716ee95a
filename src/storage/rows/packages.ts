import type { Manifest } from '../../core/package/manifest.ts';

/** A contribution package that a curator opened. */
export interface PackageRow {
  /** SHA-256 (hex) of the package's manifest. A package that is opened twice has one row. */
  readonly id: string;
  readonly challengeId: string;
  readonly name: string;
  readonly manifest: Manifest;
  readonly file: Blob;
  readonly addedAt: string;
}
