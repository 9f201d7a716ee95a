import { afterEach, beforeEach, expect, it } from 'vitest';
import { pseudonymFor } from '../../src/core/deidentify/pseudonym.ts';
import type { HeaderDeidentified } from '../../src/core/deidentify/images.ts';
import { backupBytes, readBackup, type Backup } from '../../src/core/identity/backup.ts';
import { signManifest } from '../../src/core/package/signature.ts';
import { backupOf, restoreBackup } from '../../src/storage/backup.ts';
import { writeCentre } from '../../src/storage/centres.ts';
import type { ChoiceRow } from '../../src/storage/rows/choices.ts';
import { Database } from '../../src/storage/database.ts';
import { deleteImages, putImage, readDicom } from '../../src/storage/images.ts';
import { type LocalIdentity } from '../../src/storage/rows/images.ts';
import { centreKey, signingKey } from '../../src/storage/keys.ts';
import { object, settleObjections, takeBack } from '../../src/storage/objections.ts';
import { allPatients, identityOfPatient } from '../../src/storage/patients.ts';
import { putReleased } from '../../src/storage/released.ts';
import { setPassphrase, lock, unlock } from '../../src/storage/vault.ts';
import { backupWorker } from '../../src/bridge/workers.ts';

const FEW = 1000;
const PASSPHRASE = 'quatre fauteuils bleus ici';
const PATIENT = 'p'.repeat(16);
const EXAM = 'e'.repeat(16);
const local: LocalIdentity = {
  path: 'DUPONT/1.dcm',
  patientName: 'Dupont^Jeanne',
  patientId: '42-PLANTED',
  birthDate: '19630214',
  accession: 'ACC-PLANTED',
  studyDate: '20250102',
  patientSource: 'patient-id',
};

const databases: Database[] = [];
const workspace = () => {
  const database = new Database(`test-${crypto.randomUUID()}`);
  databases.push(database);
  return database;
};
let database: Database;
beforeEach(() => {
  database = workspace();
});
afterEach(async () => {
  for (const one of databases.splice(0)) await one.delete();
});

const imageOf = (exam: string, sopUid: string) =>
  ({
    dicom: new TextEncoder().encode(`pixels ${sopUid}`),
    identity: { patient: PATIENT, exam, studyUid: '2.25.1', seriesUid: '2.25.2', sopUid },
    facts: {},
    deidentification: { edition: 'x', methods: [], actions: [], echoes: 0 },
  }) as unknown as HeaderDeidentified;

const choiceOf = (imageId: string, exam: string) =>
  ({
    id: `choice ${imageId}`,
    challengeId: 'c',
    imageId,
    exam,
    state: 'accepted',
    exclusionReason: null,
    clearing: { at: '', by: '', digest: 'd', pixelDigest: 'p' },
    updatedAt: 'before',
  }) as unknown as ChoiceRow;

async function filled(of: Database): Promise<void> {
  await writeCentre(of, 'Centre A', 'Ada Fixture');
  await putImage(of, 'c', imageOf(EXAM, '2.25.3'), local, 'now');
  await of.choices.bulkPut([choiceOf('c/2.25.3', EXAM)]);
  await centreKey(of, 'Centre A');
  await signingKey(of);
  const released = { challengeId: 'c', challengeVersion: '1', patient: PATIENT, exam: EXAM, at: 'now' };
  await putReleased(of, [{ ...released, digest: '0'.repeat(64), pixelDigest: '1'.repeat(64) }]);
}

async function backupFrom(of: Database): Promise<Backup> {
  const made = await backupOf(of, '0', '2026-01-01T00:00:00Z');
  if (!made.ok) throw new Error(made.failure.code);
  const read = readBackup(backupBytes(made.value.backup));
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return read.value;
}

it('goes on with the same pseudonyms and the same signature in another workspace', async () => {
  await filled(database);
  await setPassphrase(database, PASSPHRASE, FEW);
  await object(database, PATIENT, 'objection', 'objects', '2026-01-01');
  const backup = await backupFrom(database);
  const there = workspace();
  expect(await restoreBackup(there, backup)).toMatchObject({ failure: { code: 'identity/no-passphrase' } });
  await setPassphrase(there, 'autre phrase assez longue', FEW);
  expect(await restoreBackup(there, backup)).toMatchObject({
    ok: true,
    value: { exams: 1, centre: 'Centre A' },
  });
  const pseudonym = async (of: Database) => pseudonymFor(await centreKey(of, ' centre a'), 'patient', 'x');
  expect(await pseudonym(there)).toBe(await pseudonym(database));
  const signature = async (of: Database) => {
    const signer = await signingKey(of);
    return signer && (await signManifest(new Uint8Array([1]), signer));
  };
  expect(await signature(there)).toEqual(await signature(database));
  const [row] = await allPatients(there);
  expect(row && (await identityOfPatient(there, row))).toEqual(local);
  expect(await there.released.count()).toBe(1);
  expect(await there.objections.get(PATIENT)).toMatchObject({ reason: 'objection', exportedAt: null });
  // Twice is once.
  expect(await restoreBackup(there, backup)).toMatchObject({ ok: true });
  expect(await there.patients.count()).toBe(1);
  await expect(crypto.subtle.exportKey('raw', await centreKey(there, 'Centre A'))).rejects.toThrow();
});

