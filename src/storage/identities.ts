import type { PatientAnswer } from '../core/deidentify/patients-in-doubt.ts';
import type { HeaderDeidentified } from '../core/deidentify/images.ts';
import type { Database } from './database.ts';
import { imageId } from './images.ts';
import { pixelKey, seal } from './keys.ts';
import type { ImageRow } from './rows/images.ts';

/** Images of all challenges in the exams of a patient id, both by the pseudonyms of what stands in the files. */
export async function imagesInExamsOf(database: Database, patient: string): Promise<ImageRow[]> {
  const rows = await database.images.filter(({ marks }) => marks !== undefined).toArray();
  const own = rows.filter(({ marks }) => marks?.plain.patient === patient);
  const exams = new Set(own.map(({ marks }) => marks?.plain.exam));
  return rows.filter(({ marks }) => exams.has(marks?.plain.exam));
}

/**
 * Stores an image under other pseudonyms in place of itself. The entries of the queue follow it; a clearing of it is taken back, also
 * from undo, because the file that leaves is another. The correspondence table gets the line of its exam.
 *
 * @param image null: the pseudonyms stay, only the answer is stored
 */
export async function putRenamed(
  database: Database,
  before: ImageRow,
  image: HeaderDeidentified | null,
  answer: PatientAnswer | undefined,
): Promise<ImageRow> {
  const identity = image?.identity ?? before.identity;
  const isSameUid = identity.sopUid === before.identity.sopUid;
  const row: ImageRow = {
    ...before,
    id: isSameUid ? before.id : imageId(before.challengeId, identity.sopUid),
    exam: identity.exam,
    identity,
    ...(image && { bytes: image.dicom.byteLength }),
    ...(answer !== undefined && { answer }),
  };
  const sealed = image && (await seal(await pixelKey(database), image.dicom));
  const { images, pixels, choices, history, patients } = database;
  await database.transaction('rw', images, pixels, choices, history, patients, async () => {
    await images.delete(before.id);
    await images.put(row);
    if (sealed) {
      await pixels.delete(before.id);
      await pixels.put({ id: row.id, challengeId: row.challengeId, sealed });
      const own = await choices.where('imageId').equals(before.id).toArray();
      const ids = new Set(own.map(({ id }) => id));
      await choices.bulkPut(
        own.map((choice) => ({ ...choice, imageId: row.id, exam: row.exam, clearing: null })),
      );
      await history.toCollection().modify((act, ref) => {
        if (!act.edits.some(({ id }) => ids.has(id))) return;
        const cleared = (part: object) => ({ ...part, ...('clearing' in part && { clearing: null }) });
        ref.value = {
          ...act,
          edits: act.edits.map((edit) =>
            ids.has(edit.id) ? { ...edit, before: cleared(edit.before), after: cleared(edit.after) } : edit,
          ),
        };
      });
    }
    await followExam(database, before.exam, row);
  });
  return row;
}

/** Writes the line of an image's exam in the correspondence table, and deletes the earlier line when no image uses it. */
async function followExam({ images, patients }: Database, earlier: string, row: ImageRow): Promise<void> {
  const known = await patients.get(earlier);
  const { exam, identity, challengeId, addedAt, local } = row;
  const there = await patients.get(exam);
  const challenges = new Set([...(there?.challenges ?? []), challengeId]);
  await patients.put({
    exam,
    patient: identity.patient,
    challenges: [...challenges],
    addedAt: there?.addedAt ?? known?.addedAt ?? addedAt,
    local: there && there.patient === identity.patient ? there.local : local,
  });
  if (exam !== earlier && (await images.filter((one) => one.exam === earlier).count()) === 0)
    await patients.delete(earlier);
}
