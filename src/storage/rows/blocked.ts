import type { Failure } from '../../core/failure.ts';
import { type Sealed } from './vault.ts';

/** A file that failed the proof at import: the failure, and the file's encrypted path. Its pixels and header are not stored. */
export interface BlockedRow {
  readonly id: string;
  readonly challengeId: string;
  /** Without the file's name, because that can be a patient's name. */
  readonly failure: Failure;
  /** ISO 8601. */
  readonly at: string;
  /** Path as encrypted text. */
  readonly path: Sealed;
}

/** The same row with its decrypted path. It exists in memory only. */
export interface BlockedFile {
  readonly id: string;
  readonly path: string;
  readonly failure: Failure;
  readonly at: string;
}
