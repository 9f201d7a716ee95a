import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Locator, Page } from '@playwright/test';
import { demoRows } from '../../src/core/demo/rows.ts';
import { seededRandom } from '../../src/core/random.ts';
import { ContributePage } from './pages/contribute.ts';
import { ShellPage } from './pages/shell.ts';
import { expect, test } from './site.ts';

/** Files of an exam that `demoRows` draws for the thyroid. */
const SLICES = 3;

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** CT exams drawn in code, as a centre's folder and table of rows. */
function centreOf(exams: number): { input: string; rows: string; files: number } {
  const input = join(folder, 'exams');
  const batch = demoRows('thyroid', exams, seededRandom(`killed tab ${exams}`));
  for (const { path, bytes } of batch.files) {
    mkdirSync(dirname(join(input, path)), { recursive: true });
    writeFileSync(join(input, path), bytes);
  }
  const rows = join(folder, 'rows.csv');
  writeFileSync(rows, batch.rows);
  return { input, rows, files: batch.files.length };
}

async function signed(page: Page): Promise<ContributePage> {
  await page.goto('./');
  await new ShellPage(page).chooseChallenge('thyroid');
  const screens = new ContributePage(page);
  await screens.sign('Centre A', 'Ada Fixture');
  return screens;
}

/** Images by exam, as the import screen lists them. */
async function listed(page: Page): Promise<ReadonlyMap<string, number>> {
  const rows = await page.getByTestId('exams').locator('tbody tr').all();
  const entries = rows.map(async (row): Promise<[string, number]> => {
    const [exam, images] = [row.locator('td').nth(1).locator('code'), row.locator('td').nth(4)];
    return [(await exam.getAttribute('title')) ?? '', Number(await images.innerText())];
  });
  return new Map(await Promise.all(entries));
}

const total = (images: ReadonlyMap<string, number>) =>
  [...images.values()].reduce((sum, one) => sum + one, 0);

/** Rows of two tables of the workspace: headers, and the pixels that must go with each. */
function storedRows(page: Page): Promise<{ images: readonly string[]; pixels: readonly string[] }> {
  return page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(request.error?.message));
      });
    const database = await answer(indexedDB.open('negatoscope'));
    const keys = async (table: string) =>
      (await answer(database.transaction(table).objectStore(table).getAllKeys())) as string[];
    const rows = { images: await keys('images'), pixels: await keys('pixels') };
    database.close();
    return rows;
  });
}

/** Reads every entry of a package and compares it with the manifest, by other code than the product's. */
async function soundPackage(path: string): Promise<{ images: number; files: number }> {
  const reader = new ZipReader(new BlobReader(new Blob([readFileSync(path)])), { useWebWorkers: false });
  const contents = new Map<string, Uint8Array>();
  for (const entry of await reader.getEntries({})) {
    if (!entry.directory) {
      contents.set(entry.filename, await entry.getData(new Uint8ArrayWriter(), { checkSignature: true }));
    }
  }
  await reader.close();
  const manifest = JSON.parse(new TextDecoder().decode(contents.get('manifest.json'))) as {
    counts: { images: number };
    files: { path: string; bytes: number; sha256: string }[];
  };
  const found = [...contents]
    .filter(([name]) => !['manifest.json', 'manifest.sig'].includes(name))
    .map(([name, bytes]) => ({
      path: name,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }));
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
  expect(found.sort(byPath)).toEqual([...manifest.files].sort(byPath));
  return { images: manifest.counts.images, files: found.length };
}

