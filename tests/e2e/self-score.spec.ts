import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { niftiMask } from '../fixtures/nifti.ts';
import { liverDataset, liverPrediction, moved, renalDataset, type TableRow } from '../fixtures/self-score.ts';
import { violations } from './pages/accessibility.ts';
import { CompetePage } from './pages/compete.ts';
import { SelfScorePage } from './pages/self-score.ts';
import { expect, test } from './site.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-self-score-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every pair, counted one by one. */
function auc(pairs: readonly (readonly [boolean, number])[]): number {
  const positives = pairs.filter(([truth]) => truth).map(([, score]) => score);
  const negatives = pairs.filter(([truth]) => !truth).map(([, score]) => score);
  let won = 0;
  for (const p of positives) for (const n of negatives) won += p > n ? 1 : p === n ? 0.5 : 0;
  return won / (positives.length * negatives.length);
}

type Values = ReadonlyMap<string, Readonly<Record<string, number | string>>>;
const valueOf = (values: Values, id: string, column: string) => Number(values.get(id)?.[column]);
const isMalignant = ({ type }: TableRow) => type === 'CHC' || type === 'Metastase';

/** The liver score, written out. */
function liverTotal(rows: readonly TableRow[], values: Values): number {
  const term = (column: string, of: readonly TableRow[], truth: (row: TableRow) => boolean) =>
    auc(of.map((row) => [truth(row), valueOf(values, row.id, column)] as const));
  const lesions = rows.filter(({ type }) => type !== 'Foie Homogene');
  const types = ['Kyste', 'HNF', 'Angiome', 'Metastase', 'CHC'];
  return (
    0.5 * term('Lesion', rows, ({ type }) => type !== 'Foie Homogene') +
    0.3 * term('Malin', lesions, isMalignant) +
    (0.2 * types.reduce((sum, type) => sum + term(type, lesions, (row) => row.type === type), 0)) / 5
  );
}

async function offline(page: Page): Promise<void> {
  await page.goto('./');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.context().setOffline(true);
  await page.reload();
}

const choose = (page: Page, challenge: string) =>
  page
    .locator('button[aria-haspopup=menu]')
    .first()
    .click()
    .then(() => page.locator(`[role=menuitemradio][data-challenge="${challenge}"]`).click());

