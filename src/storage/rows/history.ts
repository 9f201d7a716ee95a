import type { ChoiceRow } from './choices.ts';

/** One act at the desk, which can be taken back and done again, also after a reload. */
export interface HistoryRow {
  readonly id: number;
  readonly challengeId: string;
  readonly edits: readonly ChoiceEdit[];
  /** 1: taken back. A number, since IndexedDB has no index over booleans. */
  readonly undone: 0 | 1;
}

/** What an act changed of one entry of the queue: the changed fields alone, since a mask is large. */
export interface ChoiceEdit {
  readonly id: string;
  readonly before: Partial<ChoiceRow>;
  readonly after: Partial<ChoiceRow>;
}
