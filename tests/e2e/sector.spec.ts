import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { demoRows } from '../../src/core/demo/rows.ts';
import { openPackage } from '../../src/core/package/open.ts';
import { bytesSource } from '../../src/core/bytes/source.ts';
import { seededRandom } from '../../src/core/random.ts';
import { buildDicom, imageFields } from '../fixtures/dicom.ts';
import { violations } from './pages/accessibility.ts';
import { ContributePage } from './pages/contribute.ts';
import { CuratePage } from './pages/curate.ts';
import { ShellPage } from './pages/shell.ts';
import { expect, test } from './site.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function desk(
  page: Page,
  challenge: string,
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): Promise<ContributePage> {
  const input = join(folder, 'exams');
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(input, path)), { recursive: true });
    writeFileSync(join(input, path), bytes);
  }
  await page.goto('./');
  await new ShellPage(page).chooseChallenge(challenge);
  const screens = new ContributePage(page);
  await screens.sign('Centre A', 'Ada Fixture');
  expect(await screens.import(input)).toEqual([]);
  await page.evaluate(() => (location.hash = '/contribute/desk'));
  await page.locator('[data-shown]').waitFor();
  return screens;
}

const sector = (page: Page) => page.getByTestId('sector');
const items = (page: Page) => page.getByRole('list', { name: 'Queue' }).getByRole('button');
const outline = async (page: Page): Promise<number[][]> =>
  ((await page.getByTestId('sector-outline').getAttribute('points')) ?? '')
    .split(' ')
    .map((point) => point.split(',').map(Number));

/** Moves a handle by pixels of the screen. */
async function drag(page: Page, handle: Locator, dx: number, dy: number): Promise<void> {
  const box = await handle.boundingBox();
  if (!box) throw new Error('no handle');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2);
  await page.mouse.move(x + dx, y + dy);
  await page.mouse.up();
}

test('a sector is proposed, moved by a corner, accepted, and proposed for the next image of the scanner', async ({
  page,
}) => {
  await desk(page, 'liver', demoRows('liver', 3, seededRandom('sector')).files);
  await expect(sector(page)).toHaveAttribute('data-from', 'none');

  await page.keyboard.press('m');
  await expect(sector(page)).toHaveAttribute('data-from', 'fit');
  await expect(sector(page)).toContainText('Found in the image');
  await expect(page.getByTestId('handle')).toHaveCount(4);
  const found = await outline(page);
  expect(await violations(page)).toEqual([]);

  const corner = page.getByRole('button', { name: 'Lower right corner of the sector' });
  await drag(page, corner, -60, -40);
  await expect(sector(page)).toHaveAttribute('data-from', 'person');
  await expect(sector(page)).toContainText('Drawn by you');
  const dragged = await outline(page);
  expect(dragged).not.toEqual(found);
  // The two upper corners did not move, and the lower side is still an arc.
  expect(dragged.slice(0, 3)).toEqual(found.slice(0, 3));
  expect(dragged).toHaveLength(found.length);

  // By keys: the corner is chosen already; an arrow moves it by a pixel, with Shift by ten.
  const place = async () => {
    const box = await corner.boundingBox();
    const image = await page.getByTestId('viewer').boundingBox();
    if (!box || !image) throw new Error('no corner');
    return ((box.x + box.width / 2 - image.x) / image.width) * 800 - 0.5;
  };
  const before = await place();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => Math.round((await place()) - before)).toBe(-9);
  const kept = await outline(page);
  // Nothing leaves the region of the header, however far a corner is moved.
  for (let n = 0; n < 30; n++) await page.keyboard.press('Shift+ArrowRight');
  const widest = Math.max(...(await outline(page)).map(([x = 0]) => x));
  expect(widest).toBeLessThan(800);
  for (let n = 0; n < 30; n++) await page.keyboard.press('Control+z');
  await expect.poll(() => outline(page)).toEqual(kept);

  for (const key of ['2', 'd', 'Space']) await page.keyboard.press(key);
  await expect(items(page).nth(1)).toHaveAttribute('aria-current', 'true');
  await expect(sector(page)).toHaveAttribute('data-from', 'scanner');
  await expect(sector(page)).toContainText('Taken over from the last image of this scanner');
  expect(await outline(page)).toEqual(kept);
  await expect(items(page).nth(1)).toHaveAttribute('data-state', 'open');

  // It is remembered over a reload, and for an image that was not on the desk yet.
  await page.reload();
  await page.locator('[data-shown]').waitFor();
  await items(page).nth(2).click();
  await expect(sector(page)).toHaveAttribute('data-from', 'scanner');
  expect(await outline(page)).toEqual(kept);
  await page.keyboard.press('m');
  await expect(sector(page)).toHaveAttribute('data-from', 'fit');

  // Undo, redo: the proposal, the acceptance, what was said, and the corner.
  await page.keyboard.press('Control+z');
  await expect(sector(page)).toHaveAttribute('data-from', 'scanner');
  for (let n = 0; n < 3; n++) await page.keyboard.press('Control+z');
  await expect(items(page).nth(0)).toHaveAttribute('data-state', 'open');
  for (let n = 0; n < 3; n++) await page.keyboard.press('Control+z');
  await expect(sector(page)).toHaveAttribute('data-from', 'fit');
  await expect.poll(() => outline(page)).toEqual(found);
  await page.reload();
  await page.locator('[data-shown]').waitFor();
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => outline(page)).toEqual(dragged);

  // Without the pointer: a key chooses a corner, which has the arrows until it is let go.
  await page.keyboard.press('h');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => outline(page)).not.toEqual(dragged);
  const nudged = await outline(page);
  expect(nudged[0]?.[1]).toBeCloseTo((dragged[0]?.[1] ?? 0) + 1, 6);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  expect(await outline(page)).toEqual(nudged);

  // A free outline stays possible, with a handle at each of its corners.
  await page.getByRole('button', { name: 'Draw anew' }).click();
  const image = await page.getByTestId('viewer').boundingBox();
  if (!image) throw new Error('no viewer');
  for (const [x, y] of [
    [0.45, 0.4],
    [0.55, 0.4],
    [0.9, 0.9],
    [0.5, 0.8],
  ] as const)
    await page.mouse.click(image.x + image.width * x, image.y + image.height * y);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('handle')).toHaveCount(3);
  await expect(sector(page)).toHaveAttribute('data-from', 'person');
});

