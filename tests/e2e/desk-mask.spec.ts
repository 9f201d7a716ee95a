import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { demoRows } from '../../src/core/demo/rows.ts';
import { textsOf } from '../../src/core/dicom/element.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { seededRandom } from '../../src/core/random.ts';
import { buildDicom, imageFields } from '../fixtures/dicom.ts';
import { ContributePage } from './pages/contribute.ts';
import { ShellPage } from './pages/shell.ts';
import { expect, test } from './site.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The desk with one kidney CT; gives the path of its file. */
async function desk(page: Page): Promise<string> {
  const input = join(folder, 'exams');
  const { files } = demoRows('renal-cortex', 1, seededRandom('desk mask'));
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(input, path)), { recursive: true });
    writeFileSync(join(input, path), bytes);
  }
  await page.goto('./');
  await new ShellPage(page).chooseChallenge('renal-cortex');
  const screens = new ContributePage(page);
  await screens.sign('Centre A', 'Ada Fixture');
  expect(await screens.import(input)).toEqual([]);
  await page.evaluate(() => (location.hash = '/contribute/desk'));
  await page.locator('[data-shown]').waitFor();
  return join(input, files[Math.floor(files.length / 2)]?.path ?? '');
}

const pixels = (page: Page) => page.getByRole('region', { name: 'Mask' }).locator('dd').first();

async function drag(page: Page, from: number, to: number): Promise<void> {
  const box = await page.getByTestId('viewer').boundingBox();
  if (!box) throw new Error('no viewer');
  const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 8 });
  await page.mouse.up();
}

const count = async (page: Page) =>
  Number(/[\d,]+/.exec(await pixels(page).innerText())?.[0]?.replace(',', ''));

test('a mask is painted, erased, cut, taken back and done again, by key and pointer', async ({ page }) => {
  await desk(page);
  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: 'Brush' })).toHaveAttribute('aria-pressed', 'true');
  await drag(page, 0.4, 0.6);
  await expect(pixels(page)).toContainText('mm²');
  const painted = await count(page);
  expect(painted).toBeGreaterThan(100);

  await page.keyboard.press('e');
  await drag(page, 0.5, 0.52);
  await expect.poll(() => count(page)).toBeLessThan(painted);
  const erased = await count(page);
  await expect(page.getByRole('region', { name: 'Mask' })).toContainText('2:');

  await page.keyboard.press('Control+z');
  await expect.poll(() => count(page)).toBe(painted);
  await page.reload();
  await page.locator('[data-shown]').waitFor();
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => count(page)).toBe(erased);

  await page.keyboard.press('a');
  const box = await page.getByTestId('viewer').boundingBox();
  if (!box) throw new Error('no viewer');
  for (const [x, y] of [
    [0.3, 0.3],
    [0.5, 0.3],
    [0.5, 0.4],
  ] as const)
    await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
  await page.keyboard.press('Enter');
  await expect.poll(() => count(page)).toBeGreaterThan(erased);
});

test('a DICOM segmentation is taken by its plane, and one of another slice is refused', async ({ page }) => {
  const file = await desk(page);
  const part10 = readPart10(readFileSync(file));
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  const { columns, rows } = facts.value;
  const segmentation = (position: readonly string[]) =>
    Buffer.from(
      buildDicom({
        fields: imageFields(
          { columns, rows, pixels: new Uint8Array(columns * rows).fill(255, 5000, 5123) },
          {
            SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4',
            Modality: 'SEG',
            NumberOfFrames: 1,
            SegmentationType: 'FRACTIONAL',
            MaximumFractionalValue: 255,
            SharedFunctionalGroupsSequence: [
              {
                PlanePositionSequence: [{ ImagePositionPatient: position }],
                PlaneOrientationSequence: [
                  { ImageOrientationPatient: textsOf(part10.value.dataset, '00200037') },
                ],
              },
            ],
          },
        ),
      }),
    );
  const place = textsOf(part10.value.dataset, '00200032');
  const input = page.getByLabel('Mask (NIfTI, DICOM SEG, PNG)');
  const [x = '', ...rest] = place;
  const elsewhere = [String(Number(x) + 40), ...rest];
  await input.setInputFiles({
    name: 'other.dcm',
    mimeType: 'application/dicom',
    buffer: segmentation(elsewhere),
  });
  await expect(page.getByRole('alert')).toContainText('belongs to this image');
  await input.setInputFiles({ name: 'seg.dcm', mimeType: 'application/dicom', buffer: segmentation(place) });
  await expect.poll(() => count(page)).toBe(123);
});
