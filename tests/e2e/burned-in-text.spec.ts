import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Page } from '@playwright/test';
import { decodeNative } from '../../src/core/dicom/native-frame.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { NAME_AT, namedExam } from '../fixtures/named-exam.ts';
import { ContributePage } from './pages/contribute.ts';
import { contribute } from './pages/jobs/contribute.ts';
import { ShellPage } from './pages/shell.ts';
import { expect, test } from './site.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The named exam in a folder, with its table of rows. */
function writtenExam() {
  const input = join(folder, 'exams');
  const exam = namedExam();
  for (const { path, bytes } of exam.files) {
    mkdirSync(dirname(join(input, path)), { recursive: true });
    writeFileSync(join(input, path), bytes);
  }
  const rows = join(folder, 'rows.csv');
  writeFileSync(rows, exam.rows);
  return { input, rows };
}

async function atDesk(page: Page, exam: { input: string; rows: string }): Promise<ContributePage> {
  await page.goto('./');
  await new ShellPage(page).chooseChallenge('thyroid');
  const screens = new ContributePage(page);
  await screens.sign('Centre', 'Dr Example');
  await screens.import(exam.input);
  const { accepted, refused } = await screens.applyTable(exam.rows, null);
  expect(accepted).toBe(0);
  expect(refused.map(({ code }) => code)).toEqual(['challenge/not-complete']);
  await new ShellPage(page).open('/contribute/desk');
  await expect(page.getByTestId('text-flags')).toHaveAttribute('data-open', /[1-9]/);
  return screens;
}

/** Answers every open place by its key, and gives how many there were. */
async function answerAll(page: Page, key: 'b' | 'n'): Promise<number> {
  const flags = page.getByTestId('text-flags');
  const open = Number(await flags.getAttribute('data-open'));
  for (let left = open; left > 0; left--) {
    await page.keyboard.press('t');
    await page.keyboard.press(key);
    await expect(flags).not.toHaveAttribute('data-open', String(left));
    if ((await flags.getAttribute('data-open')) === '0') break;
  }
  await expect(flags).toHaveAttribute('data-open', '0');
  return open;
}

/** The one image of a package. */
async function imageIn(zip: string) {
  const reader = new ZipReader(new BlobReader(new Blob([readFileSync(zip)])), { useWebWorkers: false });
  const entries = await reader.getEntries();
  const bytesOf = async (path: RegExp) => {
    const entry = entries.find(({ filename }) => path.test(filename));
    if (!entry || entry.directory) throw new Error(`no ${path}`);
    return entry.getData(new Uint8ArrayWriter());
  };
  const part10 = readPart10(await bytesOf(/\.dcm$/));
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  const frame = decodeNative(part10.value.dataset, facts.value, 0);
  if (!frame.ok) throw new Error(frame.failure.code);
  const [record] = JSON.parse(new TextDecoder().decode(await bytesOf(/images\.json$/))) as [
    {
      clearing: { text: { flags: { box: number[]; answer: string }[]; reading: { outcome: string } | null } };
    },
  ];
  return { frame: frame.value, text: record.clearing.text };
}

test('a name in the pixels keeps an image from leaving until it is black, and leaves as 0', async ({
  page,
}) => {
  const screens = await atDesk(page, writtenExam());
  await page.keyboard.press('Space');
  await expect(page.getByTestId('open-points')).toContainText('to answer for');
  const places = await answerAll(page, 'b');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('text-flags')).toHaveAttribute('data-open', '1');
  await answerAll(page, 'b');
  await page.keyboard.press('Space');
  expect(await screens.clearAll()).toBe(1);
  const out = join(folder, 'out.zip');
  await screens.export(out);
  const { frame, text } = await imageIn(out);
  expect(text.flags.map(({ answer }) => answer)).toEqual(Array(places).fill('black'));
  const boxes = text.flags.map(({ box }) => box);
  const [x0, y0] = [0, 1].map((side) => Math.min(...boxes.map((box) => box[side]!))) as [number, number];
  const y1 = Math.max(...boxes.map((box) => box[3]!));
  expect(x0).toBeLessThanOrEqual(NAME_AT.column + 2);
  expect(y0).toBeLessThanOrEqual(NAME_AT.row + 4);
  expect(y1).toBeGreaterThanOrEqual(NAME_AT.row + NAME_AT.height);
  for (const [left = 0, top = 0, right = 0, bottom = 0] of boxes) {
    for (let y = top; y < bottom; y++) {
      const row = frame.data.slice(y * frame.columns + left, y * frame.columns + right);
      expect(row.every((value) => value === 0)).toBe(true);
    }
  }
  expect(text.reading?.outcome).not.toBe('identifier');
});

test('a name waved through is read before it leaves, and then only black will do', async ({ page }) => {
  const screens = await atDesk(page, writtenExam());
  await answerAll(page, 'n');
  await page.keyboard.press('Space');
  const shell = new ShellPage(page);
  await page.evaluate(() => (location.hash = '/contribute/leaving'));
  // What was read takes the image from the sheet back to the desk.
  await expect(page.getByText('No image is accepted yet.')).toBeVisible({ timeout: 120_000 });
  await shell.open('/contribute/desk');
  const flags = page.getByTestId('text-flags');
  await expect(flags).not.toHaveAttribute('data-open', '0');
  await expect(flags).toContainText('PatientName');
  await expect(flags).toContainText('Only black answers this one');
  await page.keyboard.press('t');
  await page.keyboard.press('n');
  await expect(flags).not.toHaveAttribute('data-open', '0');
  await answerAll(page, 'b');
  await page.keyboard.press('Space');
  expect(await screens.clearAll()).toBe(1);
});

test('unattended work refuses what shows text by name, or blacks it out when told to', async ({
  browser,
  site,
}) => {
  const { input, rows } = writtenExam();
  const run = async (more: readonly [string, readonly string[]][]) => {
    const context = await browser.newContext({ baseURL: site.url, acceptDownloads: true, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto('./');
    const out = join(folder, 'unattended.zip');
    const given = { challenge: 'thyroid', input, rows, centre: 'Centre', out };
    const options = new Map<string, readonly string[]>([
      ...Object.entries(given).map(([name, value]) => [name, [value]] as const),
      ...more,
    ]);
    const answer = await contribute(page, options);
    await context.close();
    return { answer, out };
  };
  const refused = await run([]);
  expect(refused.answer.ok).toBe(false);
  expect(refused.answer.refused).toHaveLength(1);
  expect(refused.answer.refused[0]?.message).toContain('text');
  const black = await run([['blackout-text', []]]);
  expect(black.answer).toMatchObject({ ok: true, images: 1, refused: [] });
  expect((await imageIn(black.out)).text.flags.map(({ answer }) => answer)).toContain('black');
});
