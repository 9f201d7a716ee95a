import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Page } from '@playwright/test';
import { demoRows } from '../../src/core/demo/rows.ts';
import { seededRandom } from '../../src/core/random.ts';
import { niftiMask } from '../fixtures/nifti.ts';
import { ContributePage } from './pages/contribute.ts';
import { CuratePage } from './pages/curate.ts';
import { ShellPage } from './pages/shell.ts';
import { expect, test } from './site.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A centre with `exams` cleared images of the kind. */
async function clearedCentre(page: Page, kind: 'thyroid' | 'renal-cortex', exams: number) {
  const input = join(folder, 'exams');
  const batch = demoRows(kind, exams, seededRandom(`crops ${kind}`));
  for (const { path, bytes } of batch.files) {
    mkdirSync(dirname(join(input, path)), { recursive: true });
    writeFileSync(join(input, path), bytes);
  }
  for (const [path, mask] of batch.masks) writeFileSync(join(input, path), niftiMask(mask.data, mask.size));
  const rows = join(folder, 'rows.csv');
  writeFileSync(rows, batch.rows);
  await page.goto('./');
  await new ShellPage(page).chooseChallenge(kind);
  const screens = new ContributePage(page);
  await screens.sign('Centre A', 'Ada Fixture');
  await screens.import(input);
  const applied = await screens.applyTable(rows, kind === 'renal-cortex' ? input : null, true);
  expect(applied).toEqual({ accepted: exams, refused: [], repaired: [] });
  expect(await screens.clearAll()).toBe(exams);
  return screens;
}

const openExport = (page: Page) => new ShellPage(page).open('#/contribute/export');

/** Presses the button and saves what comes; gives the digest that the page tells. */
async function make(page: Page, name: string, path: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name, exact: true }).click();
  await (await download).saveAs(path);
  return page.getByTestId('crops-digest').innerText();
}

async function entriesOf(path: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const reader = new ZipReader(new BlobReader(new Blob([readFileSync(path)])), { useWebWorkers: false });
  const contents = new Map<string, Uint8Array>();
  for (const entry of await reader.getEntries({}))
    if (!entry.directory)
      contents.set(entry.filename, await entry.getData(new Uint8ArrayWriter(), { checkSignature: true }));
  await reader.close();
  return contents;
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const hashes = (entries: ReadonlyMap<string, Uint8Array>, under: RegExp) =>
  [...entries].filter(([path]) => under.test(path)).map(([, bytes]) => hash(bytes));

/** Sets how many workers there are, from the next load on. */
const setWorkers = (page: Page, count: number) =>
  page.evaluate((wished) => localStorage.setItem('negatoscope.workers', String(wished)), count);

const cropsStored = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(request.error?.message));
      });
    const database = await answer(indexedDB.open('negatoscope'));
    const count = await answer(database.transaction('crops').objectStore('crops').count());
    database.close();
    return count;
  });

test('a batch by two workers, cancelled and resumed after a reload, is the same file as made one by one, and as the dataset', async ({
  page,
}) => {
  const exams = 24;
  const screens = await clearedCentre(page, 'thyroid', exams);
  await setWorkers(page, 2);
  await page.reload();
  await openExport(page);
  await page.getByRole('button', { name: 'Make the cropped images' }).click();
  const progress = page.locator('main').getByRole('progressbar', { name: 'Cropped images' });
  await expect
    .poll(async () => Number(await progress.getAttribute('aria-valuenow')), { intervals: [10] })
    .toBeGreaterThanOrEqual(3);
  await page.locator('main').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  const before = await cropsStored(page);
  expect(before).toBeGreaterThanOrEqual(3);
  expect(before).toBeLessThan(exams);

  await page.reload();
  await expect(page.getByTestId('crops-made')).toHaveAttribute('data-count', String(before));
  const resumed = join(folder, 'resumed.zip');
  const digest = await make(page, 'Go on', resumed);
  expect(hash(readFileSync(resumed))).toBe(digest);

  // One worker, nothing kept of before.
  await setWorkers(page, 1);
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('negatoscope');
        request.onerror = reject;
        request.onsuccess = () => {
          const writing = request.result.transaction('crops', 'readwrite');
          writing.objectStore('crops').clear();
          writing.oncomplete = () => resolve(request.result.close());
        };
      }),
  );
  await page.reload();
  const single = join(folder, 'single.zip');
  expect(await make(page, 'Make the cropped images', single)).toBe(digest);
  expect(readFileSync(single).equals(readFileSync(resumed))).toBe(true);

  // The dataset's images are these.
  const contribution = join(folder, 'contribution.zip');
  await screens.export(contribution);
  const curate = new CuratePage(page);
  await curate.open();
  expect((await curate.openPackages([contribution])).problems).toEqual([]);
  await curate.split([50, 25, 25], '7');
  const names = await curate.export((name) => join(folder, name));
  const published: string[] = [];
  for (const name of names) published.push(...hashes(await entriesOf(join(folder, name)), /^images/));
  const crops = await entriesOf(resumed);
  expect(hashes(crops, /^images\//).sort()).toEqual(published.sort());

  const table = new TextDecoder().decode(crops.get('crops.csv')).trim().split('\n');
  expect(table[0]).toBe('id,image,mask,center_x,center_y,columns,rows,spacing_x,spacing_y,flags');
  expect(table).toHaveLength(exams + 1);
  expect(table[1]).toMatch(/^([a-z2-7]{16}-1),images\/\1\.nii\.gz,,\d+,\d+,192,192,0\.45,0\.45,/);
  const texts = [...crops].filter(([path]) => !path.endsWith('.nii.gz'));
  for (const [, bytes] of texts) expect(new TextDecoder().decode(bytes)).not.toContain('exams/');
});

test('masks come along, only cleared images are in, and what is no longer cleared is not kept', async ({
  page,
}) => {
  const screens = await clearedCentre(page, 'renal-cortex', 4);
  await page.evaluate(() => (location.hash = '/contribute/leaving'));
  await page
    .getByTestId('leaving-card')
    .first()
    .getByRole('button', { name: 'Take the clearing back' })
    .click();
  await expect(page.getByTestId('cleared-count')).toHaveAttribute('data-cleared', '3');
  await openExport(page);
  const out = join(folder, 'crops.zip');
  await make(page, 'Make the cropped images', out);
  const crops = await entriesOf(out);
  expect(hashes(crops, /^images\//)).toHaveLength(3);
  expect(hashes(crops, /^masks\//)).toHaveLength(3);
  expect(await cropsStored(page)).toBe(3);

  const contribution = join(folder, 'contribution.zip');
  await screens.export(contribution);
  const curate = new CuratePage(page);
  await curate.open();
  await curate.openPackages([contribution]);
  await curate.split([34, 33, 33], '7');
  const published: string[] = [];
  for (const name of await curate.export((one) => join(folder, one)))
    published.push(...hashes(await entriesOf(join(folder, name)), /^(images|labels)T[rs]\//));
  expect(hashes(crops, /^(images|masks)\//).sort()).toEqual(published.sort());

  // What is no longer cleared is dropped with the next look.
  await page.evaluate(() => (location.hash = '/contribute/leaving'));
  await page.getByRole('button', { name: 'Take the clearing back' }).first().click();
  await openExport(page);
  await expect.poll(() => cropsStored(page)).toBe(2);
});