test('a table: total, operating point, confusion, centres and worst cases are those counted by hand, offline', async ({
  page,
}) => {
  const { rows, zip } = await liverDataset(150);
  const [first, second] = [1.2, 2.2].map((skill, n) => liverPrediction(rows, skill, `run ${n}`));
  if (!first || !second) throw new Error('two predictions');
  writeFileSync(join(folder, 'train.zip'), zip);
  for (const [n, { csv }] of [first, second].entries()) writeFileSync(join(folder, `run${n}.csv`), csv);

  await offline(page);
  await choose(page, 'liver');
  const compete = new CompetePage(page);
  const self = new SelfScorePage(page);
  await self.useDataset(join(folder, 'train.zip'));
  await compete.choosePrediction(join(folder, 'run0.csv'));
  const { report } = await compete.score();
  if (!report) throw new Error('not scored');

  const expected = liverTotal(rows, first.values);
  expect(Math.abs((report.total ?? 0) - expected)).toBeLessThan(1e-12);
  const patients = new Set(rows.map(({ patient }) => patient)).size;
  expect(report.interval).toMatchObject({ by: 'patient', units: patients, draws: 1000 });
  expect(report.interval?.lower).toBeLessThan(expected);
  expect(report.interval?.upper).toBeGreaterThan(expected);
  for (const term of report.terms) {
    expect(term.interval?.lower ?? NaN).toBeLessThanOrEqual(term.value ?? NaN);
    expect(term.interval?.upper ?? NaN).toBeGreaterThanOrEqual(term.value ?? NaN);
  }

  const lesions = rows.filter(({ type }) => type !== 'Foie Homogene');
  await expect(self.explanation).toContainText(
    `0.5 × ${report.terms[0]?.value?.toFixed(4)} (lesion, ${lesions.length} of ${rows.length})`,
  );
  await expect(self.explanation).toContainText(
    `malignant, ${rows.filter(isMalignant).length} of the ${lesions.length} with lesion`,
  );
  await expect(self.explanation).toContainText('No rule touched any row.');

  const called = (threshold: number) => ({
    sensitivity:
      lesions.filter(({ id }) => valueOf(first.values, id, 'Lesion') >= threshold).length / lesions.length,
    specificity:
      rows.filter(
        ({ id, type }) => type === 'Foie Homogene' && valueOf(first.values, id, 'Lesion') < threshold,
      ).length /
      (rows.length - lesions.length),
  });
  expect(await self.point()).toMatchObject({ threshold: 0.5, ...called(0.5) });
  await self.operateAt(0.3);
  expect(await self.point()).toMatchObject({ threshold: 0.3, ...called(0.3) });
  await self.operateBy('specificity');
  await self.operateAt(0.9);
  const at = await self.point();
  expect(at).toMatchObject(called(at.threshold));
  const thresholds = rows.map(({ id }) => valueOf(first.values, id, 'Lesion'));
  const reaching = thresholds.map(called).filter(({ specificity }) => specificity >= 0.9);
  expect(at.sensitivity).toBe(Math.max(...reaching.map(({ sensitivity }) => sensitivity)));

  const categories = ['Kyste', 'Angiome', 'CHC', 'Foie Homogene', 'HNF', 'Metastase'];
  const confusion = categories.map((truth) =>
    categories.map(
      (wanted) =>
        rows.filter(({ id, type }) => {
          const scores = categories.map((category) => valueOf(first.values, id, category));
          return type === truth && categories[scores.indexOf(Math.max(...scores))] === wanted;
        }).length,
    ),
  );
  const shown = await self.cells('confusion');
  expect(shown.slice(1).map((row) => row.slice(1).map(Number))).toEqual(confusion);

  const centres = await self.cells('centres');
  const totals = [...new Set(rows.map(({ centre }) => centre))].map((centre) => {
    const own = rows.filter((row) => row.centre === centre);
    return [String(own.length), liverTotal(own, first.values).toFixed(4)];
  });
  expect(
    centres
      .slice(1)
      .map((row) => row.slice(1, 3))
      .sort(),
  ).toEqual(totals.sort());
  expect(centres.slice(1).map(([letter]) => letter)).toEqual(['A', 'B', 'C']);

  const worst = (await self.cells('worst'))[1];
  const [id = '', truth] = worst ?? [];
  const score = valueOf(first.values, id, 'Lesion');
  const others = rows.filter(({ type }) => (type === 'Foie Homogene') === (truth === 'positive'));
  const misplaced =
    others.reduce((sum, row) => {
      const other = valueOf(first.values, row.id, 'Lesion');
      const wrong = truth === 'positive' ? other > score : other < score;
      return sum + (wrong ? 1 : other === score ? 0.5 : 0);
    }, 0) / others.length;
  expect(worst?.[3]).toBe(`${(100 * misplaced).toFixed(1)}%`);
  expect(await self.look(id, 'image')).toBeGreaterThan(500);

  expect(await violations(page)).toEqual([]);

  await compete.choosePrediction(join(folder, 'run1.csv'));
  const again = await compete.score();
  await expect(self.runs).toHaveCount(2);
  const comparison = await self.compare();
  const better = liverTotal(rows, second.values);
  expect(Math.abs((again.report?.total ?? 0) - better)).toBeLessThan(1e-12);
  expect(Math.abs((comparison.difference ?? 0) - (better - expected))).toBeLessThan(1e-12);
  expect(comparison.test).toBe('permutation');
  expect(comparison.p).toBeLessThan(0.05);
  expect(comparison.changes.length).toBeGreaterThan(20);
  expect(await violations(page)).toEqual([]);
});

