import type { ChoiceRow } from './rows/choices.ts';
import type { Database } from './database.ts';
import { type HistoryRow, type ChoiceEdit } from './rows/history.ts';

/** What the new rows change of the old ones; rows that were not there before are no edit. */
export function editsOf(old: ReadonlyMap<string, ChoiceRow>, rows: readonly ChoiceRow[]): ChoiceEdit[] {
  return rows.flatMap((row) => {
    const was = old.get(row.id);
    if (!was) return [];
    const fields = (Object.keys({ ...was, ...row }) as (keyof ChoiceRow)[]).filter(
      (field) => was[field] !== row[field],
    );
    const part = (from: ChoiceRow) =>
      Object.fromEntries(fields.map((field) => [field, from[field]])) as Partial<ChoiceRow>;
    return fields.some((field) => field !== 'updatedAt')
      ? [{ id: row.id, before: part(was), after: part(row) }]
      : [];
  });
}

const ofChallenge = (database: Database, challengeId: string, undone: 0 | 1) =>
  database.history.where('[challengeId+undone]').equals([challengeId, undone]);

/** How many acts can be taken back and done again. */
export async function historyLength(
  database: Database,
  challengeId: string,
): Promise<{ readonly done: number; readonly undone: number }> {
  const [done, undone] = await Promise.all([
    ofChallenge(database, challengeId, 0).count(),
    ofChallenge(database, challengeId, 1).count(),
  ]);
  return { done, undone };
}

/**
 * Stores changed entries and the act that changed them together, so that a crash can't part them. What was taken back is forgotten.
 *
 * @param into id of an act that goes on, and is then one with it, unless it was taken back meanwhile
 * @returns id of the act
 */
export function putAct(
  database: Database,
  challengeId: string,
  rows: readonly ChoiceRow[],
  edits: readonly ChoiceEdit[],
  into?: number,
): Promise<number> {
  return database.transaction('rw', database.choices, database.history, async () => {
    await database.choices.bulkPut([...rows]);
    const act = into === undefined ? undefined : await database.history.get(into);
    if (act?.undone === 0) {
      await database.history.update(act.id, { edits: [...act.edits, ...edits] });
      return act.id;
    }
    await ofChallenge(database, challengeId, 1).delete();
    return database.history.add({ challengeId, edits, undone: 0 } as HistoryRow);
  });
}

/**
 * Takes the last act back (or does the last one taken back again) and gives the entries as they are then; null: there is none.
 *
 * @param settled what an entry becomes before it is stored, in the same transaction
 */
export function turnBack(
  database: Database,
  challengeId: string,
  direction: 'undo' | 'redo',
  settled: (row: ChoiceRow) => ChoiceRow = (row) => row,
): Promise<ChoiceRow[] | null> {
  return database.transaction('rw', database.choices, database.history, async () => {
    const isUndo = direction === 'undo';
    const acts = ofChallenge(database, challengeId, isUndo ? 0 : 1);
    const act = await (isUndo ? acts.last() : acts.first());
    if (!act) return null;
    const rows = await database.choices.bulkGet(act.edits.map(({ id }) => id));
    // An exam that was taken from this machine since then is passed over.
    const turned = rows.flatMap((row, index) => {
      const edit = act.edits[index];
      return row && edit ? [settled({ ...row, ...(isUndo ? edit.before : edit.after) })] : [];
    });
    await database.choices.bulkPut(turned);
    await database.history.update(act.id, { undone: isUndo ? 1 : 0 });
    return turned;
  });
}
