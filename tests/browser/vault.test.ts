import Dexie from 'dexie';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pseudonymFor } from '../../src/core/deidentify/pseudonym.ts';
import type { HeaderDeidentified } from '../../src/core/deidentify/images.ts';
import { Database } from '../../src/storage/database.ts';
import { putImage, readDicom, readLocalIdentity } from '../../src/storage/images.ts';
import {
  boundCentreKeys,
  centreKey,
  pixelKey,
  renewDataKey,
  seal,
  signingKey,
} from '../../src/storage/keys.ts';
import { allPatients, identityOfPatient } from '../../src/storage/patients.ts';
import {
  adopt,
  changePassphrase,
  hasPassphrase,
  lock,
  masterKey,
  passphraseKey,
  setPassphrase,
  sharedKey,
  unlock,
  vaultState,
} from '../../src/storage/vault.ts';

/** Few, so that the tests are quick; the product's own count is held by its own test. */
const FEW = 1000;
const PASSPHRASE = 'quatre fauteuils bleus ici';

let database: Database;
beforeEach(() => {
  database = new Database(`test-${crypto.randomUUID()}`);
});
afterEach(async () => {
  database.close();
  await database.delete();
});

const local = {
  path: 'DUPONT/1.dcm',
  patientName: 'Dupont^Jeanne',
  patientId: '42-PLANTED',
  birthDate: '19630214',
  accession: 'ACC-PLANTED',
  studyDate: '20250102',
};
const image = {
  dicom: new TextEncoder().encode('the pixels of the image'),
  identity: { patient: 'p', exam: 'e', studyUid: '2.25.1', seriesUid: '2.25.2', sopUid: '2.25.3' },
  facts: {},
  deidentification: { edition: 'x', methods: [], actions: [], echoes: 0 },
} as unknown as HeaderDeidentified;

/** Another page on the same workspace: it shares the disk, not the memory. */
const reopened = () => new Database(database.name);

it('derives the passphrase key as RFC 8018 and NFKC say', async () => {
  // PBKDF2-HMAC-SHA-256, "passwd", "salt", 1 iteration, first 32 bytes: RFC 7914, section 11.
  const key = await passphraseKey('passwd', new TextEncoder().encode('salt'), 1);
  expect(key.extractable).toBe(false);
  const known = await crypto.subtle.importKey(
    'raw',
    Uint8Array.from(
      '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc'.match(/../g) ?? [],
      (pair) => parseInt(pair, 16),
    ),
    'AES-GCM',
    false,
    ['unwrapKey'],
  );
  const secret = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']);
  const iv = new Uint8Array(12);
  const wrapped = await crypto.subtle.wrapKey('raw', secret, key, { name: 'AES-GCM', iv });
  const unwrap = (by: CryptoKey) =>
    crypto.subtle.unwrapKey('raw', wrapped, by, { name: 'AES-GCM', iv }, 'AES-GCM', false, ['encrypt']);
  await expect(unwrap(known)).resolves.toBeTruthy();
  const composed = await passphraseKey('caf\u00e9', new Uint8Array(16), 1);
  const decomposed = await passphraseKey('cafe\u0301', new Uint8Array(16), 1);
  const one = await crypto.subtle.wrapKey('raw', secret, composed, { name: 'AES-GCM', iv });
  await expect(
    crypto.subtle.unwrapKey('raw', one, decomposed, { name: 'AES-GCM', iv }, 'AES-GCM', false, ['encrypt']),
  ).resolves.toBeTruthy();
});

it('locks and unlocks with the same pseudonyms, signatures and pixels', async () => {
  const before = await pseudonymFor(await centreKey(database, 'A'), 'patient', 'x');
  const signer = await signingKey(database);
  await putImage(database, 'c', image, local, 'now');
  expect(await vaultState(database)).toBe('browser');
  await setPassphrase(database, PASSPHRASE, FEW);
  expect(await vaultState(database)).toBe('unlocked');
  expect(await readDicom(database, 'c/2.25.3')).toEqual(image.dicom);

  lock(database);
  expect(await vaultState(database)).toBe('locked');
  await expect(centreKey(database, 'A')).rejects.toThrow('locked');
  await expect(signingKey(database)).rejects.toThrow('locked');
  await expect(readDicom(database, 'c/2.25.3')).rejects.toThrow('locked');
  const [row] = await allPatients(database);
  await expect(identityOfPatient(database, row!)).rejects.toThrow('locked');
  expect(sharedKey(database)).toBeUndefined();

  expect(await unlock(database, 'quatre fauteuils verts ici')).toBe(false);
  expect(await vaultState(database)).toBe('locked');
  expect(await unlock(database, PASSPHRASE)).toBe(true);
  expect(await pseudonymFor(await centreKey(database, 'A'), 'patient', 'x')).toBe(before);
  expect((await signingKey(database))?.publicKey).toEqual(signer?.publicKey);
  expect(await readDicom(database, 'c/2.25.3')).toEqual(image.dicom);
  expect(await identityOfPatient(database, row!)).toMatchObject(local);
});

