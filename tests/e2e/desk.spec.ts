import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { demoRows } from '../../src/core/demo/rows.ts';
import { element, textOf, withElements } from '../../src/core/dicom/element.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { writePart10 } from '../../src/core/dicom/write.ts';
import { seededRandom } from '../../src/core/random.ts';
import { ContributePage } from './pages/contribute.ts';
import { ShellPage } from './pages/shell.ts';
import { expect, test } from './site.ts';

const EXAMS = 3;

let folder: string;
test.beforeEach(async ({ page }) => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-e2e-'));
  const input = join(folder, 'exams');
  for (const { path, bytes } of demoRows('thyroid', EXAMS, seededRandom('desk')).files) {
    mkdirSync(dirname(join(input, path)), { recursive: true });
    writeFileSync(join(input, path), bytes);
  }
  await page.goto('./');
  await new ShellPage(page).chooseChallenge('thyroid');
  const screens = new ContributePage(page);
  await screens.sign('Centre A', 'Ada Fixture');
  expect(await screens.import(input)).toEqual([]);
  await page.evaluate(() => (location.hash = '/contribute/desk'));
  await page.locator('[data-shown]').waitFor();
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place = async (page: Page) => [
  Number(await page.getByLabel('Column', { exact: true }).inputValue()),
  Number(await page.getByLabel('Row', { exact: true }).inputValue()),
];

test('arrows move the crop by a pixel, with Shift by ten; pages go through the slices', async ({ page }) => {
  await page.keyboard.press('c');
  await expect.poll(() => place(page)).not.toEqual([0, 0]);
  const [x = 0, y = 0] = await place(page);
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', 'Shift+ArrowDown'])
    await page.keyboard.press(key);
  await expect.poll(() => place(page)).toEqual([x + 2, y + 9]);
  // 192 pixels of 0.45 mm.
  await expect(page.getByText('Crop 86.4 × 86.4')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect.poll(() => place(page)).toEqual([x + 2, y - 1]);
  await expect(page.getByText(/Image 2 of 3|Slice 2 of 3|2 of 3/).first()).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(page.getByText(/3 of 3/).first()).toBeVisible();
});

test('complete images are accepted together, and taken back together', async ({ page }) => {
  const items = page.getByRole('list', { name: 'Queue' }).getByRole('button');
  for (let n = 0; n < EXAMS; n++) {
    await items.nth(n).click();
    for (const key of ['1', 'c', 'd']) await page.keyboard.press(key);
  }
  await page.getByRole('button', { name: `Accept the ${EXAMS} complete images` }).click();
  await expect(page.getByTestId('left-to-do')).toContainText('0 images');
  await expect(items.nth(0)).toHaveAttribute('data-state', 'accepted');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('left-to-do')).toContainText(`${EXAMS} images`);
});

test('what is complete is counted anew after the desk was left and come back to', async ({ page }) => {
  const items = page.getByRole('list', { name: 'Queue' }).getByRole('button');
  const complete = async (n: number) => {
    await items.nth(n).click();
    for (const key of ['1', 'c', 'd']) await page.keyboard.press(key);
  };
  await complete(0);
  await complete(1);
  await expect(page.getByRole('button', { name: 'Accept the 2 complete images' })).toBeVisible();
  await page.evaluate(() => (location.hash = '/'));
  await page.getByRole('button', { name: 'Try the demo' }).waitFor();
  await page.evaluate(() => (location.hash = '/contribute/desk'));
  await complete(2);
  await expect(page.getByRole('button', { name: 'Accept the 3 complete images' })).toBeVisible();
});

test('the same pixels under another patient are pointed at', async ({ page }) => {
  const copy = join(folder, 'copy');
  mkdirSync(copy);
  const [first] = demoRows('thyroid', 1, seededRandom('desk')).files.slice(1);
  const part10 = readPart10(first?.bytes ?? new Uint8Array());
  if (!part10.ok) throw new Error(part10.failure.code);
  const { dataset, transferSyntax } = part10.value;
  const other = [
    element('00100020', 'LO', 'OTHER'),
    element('0020000D', 'UI', '1.2.826.0.1.3680043.8.498.31'),
    element('0020000E', 'UI', '1.2.826.0.1.3680043.8.498.32'),
    element('00080018', 'UI', '1.2.826.0.1.3680043.8.498.33'),
  ];
  const sopClass = textOf(dataset, '00080016') ?? '';
  writeFileSync(
    join(copy, 'copy.dcm'),
    writePart10(withElements(dataset, { set: other }), {
      transferSyntax,
      sopClass,
      sopInstance: '1.2.826.0.1.3680043.8.498.33',
    }),
  );
  await new ContributePage(page).import(copy);
  await page.evaluate(() => (location.hash = '/contribute/desk'));
  const items = page.getByRole('list', { name: 'Queue' }).getByRole('button');
  await expect(items).toHaveCount(EXAMS + 1);
  for (let n = 0; n < EXAMS + 1; n++) {
    await items.nth(n).click();
    await page.locator('[data-shown]').waitFor();
  }
  for (let n = 0; n < EXAMS + 1; n++) {
    await items.nth(n).click();
    if ((await page.locator('[data-hint=identical]').count()) > 0) break;
  }
  const before = await page.locator('[aria-current=true]').innerText();
  await page.locator('[data-hint=identical] button').click();
  await expect(page.locator('[aria-current=true]')).not.toHaveText(before);
  await expect(page.locator('[data-hint=identical]')).toBeVisible();
});
