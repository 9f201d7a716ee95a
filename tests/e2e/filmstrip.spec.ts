import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { buildDicom, imageFields } from '../fixtures/dicom.ts';
import { violations } from './pages/accessibility.ts';
import { ContributePage } from './pages/contribute.ts';
import { ShellPage } from './pages/shell.ts';
import { expect, test } from './site.ts';

const EXAMS = 60;
let folder: string;
test.beforeEach(async ({ page }) => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-e2e-'));
  const input = join(folder, 'exams');
  mkdirSync(input);
  for (let n = 0; n < EXAMS; n++) {
    // Left half dark, right half bright.
    const pixels = Int16Array.from({ length: 256 * 128 }, (_, at) =>
      at % 256 < 128 ? -1000 : 100 + (n % 7),
    );
    const fields = imageFields(
      { columns: 256, rows: 128, pixels },
      {
        PatientID: `F-${n}`,
        StudyInstanceUID: `1.2.826.0.1.3680043.8.498.40.${n}`,
        SeriesInstanceUID: `1.2.826.0.1.3680043.8.498.41.${n}`,
        SOPInstanceUID: `1.2.826.0.1.3680043.8.498.42.${n}`,
        ImageOrientationPatient: ['1', '0', '0', '0', '1', '0'],
        ImagePositionPatient: ['0', '0', '0'],
      },
    );
    writeFileSync(join(input, `${n}.dcm`), buildDicom({ fields }));
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

const queue = (page: Page) => page.getByRole('list', { name: 'Queue' });
const pictures = (page: Page) => queue(page).getByTestId('thumbnail');

/** Grey of a point of the first picture, as a share of its width and half its height. */
const grey = (page: Page, share: number) =>
  pictures(page)
    .first()
    .evaluate((canvas: HTMLCanvasElement, x) => {
      const { width, height } = canvas;
      const point = [Math.round(x * width), Math.round(height / 2), 1, 1] as const;
      return [...(canvas.getContext('2d')?.getImageData(...point).data ?? [])].slice(0, 3);
    }, share);

test('the queue shows small pictures of what is in view alone, with the crop, and the keyboard goes through all of it', async ({
  page,
}) => {
  const items = queue(page).getByRole('button');
  const drawn = await items.count();
  expect(drawn).toBeGreaterThan(8);
  expect(drawn).toBeLessThan(25);
  await expect(pictures(page)).toHaveCount(drawn);
  expect(await grey(page, 0.25)).toEqual([0, 0, 0]);
  expect((await grey(page, 0.9))[0]).toBeGreaterThan(60);
  const size = () =>
    pictures(page)
      .first()
      .evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]);
  expect(await size()).toEqual([112, 78]);
  expect(await violations(page)).toEqual([]);

  // The crop is drawn once it is placed, in a colour that no grey image has.
  const colours = () =>
    pictures(page)
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { width, height } = canvas;
        const data = canvas.getContext('2d')?.getImageData(0, height >> 1, width, 1).data ?? [];
        return Array.from({ length: width }, (_, x) => x).filter(
          (x) => (data[4 * x + 1] ?? 0) > (data[4 * x] ?? 0) + 20,
        );
      });
  expect(await colours()).toEqual([]);
  await page.keyboard.press('c');
  // 86.4 mm of 128: from 16 % to 84 % of the width.
  await expect.poll(async () => (await colours()).map((x) => Math.round(x / 10))).toContain(2);
  expect((await colours()).every((x) => Math.abs(x - 18) < 3 || Math.abs(x - 94) < 3)).toBe(true);

  // The last entry comes into view with its place among all.
  await queue(page).evaluate((list) => (list.scrollTop = list.scrollHeight));
  await expect(items.last()).toHaveAccessibleName(new RegExp(`\\b${EXAMS}\\b`));
  await expect(queue(page).getByRole('listitem').last()).toHaveAttribute('aria-posinset', String(EXAMS));
  await expect(pictures(page)).toHaveCount(await items.count());
  await items.last().click();
  await expect(items.last()).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('Backspace');
  await expect(queue(page).locator('[aria-current]')).toHaveAccessibleName(new RegExp(`\\b${EXAMS - 1}\\b`));
  await expect(queue(page).locator('[aria-current]')).toBeInViewport();
});
