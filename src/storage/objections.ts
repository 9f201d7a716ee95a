import type { WithdrawalReason } from '../core/package/withdrawal.ts';
import type { Database } from './database.ts';
import { type ObjectionRow } from './rows/objections.ts';

export const allObjections = (database: Database) => database.objections.toArray();

/** Objections by the patient's pseudonym. */
export const objectionsByPatient = async (database: Database): Promise<ReadonlyMap<string, ObjectionRow>> =>
  new Map((await allObjections(database)).map((row) => [row.patient, row]));

/** Records the objection, excludes the patient's images from the queue and deletes their crops, in one transaction. */
export async function object(
  database: Database,
  patient: string,
  reason: WithdrawalReason,
  exclusion: string,
  at: string,
): Promise<void> {
  const { objections, patients, choices, crops } = database;
  await database.transaction('rw', objections, patients, choices, crops, async () => {
    if (await objections.get(patient)) return;
    const exams = (await patients.where({ patient }).toArray()).map(({ exam }) => exam);
    const before = await choices.filter(({ exam }) => exams.includes(exam)).toArray();
    await crops
      .where('imageId')
      .anyOf(before.map(({ imageId }) => imageId))
      .delete();
    await objections.add({ patient, reason, exclusion, at, exportedAt: null, before });
    await choices.bulkPut(
      before.map((choice) => ({
        ...choice,
        state: 'excluded' as const,
        exclusionReason: exclusion,
        clearing: null,
        updatedAt: at,
      })),
    );
  });
}

/** Undoes an objection that is not exported yet, and restores the queue. */
export async function takeBack(database: Database, patient: string): Promise<boolean> {
  return database.transaction('rw', database.objections, database.choices, async () => {
    const row = await database.objections.get(patient);
    if (!row || row.exportedAt !== null) return false;
    await database.choices.bulkPut([...row.before]);
    await database.objections.delete(patient);
    return true;
  });
}

/** Marks objections as written to a withdrawal package. Their images are deleted; the correspondence table keeps their exams. */
export async function settleObjections(
  database: Database,
  patients: readonly string[],
  at: string,
): Promise<void> {
  const { objections, images, pixels, choices, crops, history, patients: table } = database;
  await database.transaction('rw', [objections, images, pixels, choices, crops, history, table], async () => {
    const exams = new Set((await table.where('patient').anyOf(patients).toArray()).map(({ exam }) => exam));
    const ids = await images.filter(({ exam }) => exams.has(exam)).primaryKeys();
    await images.bulkDelete(ids);
    await pixels.bulkDelete(ids);
    await crops.where('imageId').anyOf(ids).delete();
    const entries = new Set(await choices.where('imageId').anyOf(ids).primaryKeys());
    await choices.bulkDelete([...entries]);
    // The desk's undo history also holds masks and labels of these images.
    await history.toCollection().modify((act, row) => {
      const edits = act.edits.filter(({ id }) => !entries.has(id));
      if (edits.length === 0) delete (row as { value?: unknown }).value;
      else row.value = { ...act, edits };
    });
    for (const patient of patients) await objections.update(patient, { exportedAt: at, before: [] });
  });
}