it('refuses a backup of another key once pseudonyms were made, and changes nothing', async () => {
  await filled(database);
  await setPassphrase(database, PASSPHRASE, FEW);
  const backup = await backupFrom(database);
  const there = workspace();
  await filled(there);
  await setPassphrase(there, PASSPHRASE, FEW);
  const before = await there.keys.toArray();
  expect(await restoreBackup(there, backup)).toMatchObject({ failure: { code: 'identity/other-secret' } });
  expect(await there.keys.toArray()).toEqual(before);
  const unused = workspace();
  await centreKey(unused, 'Centre A');
  await setPassphrase(unused, PASSPHRASE, FEW);
  expect(await restoreBackup(unused, backup)).toMatchObject({ ok: true });
});

it('makes no backup without a passphrase, nor while locked', async () => {
  await filled(database);
  expect(await backupOf(database, '0', '')).toMatchObject({ failure: { code: 'identity/no-passphrase' } });
  await setPassphrase(database, PASSPHRASE, FEW);
  lock(database);
  expect(await backupOf(database, '0', '')).toMatchObject({ failure: { code: 'identity/no-passphrase' } });
  await unlock(database, PASSPHRASE);
  expect(await backupOf(database, '0', '')).toMatchObject({ ok: true });
});

it('leaves the key of the first version out of a backup, and says so', async () => {
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  await database.keys.put({ id: 'centre:centre a', key });
  await filled(database);
  await setPassphrase(database, PASSPHRASE, FEW);
  const made = await backupOf(database, '0', '');
  expect(made).toMatchObject({ ok: true, value: { bound: ['centre a'] } });
  expect((await backupFrom(database)).secrets.map(({ kind }) => kind)).toEqual(['signature']);
});

it('seals a backup that opens with its passphrase alone, and tells a damaged one from a wrong passphrase', async () => {
  await filled(database);
  await setPassphrase(database, PASSPHRASE, FEW);
  const backup = await backupFrom(database);
  const worker = backupWorker();
  const run = (file: Blob, passphrase: string) => worker.run((api) => api.open(file, passphrase));
  const sealed = await worker.run((api) => api.seal(backup, 'caf\u00e9 et croissants'));
  if (!sealed.ok) throw new Error(sealed.failure.code);
  const bytes = new Uint8Array(await sealed.value.arrayBuffer());
  expect(new TextDecoder('latin1').decode(bytes)).not.toContain('PLANTED');
  // é typed as e and an accent is the same passphrase.
  expect(await run(sealed.value, 'cafe\u0301 et croissants')).toEqual({ ok: true, value: backup });
  expect(await run(sealed.value, 'cafe et croissants')).toMatchObject({
    failure: { code: 'identity/wrong-passphrase' },
  });
  const flipped = bytes.slice();
  flipped[flipped.length - 5]! ^= 1;
  for (const broken of [bytes.slice(0, -30), flipped]) {
    expect(await run(new Blob([broken]), 'café et croissants')).toMatchObject({
      failure: { code: 'identity/damaged-backup' },
    });
  }
  worker.stop();
}, 60_000);

it('takes a patient out of the queue, puts him back whole, and lets go of the images once exported', async () => {
  await filled(database);
  const second = 'f'.repeat(16);
  await putImage(database, 'c', imageOf(second, '2.25.4'), { ...local, accession: 'B' }, 'now');
  await database.choices.put(choiceOf('c/2.25.4', second));
  const before = await database.choices.toArray();
  await object(database, PATIENT, 'consent-withdrawn', 'objects', '2026-01-01');
  await object(database, PATIENT, 'other', 'twice', '2026-01-02');
  expect(
    (await database.choices.toArray()).map(({ state, exclusionReason, clearing }) => [
      state,
      exclusionReason,
      clearing,
    ]),
  ).toEqual([
    ['excluded', 'objects', null],
    ['excluded', 'objects', null],
  ]);
  expect(await takeBack(database, PATIENT)).toBe(true);
  expect(await database.choices.toArray()).toEqual(before);
  await object(database, PATIENT, 'objection', 'objects', '2026-01-01');
  await settleObjections(database, [PATIENT], '2026-01-03');
  expect(await takeBack(database, PATIENT)).toBe(false);
  expect(await database.images.count()).toBe(0);
  expect(await readDicom(database, 'c/2.25.3')).toBeNull();
  expect(await database.choices.count()).toBe(0);
  expect(await allPatients(database)).toHaveLength(2);
});

it('keeps a patient in the table when the images go', async () => {
  await filled(database);
  await deleteImages(database, ['c/2.25.3']);
  const [row] = await allPatients(database);
  expect(row && (await identityOfPatient(database, row))).toEqual(local);
});
