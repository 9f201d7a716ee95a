import type { ChoiceRow } from './choices.ts';

/** One act at the desk. It can be undone and redone, also after a reload. */
export interface HistoryRow {
  readonly id: number;
  readonly challengeId: string;
  readonly edits: readonly ChoiceEdit[];
  /** 1: undone. It is a number because IndexedDB can't index booleans. */
  readonly undone: 0 | 1;
}

/** The change of one entry of the queue. It holds the changed fields only, because a mask is large. */
export interface ChoiceEdit {
  readonly id: string;
  readonly before: Partial<ChoiceRow>;
  readonly after: Partial<ChoiceRow>;
}
