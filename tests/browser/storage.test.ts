import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HeaderDeidentified } from '../../src/core/deidentify/images.ts';
import {
  fingerprintOf,
  signManifest,
  verifyManifest,
  type Signer,
} from '../../src/core/package/signature.ts';
import { dropOtherCrops, madeCrops, putCrop, readCrop } from '../../src/storage/crops.ts';
import { Database } from '../../src/storage/database.ts';
import { deleteImages, imagesOf, putImage, readDicom, readLocalIdentity } from '../../src/storage/images.ts';
import { centreKey, pixelKey, signingKey } from '../../src/storage/keys.ts';
import { outcomeOf } from '../../src/storage/outcome.ts';
import { inventory, purgeAll } from '../../src/storage/purge.ts';

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
  patientId: '42',
  birthDate: '',
  accession: '',
  studyDate: '',
};
const image = {
  dicom: new TextEncoder().encode('the pixels of the image'),
  identity: { patient: 'p', exam: 'e', studyUid: '2.25.1', seriesUid: '2.25.2', sopUid: '2.25.3' },
  facts: {},
  deidentification: { edition: 'x', methods: [], actions: [], echoes: 0 },
} as unknown as HeaderDeidentified;

it('keeps pixels and identity encrypted at rest', async () => {
  await putImage(database, 'c', image, local, '2026-01-01');
  const stored = await database.pixels.get('c/2.25.3');
  const row = await database.images.get('c/2.25.3');
  const text = (bytes: ArrayBuffer | undefined) => new TextDecoder('latin1').decode(bytes);
  expect(text(stored?.sealed.ciphertext)).not.toContain('pixels');
  expect(text(row?.local.ciphertext)).not.toContain('Dupont');
  expect(JSON.stringify(row)).not.toContain('Dupont');
  expect(new TextDecoder().decode((await readDicom(database, 'c/2.25.3')) ?? undefined)).toBe(
    'the pixels of the image',
  );
  expect(row && (await readLocalIdentity(database, row))).toEqual(local);
});

it('makes one row of a file imported twice', async () => {
  await putImage(database, 'c', image, local, 'a');
  await putImage(database, 'c', image, local, 'b');
  expect(await imagesOf(database, 'c')).toHaveLength(1);
  await deleteImages(database, ['c/2.25.3']);
  expect(await readDicom(database, 'c/2.25.3')).toBeNull();
});

it('keeps one file for each challenge that it was imported for', async () => {
  await putImage(database, 'c', image, local, 'a');
  const other = { ...image, dicom: new TextEncoder().encode('cleaned by other rules') };
  const row = await putImage(database, 'd', other, local, 'b');
  expect(await imagesOf(database, 'c')).toHaveLength(1);
  expect(await imagesOf(database, 'd')).toEqual([row]);
  expect(new TextDecoder().decode((await readDicom(database, row.id)) ?? undefined)).toBe(
    'cleaned by other rules',
  );
  expect(new TextDecoder().decode((await readDicom(database, 'c/2.25.3')) ?? undefined)).toBe(
    'the pixels of the image',
  );
});

it('keeps the row of a file that was stored before challenges were told apart', async () => {
  const row = await putImage(database, 'c', image, local, 'a');
  const pixels = await database.pixels.get(row.id);
  if (!pixels) throw new Error('no pixels');
  await deleteImages(database, [row.id]);
  await database.images.put({ ...row, id: '2.25.3' });
  await database.pixels.put({ ...pixels, id: '2.25.3' });
  expect((await putImage(database, 'c', image, local, 'b')).id).toBe('2.25.3');
  expect((await putImage(database, 'd', image, local, 'b')).id).toBe('d/2.25.3');
  expect(await imagesOf(database, 'c')).toHaveLength(1);
});

it('makes keys that cannot be taken out, one a centre', async () => {
  const [one, again, other] = await Promise.all([
    centreKey(database, 'Hôpital A'),
    centreKey(database, ' hôpital a '),
    centreKey(database, 'Hôpital B'),
  ]);
  const sign = async (key: CryptoKey) =>
    new Uint8Array(await crypto.subtle.sign('HMAC', key, new Uint8Array(1))).join();
  expect(await sign(one)).toBe(await sign(again));
  expect(await sign(one)).not.toBe(await sign(other));
  await expect(crypto.subtle.exportKey('raw', one)).rejects.toThrow();
  await expect(crypto.subtle.exportKey('raw', await pixelKey(database))).rejects.toThrow();
});

