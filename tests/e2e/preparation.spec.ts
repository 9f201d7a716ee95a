import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { demoRows } from '../../src/core/demo/rows.ts';
import { seededRandom } from '../../src/core/random.ts';
import { violations } from './pages/accessibility.ts';
import { ContributePage } from './pages/contribute.ts';
import { ShellPage } from './pages/shell.ts';
import { expect, test } from './site.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function imported(page: Page, kind: 'liver' | 'thyroid', exams: number): Promise<void> {
  const input = join(folder, 'exams');
  for (const { path, bytes } of demoRows(kind, exams, seededRandom(`prepare ${kind}`)).files) {
    mkdirSync(dirname(join(input, path)), { recursive: true });
    writeFileSync(join(input, path), bytes);
  }
  await page.goto('./');
  await new ShellPage(page).chooseChallenge(kind);
  const screens = new ContributePage(page);
  await screens.sign('Centre A', 'Ada Fixture');
  expect(await screens.import(input)).toEqual([]);
}

interface Stored {
  readonly sectors: number;
  readonly centers: number;
  readonly states: readonly string[];
  readonly acts: number;
}

/** The queue and its history as they rest in the browser. */
const stored = (page: Page): Promise<Stored> =>
  page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(request.error?.message));
      });
    const database = await answer(indexedDB.open('negatoscope'));
    const rows = (await answer(database.transaction('choices').objectStore('choices').getAll())) as {
      sector: unknown;
      center: unknown;
      state: string;
    }[];
    const acts = await answer(database.transaction('history').objectStore('history').count());
    database.close();
    return {
      sectors: rows.filter(({ sector }) => sector !== null).length,
      centers: rows.filter(({ center }) => center !== null).length,
      states: [...new Set(rows.map(({ state }) => state))],
      acts,
    };
  });

test('the whole queue gets its outlines in one act, cancelled and gone on with, and nothing is accepted', async ({
  page,
}) => {
  const exams = 16;
  await imported(page, 'liver', exams);
  await page.getByRole('button', { name: `Prepare ${exams} open images` }).click();
  const bar = page.locator('main').getByRole('progressbar', { name: 'Preparing the queue' });
  await expect
    .poll(async () => Number(await bar.getAttribute('aria-valuenow')), { intervals: [10] })
    .toBeGreaterThanOrEqual(2);
  await page
    .locator('main')
    .getByRole('button', { name: /Cancel/ })
    .click();
  const prepared = page.getByTestId('prepared');
  await prepared.waitFor();
  const first = Number(await prepared.getAttribute('data-outlines'));
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(exams);
  expect(await stored(page)).toEqual({ sectors: first, centers: 0, states: ['open'], acts: 1 });

  await page.getByRole('button', { name: /^Prepare \d+ open images/ }).click();
  await expect(prepared).toHaveAttribute('data-outlines', String(exams - first));
  expect(await stored(page)).toEqual({ sectors: exams, centers: 0, states: ['open'], acts: 2 });
  expect(await violations(page)).toEqual([]);

  // One undo takes the second run back, another the first; also after a reload.
  await prepared.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('All of it is taken back.')).toBeVisible();
  expect((await stored(page)).sectors).toBe(first);
  await page.reload();
  await page.evaluate(() => (location.hash = '/contribute/desk'));
  await page.locator('[data-shown]').waitFor();
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await stored(page)).sectors).toBe(0);
});

test('a crop that was placed by the batch is not among those accepted together before it was seen', async ({
  page,
}) => {
  const exams = 3;
  await imported(page, 'thyroid', exams);
  await page.evaluate(() => (location.hash = '/contribute/desk'));
  await page.locator('[data-shown]').waitFor();
  const items = page.getByRole('list', { name: 'Queue' }).getByRole('button');
  for (let n = 0; n < exams; n++) {
    await items.nth(n).click();
    for (const key of ['1', 'd']) await page.keyboard.press(key);
  }
  await page.evaluate(() => (location.hash = '/contribute/import'));
  await page.getByLabel('Place the crop in the middle where none is placed').check();
  await page.getByRole('button', { name: `Prepare ${exams} open images` }).click();
  await expect(page.getByTestId('prepared')).toHaveAttribute('data-centers', String(exams));
  await page.evaluate(() => (location.hash = '/contribute/desk'));
  await page.locator('[data-shown]').waitFor();
  await expect(page.getByTestId('left-to-do')).toContainText(`${exams} images`);
  await expect(page.getByRole('button', { name: /^Accept the/ })).toHaveCount(0);
  // One by one, each on the screen.
  for (let n = 0; n < exams; n++) {
    await items.nth(n).click();
    await expect(page.locator('[data-shown]')).toHaveCount(1);
    await page.keyboard.press('Space');
    await expect(items.nth(n)).toHaveAttribute('data-state', 'accepted');
  }
});
