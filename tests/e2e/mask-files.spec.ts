import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import type { SyntheticMask } from '../../src/core/demo/exam.ts';
import { demoRows } from '../../src/core/demo/rows.ts';
import { seededRandom } from '../../src/core/random.ts';
import { niftiMask } from '../fixtures/nifti.ts';
import { pngOf } from '../fixtures/png.ts';
import { violations } from './pages/accessibility.ts';
import { ContributePage } from './pages/contribute.ts';
import { ShellPage } from './pages/shell.ts';
import { expect, test } from './site.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Kidney CT exams in the queue; gives their masks by the folder of the exam. */
async function queue(page: Page, exams: number): Promise<[folder: string, mask: SyntheticMask][]> {
  const input = join(folder, 'exams');
  const batch = demoRows('renal-cortex', exams, seededRandom('mask files'));
  for (const { path, bytes } of batch.files) {
    mkdirSync(dirname(join(input, path)), { recursive: true });
    writeFileSync(join(input, path), bytes);
  }
  await page.goto('./');
  await new ShellPage(page).chooseChallenge('renal-cortex');
  const screens = new ContributePage(page);
  await screens.sign('Centre A', 'Ada Fixture');
  expect(await screens.import(input)).toEqual([]);
  return [...batch.masks].map(([path, mask]) => [dirname(path), mask]);
}

/** White on black, as drawing programs write masks. */
const png = (mask: SyntheticMask) =>
  pngOf(
    mask.data.map((value) => value * 255),
    mask.size,
  );

interface File {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Drops files in the middle of the page. */
const drop = (page: Page, files: readonly File[]) =>
  page.evaluate(
    (dropped) => {
      const transfer = new DataTransfer();
      for (const { name, bytes } of dropped) transfer.items.add(new File([Uint8Array.from(bytes)], name));
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
      );
    },
    files.map(({ name, bytes }) => ({ name, bytes: [...bytes] })),
  );

/** Exams of the queue in its order, with the area of each mask. */
const stored = (page: Page): Promise<{ exam: string; pixels: number | null; state: string }[]> =>
  page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(request.error?.message));
      });
    const database = await answer(indexedDB.open('negatoscope'));
    const rows = (await answer(database.transaction('choices').objectStore('choices').getAll())) as {
      exam: string;
      mask: Uint8Array | null;
      state: string;
    }[];
    database.close();
    return rows
      .sort((a, b) => (a.exam < b.exam ? -1 : 1))
      .map(({ exam, mask, state }) => ({
        exam,
        pixels: mask && mask.reduce((sum, value) => sum + value, 0),
        state,
      }));
  });

const area = (mask: SyntheticMask | undefined) => mask?.data.reduce((sum, value) => sum + value, 0);

test('many masks are attached by their names in one act; what does not fit is named with its remedy', async ({
  page,
}) => {
  const masks = await queue(page, 4);
  const out = join(folder, 'masks');
  const [first, second, third, fourth] = masks;
  if (!first || !second || !third || !fourth) throw new Error('no masks');
  const write = (path: string, bytes: Uint8Array) => {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), bytes);
  };
  write(`${first[0]}/mask.nii.gz`, niftiMask(first[1].data, first[1].size));
  write(`${second[0]}/mask.png`, png(second[1]));
  write(`${third[0]}/mask.png`, pngOf(new Uint8Array(16).fill(255), [4, 4]));
  write('somebody.nii', niftiMask(fourth[1].data, fourth[1].size));
  write('notes.txt', new TextEncoder().encode('not a mask'));
  await page.getByLabel('Folder of mask files').setInputFiles(out);
  await expect(page.getByTestId('masks-attached')).toHaveAttribute('data-count', '2');
  const refused = page.getByTestId('mask-refusals');
  await expect(refused).toContainText('somebody.nii');
  await expect(refused).toContainText('Name it after the exam’s pseudonym');
  await expect(refused).toContainText(`${third[0]}/mask.png`);
  await expect(refused).not.toContainText('notes.txt');
  const areas = (await stored(page)).map(({ pixels }) => pixels);
  const sorted = (values: readonly (number | null | undefined)[]) => values.map(String).sort();
  expect(sorted(areas)).toEqual(sorted([area(first[1]), area(second[1]), null, null]));
  expect(await violations(page)).toEqual([]);

  await page.evaluate(() => (location.hash = '/contribute/desk'));
  await page.locator('[data-shown]').waitFor();
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await stored(page)).every(({ pixels }) => pixels === null)).toBe(true);
});

test('a mask dropped on the desk is of the image there, unless its name says another; two go by their names', async ({
  page,
}) => {
  const [first] = await queue(page, 2);
  if (!first) throw new Error('no masks');
  const [, mask] = first;
  await page.evaluate(() => (location.hash = '/contribute/desk'));
  await page.locator('[data-shown]').waitFor();
  const exams = (await stored(page)).map(({ exam }) => exam);
  const pixels = async () => (await stored(page)).map((row) => row.pixels);

  await drop(page, [{ name: `${exams[1]}.png`, bytes: png(mask) }]);
  const section = page.getByRole('region', { name: 'Mask' });
  await expect(section.getByRole('alert')).toContainText('named after another image of the queue');
  await expect(section.getByRole('alert')).toContainText(`${exams[1]}.png`);
  expect(await pixels()).toEqual([null, null]);
  expect(page.url()).toContain('#/contribute/desk');

  await drop(page, [{ name: 'drawn.png', bytes: png(mask) }]);
  await expect.poll(pixels).toEqual([area(mask), null]);
  await expect(section.getByRole('alert')).toHaveCount(0);

  await drop(page, [
    { name: `${exams[0]}.png`, bytes: png(mask) },
    { name: `${exams[1]?.slice(0, 8)}_mask.nii`, bytes: niftiMask(mask.data, mask.size) },
  ]);
  await expect.poll(pixels).toEqual([area(mask), area(mask)]);
  await expect(section.getByTestId('masks-attached')).toHaveAttribute('data-count', '2');
  await page.keyboard.press('Control+z');
  await expect.poll(pixels).toEqual([area(mask), null]);

  await drop(page, [
    {
      name: 'grey.png',
      bytes: pngOf(
        mask.data.map((value) => value * 99),
        mask.size,
      ),
    },
  ]);
  await expect(section.getByRole('alert')).toContainText('grey.png');
  expect(await pixels()).toEqual([area(mask), null]);
});
