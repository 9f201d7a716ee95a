import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import type { Browser, Page } from '@playwright/test';
import { demoRows } from '../../src/core/demo/rows.ts';
import { textOf } from '../../src/core/dicom/element.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import type { ManifestHead } from '../../src/core/package/manifest.ts';
import { withdrawalEntries, withdrawalHead, type Withdrawal } from '../../src/core/package/withdrawal.ts';
import { writePackage } from '../../src/core/package/write.ts';
import { seededRandom } from '../../src/core/random.ts';
import { violations } from './pages/accessibility.ts';
import { ContributePage } from './pages/contribute.ts';
import { CuratePage } from './pages/curate.ts';
import { IdentityPage } from './pages/identity.ts';
import { ShellPage } from './pages/shell.ts';
import { expect, test } from './site.ts';

const PASSPHRASE = 'quatre fauteuils bleus ici';
const OTHER = 'sept lampes vertes dehors';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Exams {
  readonly input: string;
  readonly rows: string;
  /** Texts that name a patient, as the files have them. */
  readonly planted: readonly string[];
  /** Bytes of a picture. */
  readonly pixels: Uint8Array;
}

/** CT exams drawn in code, as a centre's folder and table of rows. */
function examsOf(count: number, first = 0): Exams {
  const input = join(folder, `exams-${first}`);
  const batch = demoRows('thyroid', count, seededRandom(`identity ${first}`), first);
  const planted = new Set<string>();
  let pixels = new Uint8Array();
  for (const { path, bytes } of batch.files) {
    mkdirSync(dirname(join(input, path)), { recursive: true });
    writeFileSync(join(input, path), bytes);
    const part10 = readPart10(bytes);
    if (!part10.ok) throw new Error(part10.failure.code);
    const { dataset } = part10.value;
    // Name (and its parts), id, birth date, accession, study UID, physician, institution.
    for (const tag of ['00100010', '00100020', '00100030', '00080050', '0020000D', '00080090', '00080080']) {
      for (const part of (textOf(dataset, tag) ?? '').split('^')) if (part.length > 3) planted.add(part);
    }
    const value = dataset.elements.get('7FE00010')?.value;
    if (value?.kind === 'bytes') {
      const middle = Math.floor(value.bytes.length / 2);
      pixels = value.bytes.slice(middle, middle + 96);
    }
  }
  const rows = join(folder, `rows-${first}.csv`);
  writeFileSync(rows, batch.rows);
  return { input, rows, planted: [...planted], pixels };
}

async function contributing(
  page: Page,
  exams: Exams,
  centre = 'Centre A',
  passphrase?: string,
): Promise<ContributePage> {
  await page.goto('./');
  if (passphrase !== undefined) await new IdentityPage(page).unlock(passphrase);
  await new ShellPage(page).chooseChallenge('thyroid');
  const screens = new ContributePage(page);
  await screens.sign(centre, 'Ada Fixture');
  expect(await screens.import(exams.input)).toEqual([]);
  return screens;
}

/** Every string and byte of every row of every database, searched for these bytes; gives where they are. */
function foundAtRest(page: Page, needles: readonly number[][]): Promise<string[]> {
  return page.evaluate(async (wanted) => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(request.error?.message));
      });
    const texts = wanted.map((bytes) => String.fromCharCode(...bytes));
    const latin1 = new TextDecoder('latin1');
    const has = (bytes: Uint8Array) => {
      const text = latin1.decode(bytes);
      return texts.some((one) => text.includes(one));
    };
    const utf8 = new TextEncoder();
    const look = async (value: unknown): Promise<boolean> => {
      if (typeof value === 'string') return has(utf8.encode(value));
      if (value instanceof ArrayBuffer) return has(new Uint8Array(value));
      if (ArrayBuffer.isView(value))
        return has(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      if (value instanceof Blob) return has(new Uint8Array(await value.arrayBuffer()));
      if (typeof value !== 'object' || value === null) return false;
      const parts =
        value instanceof Map ? [...value].flat() : [...Object.keys(value), ...Object.values(value)];
      for (const part of parts) if (await look(part)) return true;
      return false;
    };
    const found: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await answer(indexedDB.open(name));
      for (const table of database.objectStoreNames) {
        const store = () => database.transaction(table).objectStore(table);
        const rows = (await answer(store().getAll())) as unknown[];
        const keys = await answer(store().getAllKeys());
        for (const [index, row] of rows.entries())
          if (await look([keys[index], row])) found.push(`${name}/${table}`);
      }
      database.close();
    }
    for (const storage of [localStorage, sessionStorage])
      for (const [key, value] of Object.entries(storage) as [string, string][])
        if (await look([key, value])) found.push(`setting ${key}`);
    for (const name of await caches.keys()) {
      // The application itself, which names the people of its demonstration.
      if (name.startsWith('workbox-precache')) continue;
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = await cache.match(request);
        if (response && (await look(await response.arrayBuffer()))) found.push(`${name} ${request.url}`);
      }
    }
    const walk = async (directory: FileSystemDirectoryHandle): Promise<void> => {
      for await (const [name, handle] of directory.entries()) {
        if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle);
        else if (await look(await (handle as FileSystemFileHandle).getFile())) found.push(`file ${name}`);
      }
    };
    await walk(await navigator.storage.getDirectory());
    return [...new Set(found)];
  }, needles);
}

