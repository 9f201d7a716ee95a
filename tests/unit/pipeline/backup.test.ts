import { Decrypter, Encrypter } from 'age-encryption';
import { beforeAll, describe, expect, test } from 'vitest';
import { backupBytes, type Backup } from '../../../src/core/identity/backup.ts';
import { open, seal } from '../../../src/pipeline/backup.ts';

const PASSPHRASE = 'quatre fauteuils bleus à côté';
const backup: Backup = {
  format: 'negatoscope-backup',
  formatVersion: 1,
  tool: { name: 'negatoscope', version: '0.1.0' },
  createdAt: '2026-03-02T08:00:00Z',
  centre: { centre: 'Centre fictif', by: 'N. N.' },
  secrets: [{ id: 'pseudonyms', kind: 'pseudonyms', secret: 'c2VjcmV0IG9mIHRoZSB0ZXN0' }],
  patients: [],
  released: [],
  objections: [],
};

/** An age file with a low work factor, so that a test opens it at once. */
async function aged(bytes: Uint8Array, passphrase = PASSPHRASE): Promise<Uint8Array<ArrayBuffer>> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(4);
  encrypter.setPassphrase(passphrase.normalize('NFC'));
  return new Uint8Array(await encrypter.encrypt(bytes));
}

describe('a sealed backup', () => {
  let sealed: Blob;
  beforeAll(async () => {
    const written = await seal(backup, PASSPHRASE);
    if (!written.ok) throw new Error(written.failure.code);
    sealed = written.value;
  });

  test('is opened by its passphrase, however its accents are typed', async () => {
    expect(await open(sealed, PASSPHRASE.normalize('NFD'))).toEqual({ ok: true, value: backup });
  });

  test('is an age file of JSON, which another program can open', async () => {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(PASSPHRASE.normalize('NFC'));
    const plain = await decrypter.decrypt(new Uint8Array(await sealed.arrayBuffer()), 'text');
    expect(JSON.parse(plain)).toEqual(backup);
  });

  test('asks 2^18 rounds of scrypt of whoever guesses', async () => {
    expect(await sealed.text()).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S+ 18\n/);
  });

  test('holds none of its secrets in clear', async () => {
    const text = await sealed.text();
    for (const secret of ['c2VjcmV0IG9mIHRoZSB0ZXN0', 'Centre fictif', 'negatoscope'])
      expect(text).not.toContain(secret);
  });
});

describe('a file that is opened as a backup', () => {
  test('is refused under another passphrase', async () => {
    const file = new Blob([await aged(backupBytes(backup))]);
    expect(await open(file, `${PASSPHRASE}.`)).toMatchObject({
      ok: false,
      failure: { code: 'identity/wrong-passphrase' },
    });
  });

  test.each([
    ['is empty', ''],
    ['is a zip', 'PK\u0003\u0004'],
    ['is the plain JSON', JSON.stringify(backup)],
  ])('is refused when it %s', async (_, text) => {
    expect(await open(new Blob([text]), PASSPHRASE)).toMatchObject({
      ok: false,
      failure: { code: 'identity/not-a-backup' },
    });
  });

  test('is refused when it is an age file of something else', async () => {
    const file = new Blob([await aged(new TextEncoder().encode('a letter'))]);
    expect(await open(file, PASSPHRASE)).toMatchObject({ failure: { code: 'identity/not-a-backup' } });
  });

  test('names the place that is not as it must be', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...backup, patients: [{ exam: 'X' }] }));
    expect(await open(new Blob([await aged(bytes)]), PASSPHRASE)).toMatchObject({
      failure: { code: 'identity/damaged-backup', details: { where: 'patients.0.exam' } },
    });
  });

  test.each([
    ['one changed byte', (bytes: Uint8Array) => bytes.with(bytes.length - 20, bytes.at(-20)! ^ 1)],
    ['a lost end', (bytes: Uint8Array) => bytes.slice(0, -5)],
  ])('is damaged by %s, under the right passphrase', async (_, change) => {
    const bytes = await aged(backupBytes(backup));
    expect(await open(new Blob([new Uint8Array(change(bytes))]), PASSPHRASE)).toMatchObject({
      failure: { code: 'identity/damaged-backup' },
    });
  });

  test('opens after another one was refused', async () => {
    const file = new Blob([await aged(backupBytes(backup))]);
    expect((await open(file, 'another one entirely')).ok).toBe(false);
    expect(await open(file, PASSPHRASE)).toEqual({ ok: true, value: backup });
  });
});
