import type { WithdrawalReason } from '../../core/package/withdrawal.ts';
import type { ChoiceRow } from './choices.ts';

/** A patient of this centre who objects. New images are refused, and existing ones are excluded from the queue. */
export interface ObjectionRow {
  /** The patient's pseudonym. */
  readonly patient: string;
  readonly reason: WithdrawalReason;
  /** The reason that the queue shows for the patient's images, in the language of the person who recorded it. */
  readonly exclusion: string;
  /** ISO 8601. */
  readonly at: string;
  /** Time when the withdrawal package was written. After it, the objection can't be undone. */
  readonly exportedAt: string | null;
  /** The earlier entries of the queue, for undo. */
  readonly before: readonly ChoiceRow[];
}