/** A text in UTF-8, Latin-1, UTF-16 of both orders and base64 of UTF-8, as it would be at rest. */
function encodings(text: string): number[][] {
  const utf16 = Buffer.from(text, 'utf16le');
  const base64 = Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1);
  return [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'latin1'),
    utf16,
    Buffer.from(utf16).swap16(),
    ...(base64.length >= 8 ? [Buffer.from(base64)] : []),
  ].map((bytes) => [...bytes]);
}

const needlesOf = ({ planted, pixels }: Exams) => [...planted.flatMap(encodings), [...pixels]];

async function fresh<T>(browser: Browser, baseURL: string, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ baseURL, acceptDownloads: true, locale: 'en-GB' });
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

test('a passphrase locks every tab, loses no work, and nothing names a patient at rest', async ({ page }) => {
  const exams = examsOf(2);
  const screens = await contributing(page, exams);
  const identity = new IdentityPage(page);
  // Asked for, not forced, once there is something to protect.
  await page.getByRole('button', { name: 'Set a passphrase' }).click();
  await identity.typeNew('New passphrase', 'court');
  await identity.dialog.getByRole('button', { name: 'Set the passphrase' }).click();
  await expect(identity.dialog.getByRole('alert')).toHaveAttribute('data-code', 'identity/short-passphrase');
  await identity.typeNew('New passphrase', 'password password 12');
  await identity.dialog.getByRole('button', { name: 'Set the passphrase' }).click();
  await expect(identity.dialog.getByRole('alert')).toHaveAttribute('data-code', 'identity/common-passphrase');
  await identity.typeNew('New passphrase', PASSPHRASE, OTHER);
  await identity.dialog.getByRole('button', { name: 'Set the passphrase' }).click();
  await expect(identity.dialog.getByRole('alert')).toHaveAttribute(
    'data-code',
    'identity/unequal-passphrases',
  );
  await identity.typeNew('New passphrase', PASSPHRASE);
  await identity.dialog.getByRole('button', { name: 'Set the passphrase' }).click();
  await identity.dialog.waitFor({ state: 'detached' });
  expect(await foundAtRest(page, needlesOf(exams))).toEqual([]);

  // A name on the screen, a reason half typed, another tab.
  await page.getByRole('button', { name: 'Show who this is' }).first().click();
  await page.getByRole('button', { name: 'Hide who this is' }).waitFor();
  const shown = await page.getByTestId('exams').innerText();
  const name = exams.planted.find((text) => /^\p{Lu}\p{Ll}/u.test(text) && shown.includes(text)) ?? '';
  expect(name).not.toBe('');
  const second = await page.context().newPage();
  await second.goto('./#/contribute/desk');
  await expect(second.locator('canvas').first()).toBeVisible();
  await page.evaluate(() => (location.hash = '/contribute/desk'));
  await page.locator('canvas').first().waitFor();
  await page.keyboard.press('x');
  await page.getByLabel('Reason for the exclusion').fill('motion, half ty');
  await identity.lockNow();
  await expect(page.locator('main')).toBeHidden();
  expect(await page.locator('canvas').count()).toBe(0);
  expect(await page.content()).not.toContain(name);
  await new IdentityPage(second).lockScreen.waitFor();
  expect(await second.locator('canvas').count()).toBe(0);
  // Escape, twice, does not open it; keys reach nothing behind it.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(identity.lockScreen).toBeVisible();

  await identity.tryPassphrase(OTHER);
  await expect(identity.lockScreen.getByRole('alert')).toHaveAttribute(
    'data-code',
    'identity/wrong-passphrase',
  );
  await identity.unlock(PASSPHRASE);
  await expect(page.getByLabel('Reason for the exclusion')).toHaveValue('motion, half ty');
  await page.locator('canvas').first().waitFor();
  // The other tab opens with it.
  await new IdentityPage(second).lockScreen.waitFor({ state: 'detached' });
  await second.close();

  // A page that starts anew starts locked, and goes on where it was.
  await page.reload();
  await identity.lockScreen.waitFor();
  await identity.unlock(PASSPHRASE);
  const { accepted } = await screens.applyTable(exams.rows, null);
  expect(accepted).toBe(2);
  expect(await screens.clearAll()).toBe(2);
  await screens.export(join(folder, 'out.zip'));
  expect(await foundAtRest(page, needlesOf(exams))).toEqual([]);
});

