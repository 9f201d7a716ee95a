import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { presetById } from '../../src/core/challenge/presets.ts';
import type { DemoChallenge } from '../../src/core/demo/kinds.ts';
import { demoPrediction } from '../../src/core/demo/prediction.ts';
import { demoRows } from '../../src/core/demo/rows.ts';
import { readReference } from '../../src/core/labels/reference.ts';
import { seededRandom } from '../../src/core/random.ts';
import { niftiMask } from '../fixtures/nifti.ts';
import { CompetePage } from './pages/compete.ts';
import { contribute } from './pages/jobs/contribute.ts';
import { dataset } from './pages/jobs/dataset.ts';
import { score } from './pages/jobs/score.ts';
import { ShellPage } from './pages/shell.ts';
import { expect, test } from './site.ts';

const corpus = join(process.env['NEGATOSCOPE_CORPUS'] ?? '../shared/data', 'dicom');

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = (given: Record<string, string | readonly string[]>) =>
  new Map(Object.entries(given).map(([name, value]) => [name, [value].flat()]));

/** The application after its first visit, with the network gone. */
async function offline(page: Page): Promise<void> {
  await page.goto('./');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.context().setOffline(true);
  await page.reload();
}

/** Exams drawn in code, as a centre's folder and table of rows. */
function centreOf(challenge: DemoChallenge, name: string, count: number, first: number) {
  const input = join(folder, name);
  const batch = demoRows(challenge, count, seededRandom(`${challenge} ${name}`), first);
  for (const { path, bytes } of batch.files) {
    mkdirSync(dirname(join(input, path)), { recursive: true });
    writeFileSync(join(input, path), bytes);
  }
  for (const [path, mask] of batch.masks) writeFileSync(join(input, path), niftiMask(mask.data, mask.size));
  const rows = join(folder, `${name}.csv`);
  writeFileSync(rows, batch.rows);
  return { input, rows };
}

/** A new page has a workspace of its own in the driver; here two centres share a browser, so each gets a fresh context. */
for (const challenge of ['renal-cortex', 'breast', 'liver', 'meniscus', 'thyroid'] as const) {
  test(`${challenge}: two centres become a dataset, and a prediction a score, offline`, async ({
    browser,
    site,
  }) => {
    const fresh = async <T>(work: (page: Page) => Promise<T>): Promise<T> => {
      const context = await browser.newContext({ baseURL: site.url, acceptDownloads: true, locale: 'en-GB' });
      const page = await context.newPage();
      await offline(page);
      const result = await work(page);
      await context.close();
      return result;
    };
    const count = challenge === 'meniscus' ? 4 : 6;
    const zips: string[] = [];
    for (const [index, centre] of ['Centre A', 'Centre B'].entries()) {
      const { input, rows } = centreOf(challenge, centre, count, index * count);
      const out = join(folder, `${index}.zip`);
      const answer = await fresh((page) =>
        // Of the drawn necks and livers, one each has an edge or a speckle that looks like writing to the detector.
        contribute(
          page,
          options({
            challenge,
            input,
            rows,
            centre,
            out,
            ...(challenge === 'thyroid' || challenge === 'liver' ? { 'blackout-text': [] } : {}),
          }),
        ),
      );
      expect(answer.refused).toEqual([]);
      expect(answer.images).toBe(challenge === 'meniscus' ? 2 * count : count);
      zips.push(out);
    }
    const out = join(folder, 'dataset');
    const made = await fresh((page) =>
      dataset(page, options({ challenge, contributions: zips, ratios: '50/25/25', seed: '7', out })),
    );
    expect(made.ok).toBe(true);
    const parts = made.parts ?? {};
    expect((parts['train'] ?? 0) + (parts['validation'] ?? 0) + (parts['test'] ?? 0)).toBe(
      challenge === 'meniscus' ? 4 * count : 2 * count,
    );

    const seen = await fresh(async (page) => {
      await new ShellPage(page).chooseChallenge(challenge);
      return new CompetePage(page).explore(join(out, `${challenge}-train.zip`));
    });
    expect(seen.images).toBe(parts['train']);
    expect(seen.lit).toBeGreaterThan(1000);

    const definition = presetById(challenge);
    if (!definition) throw new Error('no such preset');
    if (challenge === 'renal-cortex') {
      const masks = join(out, 'train', 'labelsTr');
      const perfect = await fresh((page) =>
        score(page, options({ challenge, reference: masks, prediction: masks, rules: 'strict' })),
      );
      expect(perfect.total).toBe(1);
      expect(perfect.interval).toMatchObject({ lower: 1, upper: 1, draws: 1000 });
      expectSamePython(join(out, 'train'), masks, masks, perfect.total);
      return;
    }
    const labels = join(out, 'train', 'labels.csv');
    const reference = readReference(readFileSync(labels), definition);
    if (!reference.ok) throw new Error(JSON.stringify(reference.failure));
    const prediction = join(folder, 'prediction.csv');
    writeFileSync(prediction, demoPrediction(definition, reference.value.rows, 200, seededRandom('perfect')));
    const report = await fresh((page) =>
      score(page, options({ challenge, reference: labels, prediction, rules: 'strict' })),
    );
    expect(report.ok).toBe(true);
    // Predictions that separate the classes wholly: each term that has two classes is 1.
    const defined = report.terms.filter(({ value }) => value !== null);
    expect(defined.length).toBeGreaterThan(0);
    for (const { value } of defined) expect(value).toBe(1);
    expectSamePython(join(out, 'train'), labels, prediction, report.total);
  });
}