test('runs keep their notes, stars and cases over a reload, and a deleted one comes back', async ({
  page,
}) => {
  const { rows, zip } = await liverDataset(60);
  const { csv } = liverPrediction(rows, 1.5, 'kept');
  writeFileSync(join(folder, 'train.zip'), zip);
  writeFileSync(join(folder, 'kept.csv'), csv);
  await offline(page);
  await choose(page, 'liver');
  const compete = new CompetePage(page);
  const self = new SelfScorePage(page);
  await self.useDataset(join(folder, 'train.zip'));
  await compete.choosePrediction(join(folder, 'kept.csv'));
  const { report } = await compete.score();
  await self.note(0, 'first try, no augmentation');
  await self.star(0);
  await expect(self.runs.first().getByRole('button', { name: /Star/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );

  await page.reload();
  await compete.open();
  expect(await self.noteOf(0)).toBe('first try, no augmentation');
  await self.openRun(0);
  expect(JSON.parse((await self.report.getAttribute('data-report')) ?? '')).toEqual(report);
  await self.operateBy('youden');
  expect((await self.point()).sensitivity).toBeGreaterThan(0.5);
  const [, worst] = await self.cells('worst');
  expect(await self.look(worst?.[0] ?? '', 'image')).toBeGreaterThan(500);

  await self.delete(0);
  await expect(self.runs).toHaveCount(0);
  await self.undo();
  await expect(self.runs).toHaveCount(1);
  expect(await self.noteOf(0)).toBe('first try, no augmentation');
});

test('masks: Dice and the other measures are those counted by hand, and each case shows where the masks differ', async ({
  page,
  shell,
}) => {
  const { zip, masks, size } = await renalDataset(16);
  writeFileSync(join(folder, 'train.zip'), zip);
  const predicted = new Map([...masks].map(([id, mask], n) => [id, moved(mask, size, n % 7)]));
  const out = join(folder, 'masks');
  mkdirSync(out);
  for (const [id, mask] of predicted) writeFileSync(join(out, `mask_${id}.nii.gz`), niftiMask(mask, size));

  await offline(page);
  await choose(page, 'renal-cortex');
  const compete = new CompetePage(page);
  const self = new SelfScorePage(page);
  await self.useDataset(join(folder, 'train.zip'));
  await compete.choosePrediction(out);
  const { report, errors } = await compete.score();
  if (!report) throw new Error(JSON.stringify(errors));

  const overlaps = [...masks].map(([id, mask]) => {
    const other = predicted.get(id) ?? new Uint8Array();
    const both = mask.filter((value, at) => value === 1 && other[at] === 1).length;
    const [a, b] = [mask, other].map((one) => one.filter((value) => value === 1).length);
    return { id, dice: (2 * both) / ((a ?? 0) + (b ?? 0)), iou: both / ((a ?? 0) + (b ?? 0) - both) };
  });
  const mean = overlaps.reduce((sum, { dice }) => sum + dice, 0) / overlaps.length;
  expect(Math.abs((report.total ?? 0) - mean)).toBeLessThan(1e-12);
  expect(report.interval).toMatchObject({ by: 'patient', units: 8 });
  for (const { id, dice, iou } of overlaps) {
    const found = report.masks?.cases.find((one) => one.id === id);
    expect(found?.dice).toBeCloseTo(dice, 12);
    expect(found?.measures?.iou).toBeCloseTo(iou, 12);
    expect(found?.measures?.unit).toBe('mm');
  }
  const shown = await self.cells('mask-cases');
  const lowest = overlaps.toSorted((a, b) => a.dice - b.dice)[0];
  expect(shown[1]?.slice(0, 3)).toEqual([lowest?.id, lowest?.dice.toFixed(4), lowest?.iou.toFixed(4)]);

  const id = lowest?.id ?? '';
  expect(await self.look(id, 'image')).toBeGreaterThan(1000);
  await self.chooseLayer(/^reference$/);
  const truth = masks.get(id)?.filter((value) => value === 1).length;
  expect(await self.look(id, 'mask')).toBe(truth);
  await self.chooseLayer(/^difference$/);
  expect(await self.look(id, 'mask')).toBeGreaterThan(truth ?? 0);
  expect((await self.cells('centres')).slice(1).map(([letter]) => letter)).toEqual(['A', 'B']);
  expect(await violations(page)).toEqual([]);
  await shell.switchTheme();
  await shell.switchLanguage();
  await expect(self.report).toContainText('Pires cas');
  expect(await violations(page)).toEqual([]);
});

test('every number has a definition with its source, in both languages', async ({ page, shell }) => {
  await page.goto('./');
  await shell.open('#/compete/metrics');
  const entries = page.getByTestId('metrics').locator('dt');
  expect(await entries.count()).toBeGreaterThan(14);
  await expect(page.getByTestId('metrics')).toContainText('Radiology 1982;143:29–36');
  await shell.switchLanguage();
  await expect(page.getByTestId('metrics')).toContainText('rangs moyens');
  expect(await violations(page)).toEqual([]);
});