test('it locks by itself when nobody is there', async ({ page }) => {
  await page.clock.install();
  await page.goto('./');
  const identity = new IdentityPage(page);
  await identity.setPassphrase(PASSPHRASE);
  await page.clock.fastForward('14:00');
  await page.mouse.move(10, 10);
  await page.clock.fastForward('14:00');
  await expect(identity.lockScreen).toHaveCount(0);
  await page.clock.fastForward('02:00');
  await identity.lockScreen.waitFor();
  await identity.unlock(PASSPHRASE);
  await page.getByLabel('Lock after').selectOption('0');
  await page.clock.fastForward('08:00:00');
  await expect(identity.lockScreen).toHaveCount(0);
});

test('a backup goes on with the same pseudonyms elsewhere; without it they are unrelated', async ({
  page,
  browser,
  site,
}) => {
  const exams = examsOf(2);
  await contributing(page, exams);
  const identity = new IdentityPage(page);
  await identity.setPassphrase(PASSPHRASE);
  await identity.openPatients();
  const pseudonyms = await identity.pseudonyms();
  expect(pseudonyms).toHaveLength(2);
  const file = join(folder, 'centre.backup.age');
  expect(await identity.backup(OTHER, file)).toMatch(/^negatoscope-centre-a-.*\.backup\.age$/);
  const bytes = readFileSync(file);
  expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  for (const text of exams.planted) expect(bytes.includes(Buffer.from(text))).toBe(false);

  const unrelated = await fresh(browser, site.url, async (other) => {
    const there = new IdentityPage(other);
    await contributing(other, exams);
    await there.setPassphrase(PASSPHRASE);
    await there.openPatients();
    const theirs = await there.pseudonyms();
    // With both keys one patient would have two pseudonyms.
    expect(await there.restore(file, OTHER)).toBe('identity/other-secret');
    return theirs;
  });
  expect(unrelated.flat().filter((one) => pseudonyms.flat().includes(one))).toEqual([]);

  await fresh(browser, site.url, async (other) => {
    await other.goto('./');
    const there = new IdentityPage(other);
    await there.setPassphrase('autre phrase bien longue');
    expect(await there.restore(file, PASSPHRASE)).toBe('identity/wrong-passphrase');
    const cut = join(folder, 'cut.backup.age');
    writeFileSync(cut, bytes.subarray(0, bytes.length - 20));
    expect(await there.restore(cut, OTHER)).toBe('identity/damaged-backup');
    const alien = join(folder, 'alien.age');
    writeFileSync(alien, 'nothing of ours');
    expect(await there.restore(alien, OTHER)).toBe('identity/not-a-backup');
    expect(await there.restore(file, OTHER)).toBe(2);
    await there.openPatients();
    expect(await there.pseudonyms()).toEqual(pseudonyms);
    await there.reveal();
    const name = exams.planted.find((text) => /^\p{Lu}/u.test(text)) ?? '';
    expect(await there.search(name)).toBeGreaterThan(0);
    // The same exams imported here get the pseudonyms they had there.
    await contributing(other, exams, 'Centre A', 'autre phrase bien longue');
    await there.openPatients();
    expect(await there.pseudonyms()).toEqual(pseudonyms);
    expect(await foundAtRest(other, needlesOf(exams))).toEqual([]);
  });
});

