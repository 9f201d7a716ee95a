import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import type * as Submitted from '../fixtures/submitted.ts';
import { violations } from './pages/accessibility.ts';
import { ShellPage } from './pages/shell.ts';
import { SubmitPage } from './pages/submit.ts';
import { expect, test } from './site.ts';

/** By Vite, since datasets carry score.py as text, which Node can't import. */
const root = join(import.meta.dirname, '../..');
const { module: core } = await runnerImport<typeof Submitted>(join(root, 'tests/fixtures/submitted.ts'), {
  configFile: false,
  logLevel: 'error',
  root,
});
const { bytesSource, datasetZip, judge, niftiMask, openPackage, planOf, pngOf, readSubmission } = core;
const { renalCortex, SIZE, thyroid } = core;

const folder = mkdtempSync(join(tmpdir(), 'submit-'));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);

async function opened(path: string) {
  const result = await openPackage(bytesSource(new Uint8Array(readFileSync(path))));
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

async function submissionIn(path: string) {
  const file = await opened(path);
  const submission = await readSubmission(file);
  if (!submission.ok) throw new Error(JSON.stringify(submission.failure));
  return { file, submission: submission.value };
}

test('a table becomes a signed submission that the round judges; one with errors becomes none', async ({
  page,
}) => {
  const plan = await planOf(thyroid);
  writeFileSync(at('test.zip'), await datasetZip(plan, 'test'));
  writeFileSync(at('key.zip'), await datasetZip(plan, 'answer-key'));
  const ids = plan.images.filter(({ part }) => part === 'test').map(({ id }) => id);

  await page.goto('./');
  const shell = new ShellPage(page);
  await shell.chooseChallenge('thyroid');
  const submit = new SubmitPage(page);
  await submit.open();
  await expect(page.getByTestId('no-test')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await submit.openTest(at('test.zip'));

  // The template has the ids of the test part; blank, it is refused cell by cell.
  const template = readFileSync(await submit.template(), 'utf8');
  expect(template).toBe(`id,anormale\n${ids.map((id) => `${id},\n`).join('')}`);
  const filled = template.split('\n').map((line, n) => (n > 0 && line !== '' ? `${line}0.${n}` : line));
  writeFileSync(at('good.csv'), filled.join('\n'));
  writeFileSync(at('bad.csv'), `id,anormale\n${ids[0]},peut-être\n${ids[1]},\n${ids[1]},0.5\nx,1\n`);

  await submit.choosePrediction(at('bad.csv'));
  const errors = await submit.check();
  expect(errors.map(({ code }) => code).sort()).toEqual([
    'labels/blank-value',
    'labels/duplicate-id',
    'labels/not-a-number',
    'scoring/extra-id',
    'scoring/missing-case',
    'scoring/missing-case',
  ]);
  const worded = errors.find(({ code }) => code === 'labels/not-a-number')?.message ?? '';
  for (const part of ['2', 'anormale', 'peut-être']) expect(worded).toContain(part);
  expect(await violations(page)).toEqual([]);
  await submit.fill('Les Écossais', 'ResNet-50');
  expect(await submit.make(at('never.zip'))).toBeNull();
  await expect(page.getByTestId('submissions')).toHaveCount(0);

  await submit.choosePrediction(at('good.csv'));
  expect(await submit.check()).toEqual([]);
  await submit.external('none of it public');
  const made = await submit.make(at('submission.zip'));
  if (!made) throw new Error('no submission');
  expect(await violations(page)).toEqual([]);
  const { file, submission } = await submissionIn(at('submission.zip'));
  expect(made.digest).toBe(file.digest);
  expect(made.signer).toBe(file.signer);
  expect(made.signer).toMatch(/^([a-z2-7]{4}-){4}[a-z2-7]{4}$/);
  expect(made.preparedAt).toMatch(/[+-]\d\d:\d\d$/);
  expect(submission.document).toMatchObject({
    team: 'Les Écossais',
    challenge: 'thyroid',
    dataset: (await opened(at('test.zip'))).digest,
    preparedAt: made.preparedAt,
    method: { architecture: 'ResNet-50', externalData: true, externalDataNote: 'none of it public' },
  });
  const table = await file.entry('predictions.csv');
  expect(table.ok && Buffer.from(table.value).toString()).toBe(filled.join('\n'));
  const judged = await judge(
    await opened(at('key.zip')),
    thyroid,
    submission,
    (path) => file.entry(path),
    'strict',
  );
  expect(judged.ok).toBe(true);

  // Kept over a reload: the team, the note, and the file itself.
  await page.reload();
  await submit.open();
  await expect(page.getByLabel('Team')).toHaveValue('Les Écossais');
  await expect(page.getByLabel('Architecture')).toHaveValue('ResNet-50');
  expect(await submit.made()).toEqual([made.digest]);
  await submit.saveAgain(made.name, at('again.zip'));
  expect(readFileSync(at('again.zip'))).toEqual(readFileSync(at('submission.zip')));
});

test('masks are taken from a zip of PNG or single files, and every fault of them is told', async ({
  page,
}) => {
  const plan = await planOf(renalCortex);
  writeFileSync(at('masks-test.zip'), await datasetZip(plan, 'test'));
  const ids = plan.images.filter(({ part }) => part === 'test').map(({ id }) => id);
  const data = Uint8Array.from({ length: SIZE[0] * SIZE[1] }, (_, n) => (n % 4 === 0 ? 1 : 0));
  const masks = at('masks');
  mkdirSync(masks, { recursive: true });
  const files = ids.map((id, n) => {
    const path = join(masks, n % 2 ? `${id}.nii.gz` : `mask_${id}.png`);
    writeFileSync(
      path,
      n % 2
        ? niftiMask(data, SIZE)
        : pngOf(
            data.map((one) => one * 255),
            SIZE,
          ),
    );
    return path;
  });

  await page.goto('./');
  await new ShellPage(page).chooseChallenge('renal-cortex');
  const submit = new SubmitPage(page);
  await submit.openTest(at('masks-test.zip'));
  expect(readFileSync(await submit.template(), 'utf8')).toBe(ids.map((id) => `${id}.nii.gz\n`).join(''));
  const colour = join(masks, `${ids[0]}.png`);
  const red = new Uint8Array(3 * data.length).map((_, n) => (n % 3 === 0 ? 200 : 0));
  writeFileSync(colour, pngOf(red, SIZE));
  await submit.choosePrediction([colour, ...files.slice(2)]);
  // A legal file that is only not read here must not cost points.
  expect((await submit.check()).map(({ code }) => code)).toContain('image/png-unsupported');
  const damaged = join(masks, `${ids[0]}.nii.gz`);
  writeFileSync(damaged, niftiMask(data, SIZE).subarray(0, 40));
  await submit.choosePrediction([damaged, ...files.slice(2)]);
  // The rules of 2018 give 0 for a damaged and for a missing mask. Both are shown before they cost anything.
  expect(await submit.check()).toEqual([]);
  expect((await submit.warnings()).map(({ code, file }) => [code, file ?? null]).sort()).toEqual([
    ['image/nifti-not-read', `${ids[0]}.nii.gz`],
    ['scoring/missing-mask', null],
  ]);
  await submit.choosePrediction(files);
  await submit.fill('Ours', 'U-Net');
  const made = await submit.make(at('masks-submission.zip'));
  if (!made) throw new Error('no submission');
  const { submission } = await submissionIn(at('masks-submission.zip'));
  expect(submission.masks.map(({ id }) => id)).toEqual([...ids].sort());
});

for (const theme of ['dark', 'light']) {
  for (const locale of ['en', 'fr']) {
    test(`axe finds nothing on the page in the ${theme} theme, language ${locale}`, async ({ page }) => {
      await page.addInitScript(
        ([chosenTheme, chosenLocale]) => {
          localStorage.setItem('negatoscope.theme', chosenTheme ?? '');
          localStorage.setItem('negatoscope.locale', chosenLocale ?? '');
        },
        [theme, locale],
      );
      writeFileSync(at('axe.zip'), await datasetZip(await planOf(thyroid), 'test'));
      await page.goto('./');
      await new ShellPage(page).chooseChallenge('thyroid');
      const submit = new SubmitPage(page);
      await submit.openTest(at('axe.zip'));
      expect(await violations(page)).toEqual([]);
      writeFileSync(at('axe.csv'), 'id,anormale\na,b\n');
      await submit.choosePrediction(at('axe.csv'));
      expect((await submit.check()).length).toBeGreaterThan(1);
      expect(await violations(page)).toEqual([]);
    });
  }
}
