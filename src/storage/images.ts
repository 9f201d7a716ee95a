import type { Identifier } from '../core/deidentify/identifiers.ts';
import type { HeaderDeidentified } from '../core/deidentify/images.ts';
import type { Database } from './database.ts';
import { pixelKey, seal, unsealStored } from './keys.ts';
import { patientRowOf } from './rows/patients.ts';
import { type ImageRow, type LocalIdentity } from './rows/images.ts';

/** Id of an image. One exam can be used in two challenges, each with its own queue and its own de-identification rules. */
export const imageId = (challengeId: string, sopUid: string): string => `${challengeId}/${sopUid}`;

/** The new SOP Instance UID in an image's id. Neither a UID nor a challenge's id contains a slash. */
export const sopUidOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** Stores one image, encrypted, and returns its row. A file imported twice for one challenge has one row. */
export async function putImage(
  database: Database,
  challengeId: string,
  image: HeaderDeidentified,
  local: LocalIdentity,
  addedAt: string,
  sought: readonly Identifier[] = [],
): Promise<ImageRow> {
  const key = await pixelKey(database);
  const { sopUid } = image.identity;
  const before = await database.images.get(sopUid);
  const id = before?.challengeId === challengeId ? sopUid : imageId(challengeId, sopUid);
  const json = (value: unknown) => seal(key, new TextEncoder().encode(JSON.stringify(value)));
  const [sealed, sealedLocal, sealedSought] = await Promise.all([
    seal(key, image.dicom),
    json(local),
    json(sought),
  ]);
  const row: ImageRow = {
    id,
    challengeId,
    exam: image.identity.exam,
    identity: image.identity,
    facts: image.facts,
    deidentification: image.deidentification,
    addedAt,
    bytes: image.dicom.byteLength,
    local: sealedLocal,
    sought: sealedSought,
  };
  await database.transaction('rw', database.images, database.pixels, database.patients, async () => {
    await database.pixels.put({ id, challengeId, sealed });
    await database.images.put(row);
    const known = await database.patients.get(row.exam);
    const patient = patientRowOf(row, known);
    if (patient !== known) await database.patients.put(patient);
  });
  return row;
}

export const imagesOf = (database: Database, challengeId: string) =>
  database.images.where({ challengeId }).toArray();

/** The decrypted de-identified file. Null: it is not stored. */
export async function readDicom(database: Database, id: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const row = await database.pixels.get(id);
  return row ? unsealStored(database, row.sealed) : null;
}

export async function readLocalIdentity(database: Database, row: ImageRow): Promise<LocalIdentity> {
  const bytes = await unsealStored(database, row.local);
  return JSON.parse(new TextDecoder().decode(bytes)) as LocalIdentity;
}

/** Identifiers of the source in addition to {@link LocalIdentity}. Empty for rows stored before they were kept. */
export async function readSought(database: Database, { sought }: ImageRow): Promise<readonly Identifier[]> {
  if (!sought) return [];
  return JSON.parse(new TextDecoder().decode(await unsealStored(database, sought))) as Identifier[];
}

export async function deleteImages(database: Database, ids: readonly string[]): Promise<void> {
  const { images, pixels, choices, texts, crops } = database;
  await database.transaction('rw', images, pixels, choices, texts, crops, async () => {
    await images.bulkDelete([...ids]);
    await pixels.bulkDelete([...ids]);
    await choices.where('imageId').anyOf(ids).delete();
    await texts.where('imageId').anyOf(ids).delete();
    await crops.where('imageId').anyOf(ids).delete();
  });
}