/** The dataset's own score.py, where this machine has a Python. */
function expectSamePython(dataset: string, reference: string, prediction: string, total: number | null) {
  const call = ['-B', join(dataset, 'score.py'), prediction, '--reference', reference, '--json'];
  const run = spawnSync('python3', [...call, '--rules', 'strict']);
  if (run.error) console.log('score.py: skipped, there is no python3');
  else expect((JSON.parse(run.stdout.toString()) as { total: number | null }).total).toBe(total);
}

const REAL: readonly { challenge: string; files: readonly string[]; labels: Record<string, string> }[] = [
  {
    challenge: 'thyroid',
    files: [
      'cornerstoneWADOImageLoader/CTImage.dcm',
      'cornerstoneWADOImageLoader/CT2_J2KR',
      'pydicom-data/explicit_VR-UN.dcm',
    ],
    labels: { anormale: '1', x: '250', y: '240' },
  },
  {
    challenge: 'breast',
    files: ['pydicom-data/MR2_J2KR.dcm', 'pydicom/test_files/examples_overlay.dcm'],
    labels: { Malin: '0', 'Type de lesion': 'Kyste', x: '200', y: '200' },
  },
  {
    challenge: 'liver',
    files: [
      'deid-data/ultrasounds/GREYSCALE_IMAGE.dcm',
      'pydicom-data/OBXXXX1A.dcm',
      'pydicom/test_files/examples_ybr_color.dcm',
    ],
    labels: { Lesion: '1', Benin: '1', Malin: '0', 'Type de lesion': 'Kyste' },
  },
];

for (const { challenge, files, labels } of REAL) {
  test(`${challenge}: real files of the corpus become a contribution, offline`, async ({ page }) => {
    test.skip(!existsSync(corpus), `no corpus at ${corpus}`);
    const input = join(folder, 'input');
    mkdirSync(input);
    for (const file of files) cpSync(join(corpus, file), join(input, basename(file)));
    const columns = Object.keys(labels);
    const rows = join(folder, 'rows.csv');
    const lines = files.map((file) => [basename(file), ...Object.values(labels)].join(','));
    writeFileSync(rows, [['file', ...columns].join(','), ...lines].join('\n') + '\n');
    await offline(page);
    const out = resolve(folder, 'out.zip');
    // One screen has settings written within its sector.
    const given = options({ challenge, input, rows, centre: 'Centre A', out, 'blackout-text': [] });
    const answer = await contribute(page, given);
    expect(answer.refused).toEqual([]);
    expect(answer.images).toBe(files.length);
    expect(existsSync(out)).toBe(true);
  });
}