test('the age program’s format: another implementation opens the backup', async ({ page }) => {
  const python = process.env['NEGATOSCOPE_PYRAGE'] ?? 'python3';
  const probe = spawnSync(python, ['-c', 'import pyrage']);
  test.skip(probe.status !== 0, `no pyrage in ${python}: set NEGATOSCOPE_PYRAGE to a Python that has it`);
  const exams = examsOf(1);
  await contributing(page, exams);
  const identity = new IdentityPage(page);
  await identity.setPassphrase(PASSPHRASE);
  const file = join(folder, 'centre.backup.age');
  await identity.backup('mot de passe à accents é', file);
  const script =
    'import sys, pyrage; sys.stdout.buffer.write(pyrage.passphrase.decrypt(open(sys.argv[1], "rb").read(), sys.argv[2]))';
  const opened = spawnSync(python, ['-c', script, file, 'mot de passe à accents é']);
  expect(opened.stderr.toString()).toBe('');
  const backup = JSON.parse(opened.stdout.toString()) as {
    format: string;
    secrets: { id: string; secret: string }[];
    patients: { identity: { patientName: string } }[];
  };
  expect(backup.format).toBe('negatoscope-backup');
  expect(backup.secrets.map(({ id }) => id).sort()).toEqual(['centre:centre a']);
  expect(Buffer.from(backup.secrets[0]?.secret ?? '', 'base64').length).toBeGreaterThanOrEqual(32);
  expect(exams.planted).toContain(backup.patients[0]?.identity.patientName.split('^')[0]);
});

test('the correspondence table opens on demand, searches without accents, and outlives the images', async ({
  page,
}) => {
  const exams = examsOf(4);
  await contributing(page, exams);
  const identity = new IdentityPage(page);
  await identity.openPatients();
  await expect(page.locator('main')).toContainText('opens under a passphrase only');
  await expect(page.locator('tbody')).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await identity.setPassphrase(PASSPHRASE);
  await identity.openPatients();
  const family = exams.planted.find((text) => /^\p{Lu}\p{L}*[éèïëç]\p{L}*$/u.test(text)) ?? '';
  expect(family).not.toBe('');
  expect(await page.content()).not.toContain(family);
  expect(await identity.search(family)).toBe(0);
  await identity.search('');
  await identity.reveal();
  await expect(page.locator('tbody')).toContainText(family);
  expect(await violations(page)).toEqual([]);
  const folded = family.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const hits = await identity.search(folded);
  expect(hits).toBeGreaterThan(0);
  expect(hits).toBeLessThan(4);
  await identity.search('');
  const [[patient = ''] = []] = await identity.pseudonyms();
  expect(await identity.search(patient.toUpperCase())).toBeGreaterThan(0);

  // Removed exams stay in the table.
  await page.evaluate(() => (location.hash = '/contribute/import'));
  await page.getByRole('button', { name: 'Remove the exam' }).first().click();
  await page.getByRole('button', { name: 'Remove the exam' }).first().click();
  await expect(page.getByTestId('exams')).toHaveAttribute('data-count', '3');
  await identity.openPatients();
  expect(await page.content()).not.toContain(family);
  await expect(identity.rows).toHaveCount(4);
  await expect(page.locator('tbody')).toContainText('no image here');
});

