import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from '@playwright/test';
import { copiedFile, type Copied } from '../fixtures/copied.ts';
import { ContributePage } from './pages/contribute.ts';
import { contribute } from './pages/jobs/contribute.ts';
import { expect, test } from './site.ts';

/** Files that failed in the field, beside the repository. */
const cases = resolve(import.meta.dirname, '../../../shared/cases');
const TWO_PATIENTS = join(cases, '05-two-patients-one-sop-uid');
const PLACEHOLDER = join(cases, '11-placeholder-patient-id');

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(page: Page, from: string, more: Record<string, readonly string[]> = {}) {
  await page.goto('./');
  const out = join(folder, 'a.zip');
  const options = { input: [join(from, 'in')], rows: [join(from, 'rows.csv')], centre: ['A'], out: [out] };
  const done = await contribute(
    page,
    new Map(Object.entries({ challenge: ['thyroid'], ...options, ...more })),
  );
  return { done, read: () => packageOf(out) };
}

function packageOf(path: string) {
  const files = unzipSync(new Uint8Array(readFileSync(path)));
  const text = (name: string) => new TextDecoder().decode(files[name]);
  const images = JSON.parse(text('images.json')) as { id: string; patient: string; path: string }[];
  const labels = new Map(
    text('labels.csv')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(',') as [string, string]),
  );
  return images.map((image) => ({ ...image, label: labels.get(image.id), bytes: files[image.path] }));
}

/** A folder with a table, of files made in code. */
function written(files: readonly (Copied & { path: string; label: number })[]): string {
  for (const { path, ...of } of files) {
    mkdirSync(join(folder, 'in', path, '..'), { recursive: true });
    writeFileSync(join(folder, 'in', path), copiedFile(of));
  }
  const lines = files.map(({ path, label }) => `${path},2,2,${label}`);
  writeFileSync(join(folder, 'rows.csv'), ['file,x,y,anormale', ...lines, ''].join('\n'));
  return folder;
}

const labelsOf = (images: ReturnType<typeof packageOf>) => images.map(({ label }) => label).sort();
const patientsOf = (images: ReturnType<typeof packageOf>) =>
  new Set(images.map(({ patient }) => patient)).size;

test('case 05: two patients under one SOP Instance UID keep their own labels', async ({ page }) => {
  test.skip(!existsSync(TWO_PATIENTS), 'shared/cases/05-two-patients-one-sop-uid is absent');
  const { done, read } = await run(page, TWO_PATIENTS);
  expect(done).toMatchObject({ ok: true, images: 2, refused: [] });
  expect(labelsOf(read())).toEqual(['0', '1']);
  expect(patientsOf(read())).toBe(2);
});

test('case 11: six persons under ANONYMOUS are asked about, then are six groups', async ({
  page,
  browser,
}) => {
  test.skip(!existsSync(PLACEHOLDER), 'shared/cases/11-placeholder-patient-id is absent');
  const asked = await run(page, PLACEHOLDER);
  expect(asked.done.ok).toBe(false);
  expect(asked.done.refused.map(({ code }) => code)).toEqual(Array(6).fill('identity/patient-in-doubt'));
  expect(asked.done.message).toContain('--patients');
  const fresh = await browser.newContext({
    acceptDownloads: true,
    locale: 'en-GB',
    baseURL: page.url().split('#')[0]!,
  });
  const { done, read } = await run(await fresh.newPage(), PLACEHOLDER, { patients: ['name'] });
  expect(done).toMatchObject({ ok: true, images: 6, refused: [] });
  expect(patientsOf(read())).toBe(6);
  await fresh.close();
});

test('five slices under one UID are five images, the clash is shown, and each has its own label', async ({
  page,
}) => {
  const slices = [1, 2, 3, 4, 5].map((grey) => ({
    ...{ path: `P${grey}/IM1.dcm`, grey, label: grey % 2 },
    ...{ study: `1.2.276.77.40.${grey}`, id: `PID-70${grey}`, name: `Quenneville^${'Abcdef'[grey]}` },
  }));
  const { done, read } = await run(page, written(slices));
  expect(done).toMatchObject({ ok: true, images: 5, refused: [] });
  expect(labelsOf(read())).toEqual(['0', '0', '1', '1', '1']);
  expect(patientsOf(read())).toBe(5);
  await page.evaluate(() => (location.hash = '/contribute/import'));
  await expect(page.getByTestId('clashes')).toHaveAttribute('data-count', '1');
});

test('an answer can be given anew, and takes clearings back', async ({ page }) => {
  const persons = ['Alfa', 'Bravo', 'Charlie'].map((given, n) => ({
    ...{ path: `${given}/IM1.dcm`, grey: n + 1, label: n % 2, id: 'ANON', name: `Quenneville^${given}` },
    ...{ sop: `1.2.276.77.50.${n}`, study: `1.2.276.77.51.${n}` },
  }));
  const { done, read } = await run(page, written(persons), { patients: ['same'] });
  expect(done).toMatchObject({ ok: true, images: 3 });
  expect(patientsOf(read())).toBe(1);
  await page.evaluate(() => (location.hash = '/contribute/import'));
  const answers = page.getByTestId('patient-answers');
  await answers.getByRole('button', { name: 'Answer anew' }).click();
  await answers.getByRole('button', { name: /^Each exam is a patient/ }).click();
  await expect(answers.locator('[data-answer="exam"]')).toBeVisible();
  await page.evaluate(() => (location.hash = '/contribute/export'));
  await expect(page.getByTestId('export-count')).toContainText('0');
  await expect(page.getByRole('button', { name: 'Export the package' })).toHaveCount(0);
  const screens = new ContributePage(page);
  expect(await screens.clearAll()).toBe(3);
  await screens.export(join(folder, 'again.zip'));
  const again = packageOf(join(folder, 'again.zip'));
  expect(patientsOf(again)).toBe(3);
  expect(labelsOf(again)).toEqual(labelsOf(read()));
});