it('is locked in another page until that page has the passphrase or the key', async () => {
  await putImage(database, 'c', image, local, 'now');
  await setPassphrase(database, PASSPHRASE, FEW);
  const other = reopened();
  expect(await vaultState(other)).toBe('locked');
  await expect(pixelKey(other)).rejects.toThrow('locked');
  const stranger = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['unwrapKey']);
  expect(await adopt(other, stranger)).toBe(false);
  expect(await vaultState(other)).toBe('locked');
  expect(await adopt(other, sharedKey(database)!)).toBe(true);
  expect(await readDicom(other, 'c/2.25.3')).toEqual(image.dicom);
  other.close();
});

it('changes the passphrase; the old one opens nothing any more', async () => {
  await putImage(database, 'c', image, local, 'now');
  await setPassphrase(database, PASSPHRASE, FEW);
  expect(await changePassphrase(database, 'wrong wrong wrong', 'cinq tabourets rouges', FEW)).toBe(false);
  expect(await changePassphrase(database, PASSPHRASE, 'cinq tabourets rouges', FEW)).toBe(true);
  lock(database);
  expect(await unlock(database, PASSPHRASE)).toBe(false);
  expect(await unlock(database, 'cinq tabourets rouges')).toBe(true);
  expect(await readDicom(database, 'c/2.25.3')).toEqual(image.dicom);
});

it('keeps no key that can be taken out, and with a passphrase no key at all', async () => {
  for (const key of [await centreKey(database, 'A'), await pixelKey(database), await masterKey(database)])
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  const handles = async () => {
    const rows = await database.keys.toArray();
    return rows.filter((row) => 'key' in row || ('opener' in row && row.opener.kind === 'browser'));
  };
  expect(await handles()).toHaveLength(1);
  await setPassphrase(database, PASSPHRASE, FEW);
  expect(await handles()).toEqual([]);
  await expect(crypto.subtle.exportKey('raw', sharedKey(database)!)).rejects.toThrow();
});

it('makes one key when two pages ask for the first at once', async () => {
  const other = reopened();
  const [one, two] = await Promise.all([centreKey(database, 'A'), centreKey(other, 'A')]);
  expect(await pseudonymFor(one, 'patient', 'x')).toBe(await pseudonymFor(two, 'patient', 'x'));
  other.close();
});

/** A workspace as the first version left it. */
async function firstVersion(): Promise<{ centre: CryptoKey }> {
  const old = new Dexie(database.name);
  old.version(1).stores({
    keys: 'id',
    centres: 'id',
    charters: 'challengeId',
    definitions: 'id',
    images: 'id, challengeId, [challengeId+exam]',
    pixels: 'id, challengeId',
    choices: 'id, challengeId, imageId',
    packages: 'id, challengeId',
    decisions: 'id, challengeId',
    datasets: 'id, challengeId',
    runs: '++id, challengeId',
  });
  const centre = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const pixels = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  await old.table('keys').bulkAdd([
    { id: 'centre:a', key: centre },
    { id: 'pixels', key: pixels },
  ]);
  await old.table('pixels').add({ id: '2.25.3', challengeId: 'c', sealed: await seal(pixels, image.dicom) });
  await old.table('images').add({
    id: '2.25.3',
    challengeId: 'c',
    exam: 'e',
    identity: image.identity,
    facts: {},
    addedAt: 'now',
    deidentification: image.deidentification,
    bytes: 1,
    local: await seal(pixels, new TextEncoder().encode(JSON.stringify(local))),
  });
  old.close();
  return { centre };
}

it('opens a workspace of the first version, with its pseudonyms, pictures and correspondence', async () => {
  const { centre } = await firstVersion();
  expect(await pseudonymFor(await centreKey(database, 'A'), 'patient', 'x')).toBe(
    await pseudonymFor(centre, 'patient', 'x'),
  );
  expect(await readDicom(database, '2.25.3')).toEqual(image.dicom);
  const [row] = await allPatients(database);
  expect(row).toMatchObject({ exam: 'e', patient: 'p', challenges: ['c'] });
  expect(await identityOfPatient(database, row!)).toEqual(local);
  expect((await boundCentreKeys(database)).map(({ id }) => id)).toEqual(['centre:a']);
});

it('puts what a workspace of the first version holds under the passphrase; its centre key stays bound', async () => {
  await firstVersion();
  await renewDataKey(database);
  await setPassphrase(database, PASSPHRASE, FEW);
  const row = await database.images.get('2.25.3');
  expect(await readDicom(database, '2.25.3')).toEqual(image.dicom);
  expect(await readLocalIdentity(database, row!)).toEqual(local);
  lock(database);
  await expect(readDicom(database, '2.25.3')).rejects.toThrow('locked');
  await expect(centreKey(database, 'A')).rejects.toThrow('locked');
  expect((await database.keys.toArray()).flatMap((key) => ('key' in key ? [key.id] : []))).toEqual([
    'centre:a',
  ]);
  expect(await unlock(database, PASSPHRASE)).toBe(true);
  expect(await readDicom(database, '2.25.3')).toEqual(image.dicom);
});

it('goes on where an interrupted renewal stopped', async () => {
  await firstVersion();
  await renewDataKey(database, () => {
    throw new Error('power cut');
  }).catch(() => undefined);
  expect(await readDicom(database, '2.25.3')).toEqual(image.dicom);
  await renewDataKey(database);
  const row = await database.images.get('2.25.3');
  expect(await readDicom(database, '2.25.3')).toEqual(image.dicom);
  expect(await readLocalIdentity(database, row!)).toEqual(local);
  expect(await hasPassphrase(database)).toBe(false);
});