test('an objection goes from the centre to the curator, the next version and the list of published ones', async ({
  page,
  browser,
  site,
}) => {
  const exams = examsOf(6);
  const others = examsOf(6, 6);
  const zips = [join(folder, 'a.zip'), join(folder, 'b.zip')] as const;
  const screens = await contributing(page, exams);
  await screens.applyTable(exams.rows, null);
  await screens.clearAll();
  await screens.export(zips[0]);
  await fresh(browser, site.url, async (other) => {
    const there = await contributing(other, others, 'Centre B');
    await there.applyTable(others.rows, null);
    await there.clearAll();
    await there.export(zips[1]);
  });

  const identity = new IdentityPage(page);
  await identity.setPassphrase(PASSPHRASE);
  await identity.openPatients();
  await identity.reveal();
  const [[patient = '', exam = ''] = []] = await identity.pseudonyms();
  const row = () => identity.rows.filter({ hasText: exam });
  const name = (await row().locator('strong').innerText()).split(' ');
  await identity.object(row());
  await expect(row()).toContainText('objects');
  await page.evaluate(() => (location.hash = '/contribute/export'));
  await expect(page.getByTestId('export-out')).toContainText('the patient objects');
  const exportable = async () => {
    await page.evaluate(() => (location.hash = '/contribute/export'));
    return page.getByTestId('export-count').innerText();
  };
  const without = await exportable();
  // Undone, the queue is as it was; nothing else brings the images back.
  await identity.openPatients();
  await row().getByRole('button', { name: 'Undo' }).click();
  await expect(row()).not.toContainText('objects');
  expect(await exportable()).not.toBe(without);
  await identity.openPatients();
  await identity.object(row());
  const [withdrawal = ''] = await identity.exportWithdrawals((file) => join(folder, file));
  await expect(row()).toContainText('withdrawn');
  await expect(row()).toContainText('no image here');
  await expect(row().getByRole('button')).toHaveCount(0);
  // The exam is refused from now on; what was planted is neither stored nor in the package.
  const refused = await screens.import(exams.input);
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['identity/patient-objects']));
  const text = await entryOf(withdrawal, 'withdrawal.json');
  for (const one of [...exams.planted, ...name]) expect(text).not.toContain(one);
  expect(text).toContain(patient);
  expect(await entryOf(withdrawal, 'manifest.sig')).toContain('Ed25519');

  await fresh(browser, site.url, async (curator) => {
    await curator.goto('./');
    await new ShellPage(curator).chooseChallenge('thyroid');
    const curate = new CuratePage(curator);
    await curate.open();
    expect((await curate.openPackages(zips)).problems).toEqual([]);
    await curate.split([60, 20, 20], '1');
    const first = await curate.export((file) => join(folder, `1-${file}`));
    expect(first).toHaveLength(4);
    const before = await imagesOf('1');
    // The same withdrawal signed by another takes nothing away, and says so.
    const forged = await signedByAnother(withdrawal);
    const refusal = await curate.openPackages([forged]);
    expect(refusal.problems.map(({ code }) => code)).toEqual(['package/withdrawal-other-key']);
    await expect(curator.locator('tbody')).not.toContainText('withdrawn by the centre');
    // Centre B never held the patient: its own withdrawal could not reach A. A's reaches A's images, and tells version 1.
    expect((await curate.openPackages([withdrawal])).problems).toEqual([]);
    const listed = curator.getByTestId('withdrawals').locator('li[data-images]');
    const withdrawn = Number(await listed.getAttribute('data-images'));
    expect(withdrawn).toBeGreaterThan(0);
    const versions = JSON.parse((await listed.getAttribute('data-versions')) ?? '[]') as string[][];
    expect(versions).toHaveLength(1);
    expect(versions[0]).toHaveLength(withdrawn);
    await expect(curator.locator('tbody')).toContainText('withdrawn by the centre');
    await curate.export((file) => join(folder, `2-${file}`));
    const card = await entryOf(join(folder, '2-thyroid-train.zip'), 'README.md');
    expect(card).toContain(`Images withdrawn at the request of patients, in none of the parts: ${withdrawn}`);
    expect(await imagesOf('2')).toBe(before - withdrawn);
    // The contribution opened again, and the page too: the withdrawal holds.
    await curator.getByRole('button', { name: 'Remove' }).first().click();
    await curate.openPackages(zips);
    await expect(listed).toHaveAttribute('data-images', String(withdrawn));
    await curator.reload();
    await curate.open();
    await expect(listed).toHaveAttribute('data-images', String(withdrawn));
    await expect(listed).toHaveAttribute('data-versions', JSON.stringify(versions));
  });
});

