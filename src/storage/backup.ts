import type { Backup } from '../core/identity/backup.ts';
import { failure } from '../core/failure.ts';
import { failed, success, type Result } from '../core/result.ts';
import { readCentre } from './centres.ts';
import type { Database } from './database.ts';
import { centreNameOf, isCentreKey, pixelKey, seal, SIGNING_KEY } from './keys.ts';
import { type SecretRow } from './rows/keys.ts';
import { allObjections } from './objections.ts';
import { allPatients, identityOfPatient } from './patients.ts';
import { type PatientRow } from './rows/patients.ts';
import { releasedImages } from './released.ts';
import { forgetSecret, masterKey, secretBytes, secretOf, vaultState, wrapSecret } from './vault.ts';

export interface BackupContent {
  readonly backup: Backup;
  /** Centres whose key can't be exported from this browser. It is not in the backup. */
  readonly bound: readonly string[];
}

/**
 * The keys of this centre's pseudonyms and its correspondence table, unencrypted: the caller encrypts them at once. Failure:
 * `identity/no-passphrase`.
 */
export async function backupOf(
  database: Database,
  version: string,
  createdAt: string,
): Promise<Result<BackupContent>> {
  if ((await vaultState(database)) !== 'unlocked') return failed(failure('identity/no-passphrase', {}));
  const master = await masterKey(database);
  const rows = (await database.keys.toArray()).filter((row) => isCentreKey(row) || row.id === SIGNING_KEY);
  const secrets: Backup['secrets'] = [];
  for (const row of rows) {
    if (!('secret' in row) || row.kind === 'data') continue;
    const { id, kind, publicKey } = row;
    const secret = base64(await secretBytes(row.secret, master, kind));
    secrets.push({ id, kind, secret, ...(publicKey && { publicKey: base64(publicKey) }) });
  }
  const patients: Backup['patients'] = [];
  for (const row of await allPatients(database)) {
    const { exam, patient, challenges, addedAt } = row;
    const identity = await identityOfPatient(database, row);
    patients.push({ exam, patient, challenges: [...challenges], addedAt, identity: { ...identity } });
  }
  const centre = await readCentre(database);
  const backup: Backup = {
    format: 'negatoscope-backup',
    formatVersion: 1,
    tool: { name: 'negatoscope', version },
    createdAt,
    centre: centre ? { centre: centre.centre, by: centre.by } : null,
    secrets,
    patients,
    released: (await releasedImages(database)).map((row) => ({ ...row })),
    objections: (await allObjections(database)).map(({ patient, reason, exclusion, at, exportedAt }) => ({
      patient,
      reason,
      exclusion,
      at,
      exportedAt,
    })),
  };
  return success({ backup, bound: rows.filter((row) => 'key' in row && isCentreKey(row)).map(centreNameOf) });
}

export interface Restored {
  readonly centre: string | null;
  readonly exams: number;
  /** True when the backup has no centre key: new pseudonyms will differ from the earlier ones. */
  readonly keyless: boolean;
}

/**
 * Restores a backup, completely or not at all. Existing rows of the workspace stay. A secret is replaced only if nothing was made with
 * it. Failures: `identity/no-passphrase`, `identity/other-secret`, `identity/damaged-backup`.
 */
export async function restoreBackup(database: Database, backup: Backup): Promise<Result<Restored>> {
  if ((await vaultState(database)) !== 'unlocked') return failed(failure('identity/no-passphrase', {}));
  const master = await masterKey(database);
  const keys: SecretRow[] = [];
  for (const { id, kind, secret, publicKey } of backup.secrets) {
    const bytes = bytesOf(secret);
    const present = await database.keys.get(id);
    if (present && 'secret' in present && equal(await secretBytes(present.secret, master, kind), bytes))
      continue;
    const made = id === SIGNING_KEY ? await database.released.count() : await database.patients.count();
    if (present && made > 0)
      return failed(failure('identity/other-secret', { centre: centreNameOf({ id }), exams: made }));
    try {
      const sealed = await wrapSecret(await secretOf(bytes, kind), kind, master);
      keys.push({ id, kind, secret: sealed, ...(publicKey && { publicKey: bytesOf(publicKey) }) });
    } catch {
      return failed(failure('identity/damaged-backup', { where: `secrets ${id}` }));
    }
  }
  const data = await pixelKey(database);
  const patients: PatientRow[] = [];
  for (const { identity, ...row } of backup.patients) {
    patients.push({ ...row, local: await seal(data, new TextEncoder().encode(JSON.stringify(identity))) });
  }
  const tables = [database.keys, database.centres, database.patients, database.released, database.objections];
  await database.transaction('rw', tables, async () => {
    await database.keys.bulkPut(keys);
    if (backup.centre && !(await readCentre(database)))
      await database.centres.put({ id: 'self', ...backup.centre });
    for (const row of patients)
      if (!(await database.patients.get(row.exam))) await database.patients.add(row);
    await database.released.bulkPut(backup.released);
    for (const row of backup.objections)
      if (!(await database.objections.get(row.patient)))
        await database.objections.add({ ...row, before: [] });
  });
  for (const { id } of keys) forgetSecret(database, id);
  return success({
    centre: backup.centre?.centre ?? null,
    exams: patients.length,
    keyless: !backup.secrets.some(({ kind }) => kind === 'pseudonyms'),
  });
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