test('a tab killed in mid-import keeps what was stored, and the folder imported again is whole', async ({
  page,
  context,
}) => {
  const exams = 14;
  const { input, rows, files } = centreOf(exams);
  expect(files).toBe(exams * SLICES);
  await signed(page);
  await new ShellPage(page).open('#/contribute/import');
  await page.getByLabel('Choose a folder').setInputFiles(input);
  await page.waitForFunction(() => document.querySelectorAll('[data-testid=exams] tbody tr').length > 0);
  const before = await listed(page);
  await page.close();

  const next = await context.newPage();
  await next.goto('./#/contribute/import');
  await next.getByTestId('exams').waitFor();
  const kept = await listed(next);
  // Else the import had ended before the tab was closed, and this test showed nothing.
  expect(total(kept)).toBeLessThan(files);
  expect(total(before)).toBeGreaterThan(0);
  for (const [exam, images] of before) expect(kept.get(exam) ?? 0).toBeGreaterThanOrEqual(images);
  const stored = await storedRows(next);
  expect(stored.images).toHaveLength(total(kept));
  expect(stored.pixels).toEqual(stored.images);

  const screens = new ContributePage(next);
  expect(await screens.import(input)).toEqual([]);
  await expect(next.getByTestId('import-done')).toHaveAttribute('data-images', String(files));
  await next.reload();
  await next.getByTestId('exams').waitFor();
  const whole = await listed(next);
  expect([...whole.values()]).toEqual(Array(exams).fill(SLICES));
  const after = await storedRows(next);
  expect(after.images).toHaveLength(files);
  expect(after.pixels).toEqual(after.images);
  // What was stored before is the same image, under the same identifier.
  expect(after.images).toEqual(expect.arrayContaining([...stored.images]));
  const table = await screens.applyTable(rows, null);
  expect(table).toEqual({ accepted: exams, refused: [], repaired: [] });
  expect(await screens.clearAll()).toBe(exams);
});

test('a tab killed in mid-export keeps every clearing, and the export done again is sound', async ({
  page,
  context,
}) => {
  const exams = 16;
  const { input, rows } = centreOf(exams);
  const screens = await signed(page);
  await screens.import(input);
  await screens.applyTable(rows, null);
  expect(await screens.clearAll()).toBe(exams);
  await new ShellPage(page).open('#/contribute/export');
  let downloads = 0;
  page.on('download', () => downloads++);
  await page.getByRole('button', { name: 'Export the package' }).click();
  await page.locator('main').getByRole('progressbar').waitFor();
  await page.close();
  // Else the export had ended before the tab was closed.
  expect(downloads).toBe(0);

  const next = await context.newPage();
  await next.goto('./#/contribute/leaving');
  const count = next.getByTestId('cleared-count');
  await expect(count).toHaveAttribute('data-cleared', String(exams));
  await expect(count).toHaveAttribute('data-accepted', String(exams));
  const out = join(folder, 'package.zip');
  const { sha256 } = await new ContributePage(next).export(out);
  expect(sha256).toBe(createHash('sha256').update(readFileSync(out)).digest('hex'));
  const { images, files } = await soundPackage(out);
  expect(images).toBe(exams);
  expect(files).toBeGreaterThanOrEqual(exams);
});

/** The entry of the queue that the desk shows, by position and exam. */
const current = (page: Page): Locator =>
  page.getByRole('list', { name: 'Queue' }).locator('button[aria-current=true]');

test('a reload of the desk worked through in order resumes at the same image, decisions kept', async ({
  page,
}) => {
  const { input } = centreOf(4);
  const screens = await signed(page);
  await screens.import(input);
  await new ShellPage(page).open('#/contribute/desk');
  await expect(current(page)).toHaveAttribute('data-state', 'open');
  for (const position of ['2', '3']) {
    await page.getByRole('button', { name: /^Exclude/ }).click();
    await page.getByLabel('Reason for the exclusion').fill('Not of this challenge');
    await page.getByRole('button', { name: 'Exclude this image' }).click();
    await expect(current(page).locator('.number')).toHaveText(position);
  }
  const shown = await current(page).getAttribute('aria-label');
  await page.reload();
  await expect(current(page)).toHaveAttribute('aria-label', shown ?? '');
  await expect(page.getByRole('list', { name: 'Queue' }).locator('[data-state=excluded]')).toHaveCount(2);
});
