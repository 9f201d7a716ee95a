import type { Failure } from '../../core/failure.ts';
import { type Sealed } from './vault.ts';

/** A file that the proof stopped at import: what failed, and, encrypted, which file it was. Its pixels and header are not stored. */
export interface BlockedRow {
  readonly id: string;
  readonly challengeId: string;
  /** Without the file's name, which may be a patient's. */
  readonly failure: Failure;
  /** ISO 8601. */
  readonly at: string;
  /** Path as encrypted text. */
  readonly path: Sealed;
}

/** The same with its path in clear: in memory alone. */
export interface BlockedFile {
  readonly id: string;
  readonly path: string;
  readonly failure: Failure;
  readonly at: string;
}
