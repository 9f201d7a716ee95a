import type { ChoiceRow } from './rows/choices.ts';
import type { Database } from './database.ts';
import { type HistoryRow, type ChoiceEdit } from './rows/history.ts';

/** The fields in which the new rows differ from the old ones. Rows that did not exist before are not edits. */
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

/** Number of acts that can be undone and redone. */
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
 * Stores changed entries and the act that changed them in one transaction, so that a crash can't separate them. A new act deletes the
 * undone ones.
 *
 * @param into id of an earlier act to which this one is added, unless that act was undone meanwhile
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
 * Undoes the last act, or redoes the last undone one. Returns the entries after that. Null: there is no such act.
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
    // An exam that was deleted from this machine since then is skipped.
    const turned = rows.flatMap((row, index) => {
      const edit = act.edits[index];
      return row && edit ? [settled({ ...row, ...(isUndo ? edit.before : edit.after) })] : [];
    });
    await database.choices.bulkPut(turned);
    await database.history.update(act.id, { undone: isUndo ? 1 : 0 });
    return turned;
  });
}
