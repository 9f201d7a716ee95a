import type { Failure } from '../../core/failure.ts';

/** A file that the proof stopped at import. Its pixels and header are not stored. */
export interface BlockedFile {
  readonly id: string;
  /** It may name a patient: in clear in memory only. */
  readonly path: string;
  readonly failure: Failure;
  /** ISO 8601. */
  readonly at: string;
}
