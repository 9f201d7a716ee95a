import type { WithdrawalReason } from '../../core/package/withdrawal.ts';
import type { ChoiceRow } from './choices.ts';

/** A patient of this centre who objects: refused from now on, and taken out of the queue. */
export interface ObjectionRow {
  /** The patient's pseudonym. */
  readonly patient: string;
  readonly reason: WithdrawalReason;
  /** What the queue says of the patient's images, in the language of who recorded it. */
  readonly exclusion: string;
  /** ISO 8601. */
  readonly at: string;
  /** When the withdrawal package was written; from then on it cannot be undone. */
  readonly exportedAt: string | null;
  /** Entries of the queue as they were, for undoing. */
  readonly before: readonly ChoiceRow[];
}