it('makes one signing key that cannot be taken out, and signs with it again after a reload', async () => {
  const [one, again] = await Promise.all([signingKey(database), signingKey(database)]);
  const manifest = new TextEncoder().encode('a manifest');
  const sign = async (signer: Signer | null) => signer && (await signManifest(manifest, signer));
  const signature = await sign(one);
  if (!one || !signature?.ok) throw new Error('this browser has no Ed25519');
  expect(await sign(again)).toEqual(signature);
  database.close();
  await database.open();
  expect(await sign(await signingKey(database))).toEqual(signature);
  expect(await verifyManifest(manifest, signature.value)).toEqual({
    ok: true,
    value: await fingerprintOf(one.publicKey),
  });
  await expect(crypto.subtle.exportKey('pkcs8', one.privateKey)).rejects.toThrow();
});

it('has no signing key where the browser has no Ed25519', async () => {
  const original = crypto.subtle.generateKey.bind(crypto.subtle);
  crypto.subtle.generateKey = (() =>
    Promise.reject(new DOMException('no', 'NotSupportedError'))) as typeof crypto.subtle.generateKey;
  try {
    expect(await signingKey(database)).toBeNull();
  } finally {
    crypto.subtle.generateKey = original;
  }
});

describe('cropped images that were made', () => {
  const crop = {
    id: 'd1',
    challengeId: 'c',
    imageId: '2.25.3',
    facts: { center: [1, 2], size: [3, 4], spacing: null, resampled: false, outside: 0 },
    image: new TextEncoder().encode('cropped pixels'),
    mask: new TextEncoder().encode('cropped mask'),
  } as const;

  it('rest encrypted and are read as they were', async () => {
    await putCrop(database, crop);
    const row = await database.crops.get('d1');
    const text = new TextDecoder('latin1');
    expect(text.decode(row?.image.ciphertext)).not.toContain('pixels');
    expect(text.decode(row?.mask?.ciphertext)).not.toContain('mask');
    const { image: pixels, mask, facts } = crop;
    expect(await readCrop(database, 'd1')).toEqual({ image: pixels, mask, facts });
    expect(await readCrop(database, 'd2')).toBeNull();
  });

  it('go with their image, and when nothing stands for them', async () => {
    await putCrop(database, crop);
    await putCrop(database, { ...crop, id: 'd2', imageId: '2.25.4', mask: null });
    expect(await madeCrops(database, ['d1', 'd2', 'd3'])).toEqual(new Set(['d1', 'd2']));
    await deleteImages(database, ['2.25.3']);
    expect(await database.crops.toCollection().primaryKeys()).toEqual(['d2']);
    await dropOtherCrops(database, 'c', new Set(['d2']));
    expect(await database.crops.count()).toBe(1);
    await dropOtherCrops(database, 'c', new Set());
    expect(await database.crops.count()).toBe(0);
  });
});

it('purges keys and rows', async () => {
  const own = new Database(`negatoscope-${crypto.randomUUID()}`);
  await putImage(own, 'c', image, local, 'a');
  localStorage.setItem('negatoscope.theme', 'dark');
  localStorage.setItem('other.page', 'stays');
  const root = await navigator.storage.getDirectory();
  await root.getFileHandle('negatoscope-spill', { create: true });
  await (await caches.open('negatoscope-data')).put('./x', new Response('x'));
  const report = await purgeAll(own, '2026-01-01T00:00:00Z');
  const places = new Set(report.found.map(({ place }) => place));
  expect([...places].sort()).toEqual(['cache', 'database', 'file', 'setting']);
  expect(report.found).toContainEqual({ place: 'database', name: `${own.name} · images`, count: 1 });
  expect(report.left).toEqual([]);
  expect(await inventory()).toEqual([]);
  expect(localStorage.getItem('other.page')).toBe('stays');
  await own.open();
  expect(await own.keys.count()).toBe(0);
  expect(await own.images.count()).toBe(0);
  await own.delete();
});

it('tells a full disk, also where Dexie hides it', async () => {
  const full = new DOMException('full', 'QuotaExceededError');
  expect(await outcomeOf(() => Promise.reject(full))).toMatchObject({
    failure: { code: 'machine/storage-full' },
  });
  const hidden = Object.assign(new Error('aborted'), { name: 'AbortError', inner: full });
  expect(await outcomeOf(() => Promise.reject(hidden))).toMatchObject({
    failure: { code: 'machine/storage-full' },
  });
});