/** The withdrawal of a package, packed and signed by a key of somebody else. */
async function signedByAnother(zip: string): Promise<string> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const signer = {
    publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)),
    privateKey: pair.privateKey,
  };
  const withdrawal = JSON.parse(await entryOf(zip, 'withdrawal.json')) as Withdrawal;
  const { challenge, tool } = JSON.parse(await entryOf(zip, 'manifest.json')) as ManifestHead;
  const chunks: Uint8Array[] = [];
  const sink = {
    write: (chunk: Uint8Array) => {
      chunks.push(chunk);
      return Promise.resolve();
    },
  };
  const head = withdrawalHead(challenge, tool.version, withdrawal);
  const written = await writePackage(head, withdrawalEntries(withdrawal), sink, { signer });
  if (!written.ok) throw new Error(written.failure.code);
  const path = join(folder, 'forged.zip');
  writeFileSync(path, Buffer.concat(chunks));
  return path;
}

/** Images in the parts of a version that was saved with this prefix. */
async function imagesOf(prefix: string): Promise<number> {
  let images = 0;
  for (const part of ['train', 'validation', 'test']) {
    const manifest = await entryOf(join(folder, `${prefix}-thyroid-${part}.zip`), 'manifest.json');
    images += (JSON.parse(manifest) as { counts: { images: number } }).counts.images;
  }
  return images;
}

async function entryOf(zip: string, path: string): Promise<string> {
  const reader = new ZipReader(new BlobReader(new Blob([readFileSync(zip)])), { useWebWorkers: false });
  try {
    const entry = (await reader.getEntries()).find(({ filename }) => filename === path);
    if (!entry || entry.directory) throw new Error(`${zip} has no ${path}`);
    return await entry.getData(new TextWriter());
  } finally {
    await reader.close();
  }
}

test('a purge leaves no byte, in no tab, and says what it found and what it cannot reach', async ({
  page,
}) => {
  const exams = examsOf(2);
  await contributing(page, exams);
  const identity = new IdentityPage(page);
  // Without encryption, as if something of ours had spilled it.
  await page.evaluate(
    async ({ text, bytes }) => {
      const root = await navigator.storage.getDirectory();
      const file = await root.getFileHandle('negatoscope-spill', { create: true });
      const stream = await file.createWritable();
      await stream.write(text);
      await stream.close();
      await (await caches.open('negatoscope-data')).put('./spill', new Response(text));
      localStorage.setItem('negatoscope.spill', text);
      sessionStorage.setItem('negatoscope.spill', text);
      await new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('negatoscope-old', 1);
        request.onupgradeneeded = () => request.result.createObjectStore('x', { autoIncrement: true });
        request.onerror = () => reject(new Error('open'));
        request.onsuccess = () => {
          const writing = request.result.transaction('x', 'readwrite');
          writing.objectStore('x').add({ text, pixels: new Uint8Array(bytes) });
          writing.oncomplete = () => {
            request.result.close();
            resolve();
          };
        };
      });
    },
    { text: exams.planted.join(' '), bytes: [...exams.pixels] },
  );
  expect((await foundAtRest(page, needlesOf(exams))).length).toBeGreaterThanOrEqual(4);
  const second = await page.context().newPage();
  await second.goto('./#/contribute/desk');
  await second.locator('canvas').first().waitFor();

  const { found, left } = await identity.purge();
  expect(found).toBeGreaterThan(8);
  expect(left).toBe(0);
  await expect(page.getByTestId('purge-report')).toContainText('What a purge cannot reach');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as text' }).click();
  const report = join(folder, 'report.txt');
  await (await download).saveAs(report);
  expect(readFileSync(report, 'utf8')).toContain('negatoscope · images');
  for (const text of exams.planted) expect(readFileSync(report, 'utf8')).not.toContain(text);
  await expect(second.locator('canvas')).toHaveCount(0);
  expect(await foundAtRest(page, needlesOf(exams))).toEqual([]);
  const rows = await page.evaluate(async () => {
    let count = 0;
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(name));
      });
      for (const table of database.objectStoreNames) {
        count += await new Promise<number>((resolve) => {
          const request = database.transaction(table).objectStore(table).count();
          request.onsuccess = () => resolve(request.result);
        });
      }
      database.close();
    }
    return count;
  });
  expect(rows).toBe(0);
  // The next centre begins with nothing of this one. The browser hands a folder to the page in front alone.
  await page.bringToFront();
  await contributing(page, exams);
});