const COLUMNS = 320;
const ROWS = 240;
const FRAMES = 24;

/** A loop with a bright bar in one frame alone. */
function loop(): Uint8Array {
  const pixels = new Uint8Array(COLUMNS * ROWS * FRAMES);
  for (let frame = 0; frame < FRAMES; frame++) {
    for (let y = 40; y < 200; y++)
      for (let x = 60; x < 260; x++)
        pixels[(frame * ROWS + y) * COLUMNS + x] = 40 + ((x * 7 + y * 13 + frame * 29) % 60);
  }
  for (let y = 8; y < 20; y++) pixels.fill(255, (5 * ROWS + y) * COLUMNS + 10, (5 * ROWS + y) * COLUMNS + 60);
  return buildDicom({
    fields: {
      ...imageFields(
        { columns: COLUMNS, rows: ROWS, pixels },
        {
          SOPClassUID: '1.2.840.10008.5.1.4.1.1.3.1',
          Modality: 'US',
          NumberOfFrames: String(FRAMES),
          FrameTime: '40',
        },
      ),
    },
  });
}

/** Grey on the canvas at a pixel of the image. */
const grey = (page: Page, x: number, y: number) =>
  page
    .getByTestId('viewer')
    .evaluate(
      (canvas, at) =>
        (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(at[0] ?? 0, at[1] ?? 0, 1, 1).data[0],
      [x, y],
    );

test('all frames of a loop are seen at once; the chosen one is what is accepted', async ({ page }) => {
  await desk(page, 'liver', [{ path: 'loop.dcm', bytes: loop() }]);
  const chosen = await page.locator('[data-shown]').getAttribute('data-shown');
  expect(await grey(page, 30, 14)).toBe(0);
  await page.keyboard.press('f');
  await expect(page.getByTestId('maximum')).toContainText(`Brightest of ${FRAMES} frames`);
  await expect(page.getByTestId('maximum')).toContainText(`Frame ${FRAMES / 2 + 1} is what is accepted`);
  await expect.poll(() => grey(page, 30, 14)).toBe(255);
  expect(await page.locator('[data-shown]').getAttribute('data-shown')).toBe(chosen);
  await page.getByRole('button', { name: 'Back to the frame' }).click();
  await expect.poll(() => grey(page, 30, 14)).toBe(0);
  await page.getByRole('button', { name: 'All frames at once' }).click();
  await expect.poll(() => grey(page, 30, 14)).toBe(255);
  // Another frame is looked at by itself.
  await page.keyboard.press('PageDown');
  await expect(page.getByTestId('maximum')).toHaveCount(0);
});

/** A CT without pixel spacing, of pixels that are higher than wide. */
function unmeasured(n: number): Uint8Array {
  const pixels = new Int16Array(256 * 256).fill(-1000);
  for (let y = 60; y < 200; y++)
    for (let x = 60; x < 200; x++) pixels[y * 256 + x] = ((x * y * (n + 1)) % 97) - 20;
  const fields = imageFields(
    { columns: 256, rows: 256, pixels },
    {
      PatientID: `M-${n}`,
      PatientName: `MEASURE^${n}`,
      StudyInstanceUID: `1.2.826.0.1.3680043.8.498.41.${n}`,
      SeriesInstanceUID: `1.2.826.0.1.3680043.8.498.42.${n}`,
      SOPInstanceUID: `1.2.826.0.1.3680043.8.498.43.${n}`,
      SliceThickness: '2',
      ImageOrientationPatient: ['1', '0', '0', '0', '1', '0'],
      ImagePositionPatient: ['0', '0', '0'],
      PixelAspectRatio: ['4', '3'],
    },
  );
  return buildDicom({
    fields: Object.fromEntries(Object.entries(fields).filter(([keyword]) => keyword !== 'PixelSpacing')),
  });
}

test('a spacing that the file does not tell is measured on a known distance, and the dataset is resampled by it', async ({
  page,
}) => {
  const screens = await desk(
    page,
    'thyroid',
    [0, 1, 2].map((n) => ({ path: `${n}.dcm`, bytes: unmeasured(n) })),
  );
  const measured = page.getByTestId('measured');
  await expect(measured).toContainText('The file tells none');
  await page.keyboard.press('c');
  await expect(page.getByText('the crop is not resampled').first()).toBeVisible();

  await page.keyboard.press('k');
  await expect(page.getByTestId('measured-line')).toHaveCount(1);
  expect(await violations(page)).toEqual([]);
  // The ends by clicks, then one by keys: 100 pixels apart.
  const image = await page.getByTestId('viewer').boundingBox();
  if (!image) throw new Error('no viewer');
  const at = (x: number, y: number) =>
    [image.x + ((x + 0.5) / 256) * image.width, image.y + ((y + 0.5) / 256) * image.height] as const;
  await page.mouse.click(...at(78, 128));
  await page.mouse.click(...at(179, 128));
  await page.getByRole('button', { name: 'Second end of the line' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(measured).toContainText('100.');
  await measured.getByLabel('Length').fill('5');
  await measured.getByLabel('Unit').selectOption('cm');
  await measured.getByRole('button', { name: 'Use this length' }).click();
  await expect(measured).toContainText('Measured on the image: 0.');
  await expect(measured).toContainText('Ada Fixture');
  const spacing = (await measured.getAttribute('data-spacing'))?.split(' ').map(Number) ?? [];
  expect(spacing).toEqual([expect.closeTo(0.5, 2), expect.closeTo(2 / 3, 2)]);
  await expect(page.getByText('Crop 86.4 × 86.4')).toBeVisible();
  await expect(page.locator('[data-criterion=pixel-spacing]')).toContainText('measured on the image');
  await expect(page.locator('[data-criterion=pixel-spacing]')).toHaveAttribute('data-outcome', 'met');

  await page.keyboard.press('Control+z');
  await expect(measured).toContainText('The file tells none');
  await page.reload();
  await page.locator('[data-shown]').waitFor();
  await page.keyboard.press('Control+Shift+z');
  await expect(measured).toContainText('Measured on the image');
  await expect(measured).toHaveAttribute('data-spacing', spacing.join(' '));

  for (let n = 0; n < 3; n++) {
    await items(page).nth(n).click();
    for (const key of n === 0 ? ['1', 'd'] : ['c', '1', 'd']) await page.keyboard.press(key);
    await expect(page.getByTestId('open-points')).toHaveAttribute('data-count', '0');
    await page.keyboard.press('Space');
  }
  await expect(page.getByTestId('left-to-do')).toContainText('0 images');
  expect(await screens.clearAll()).toBe(3);
  await expect(page.getByText('mm, measured on the image')).toHaveCount(1);
  const zip = join(folder, 'contribution.zip');
  await screens.export(zip);

  const contribution = await opened(zip);
  const records = JSON.parse(await contribution('images.json')) as {
    id: string;
    spacing: number[] | null;
    measured?: { millimetres: number; by: string };
  }[];
  expect(records.filter((record) => record.measured)).toHaveLength(1);
  const [own] = records.filter((record) => record.measured);
  expect(own).toMatchObject({
    spacing,
    measured: { millimetres: 50, pixelAspect: 4 / 3, by: 'Ada Fixture' },
  });
  expect(records.filter((record) => record.spacing === null)).toHaveLength(2);
  expect(await contribution('audit.jsonl')).toContain('"act":"spacing-measured"');

  const curate = new CuratePage(page);
  await curate.open();
  expect((await curate.openPackages([zip])).problems).toEqual([]);
  await expect(page.getByText('spacing measured')).toHaveCount(1);
  await curate.split([100, 0, 0], '1');
  const names = await curate.export((name) => join(folder, name));
  const train = await opened(join(folder, names.find((name) => name.includes('train')) ?? ''));
  const recipe = JSON.parse(await train('recipe.json')) as {
    notResampled: string[];
    spacingMeasuredByHand: string[];
  };
  expect(recipe.notResampled).toHaveLength(2);
  const [id] = recipe.spacingMeasuredByHand;
  expect(recipe.notResampled).not.toContain(id);
  expect(await train('README.md')).toContain('measured by a person on the image');
  const nifti = gunzipSync(await train.bytes(`images/${id}.nii.gz`));
  expect([80, 84].map((offset) => nifti.readFloatLE(offset))).toEqual([
    expect.closeTo(0.45, 6),
    expect.closeTo(0.45, 6),
  ]);
});

async function opened(path: string) {
  const result = await openPackage(bytesSource(new Uint8Array(readFileSync(path))));
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  const bytes = async (name: string) => {
    const entry = await result.value.entry(name);
    if (!entry.ok) throw new Error(entry.failure.code);
    return entry.value;
  };
  const text = async (name: string) => new TextDecoder().decode(await bytes(name));
  return Object.assign(text, { bytes });
}
