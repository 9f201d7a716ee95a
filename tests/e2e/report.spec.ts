import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { demoRows } from '../../src/core/demo/rows.ts';
import { echoIn, echoIndex } from '../../src/core/deidentify/echo-index.ts';
import { identifiersOf } from '../../src/core/deidentify/identifiers.ts';
import type { DeidentificationReport } from '../../src/core/deidentify/report.ts';
import type { DataSet } from '../../src/core/dicom/dataset.ts';
import { element, textOf, withElements } from '../../src/core/dicom/element.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { EXPLICIT_LE } from '../../src/core/dicom/transfer-syntax.ts';
import { writePart10 } from '../../src/core/dicom/write.ts';
import { openPackage } from '../../src/core/package/open.ts';
import { bytesSource } from '../../src/core/bytes/source.ts';
import { seededRandom } from '../../src/core/random.ts';
import { violations } from './pages/accessibility.ts';
import { ContributePage } from './pages/contribute.ts';
import { CuratePage } from './pages/curate.ts';
import { ReportPage } from './pages/report.ts';
import { ShellPage } from './pages/shell.ts';
import { expect, test } from './site.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-report-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const datasetOf = (bytes: Uint8Array): DataSet => {
  const part10 = readPart10(bytes);
  if (!part10.ok) throw new Error(part10.failure.code);
  return part10.value.dataset;
};

/** Exams drawn in code in a folder, with the table of rows that accepts them. */
function centre(challenge: 'liver' | 'thyroid', count: number) {
  const input = join(folder, 'input');
  const batch = demoRows(challenge, count, seededRandom(`report ${challenge}`));
  for (const { path, bytes } of batch.files) {
    mkdirSync(dirname(join(input, path)), { recursive: true });
    writeFileSync(join(input, path), bytes);
  }
  const rows = join(folder, 'rows.csv');
  writeFileSync(rows, batch.rows);
  return { input, rows, sources: batch.files };
}

async function contributed(page: Page, challenge: 'liver' | 'thyroid', count: number) {
  const made = centre(challenge, count);
  await new ShellPage(page).chooseChallenge(challenge);
  const screens = new ContributePage(page);
  await screens.sign('Centre A', 'A. Radiologist');
  await screens.import(made.input);
  await screens.applyTable(made.rows, null);
  return { ...made, screens };
}

test('the report shows each image before and after, leaves with the package, and is the same for the curator', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  const { screens, sources } = await contributed(page, 'liver', 3);
  expect(await screens.clearAll()).toBe(3);
  const report = new ReportPage(page);
  await report.open();
  expect(await report.imageCount()).toBe(3);
  expect(await report.fact('Images proven')).toBe(3);
  expect(await report.fact('Images with pixels set to 0')).toBe(3);
  expect(await report.fact('Identifiers of the source found')).toBe(0);
  expect(await report.text()).toContain('Basic Application Confidentiality Profile (113100)');
  expect(await violations(page)).toEqual([]);

  const planted = echoIndex(sources.flatMap(({ bytes }) => identifiersOf(datasetOf(bytes))));
  const json = await report.saved('Save as JSON');
  const html = await report.saved('Save as HTML');
  for (const text of [json, html, await report.text()]) expect(echoIn(planted, text)).toBeNull();
  expect((JSON.parse(json) as DeidentificationReport).images).toHaveLength(3);
  expect(html).toContain('Déclaration de conformité');

  await report.openImage(0);
  await expect.poll(async () => (await report.attribute('00100010'))[2]).toMatch(/^[a-z2-7]{16}$/);
  const [, hidden, , result, rule, code] = await report.attribute('00100010');
  expect(hidden).toMatch(/^PN, \d+ bytes$/);
  expect([result, rule, code]).toEqual(['replaced', 'E.1-1 (0010,0010)', 'Z']);
  expect(echoIn(planted, await report.text())).toBeNull();
  await report.showSource();
  const [, shown] = await report.attribute('00100010');
  expect(sources.map(({ bytes }) => textOf(datasetOf(bytes), '00100010'))).toContain(shown);
  expect((await report.attribute('00081030'))[1]).toMatch(/^Examen de /);
  expect(await violations(page)).toEqual([]);
  // Paper never gets them.
  await page.emulateMedia({ media: 'print' });
  expect(echoIn(planted, await report.text())).toBeNull();
  await page.emulateMedia({ media: 'screen' });

  // After a reload the file is no longer at hand: the correspondence table alone is, and the file can be chosen again.
  await page.reload();
  await page.getByTestId('attributes').waitFor();
  expect(echoIn(planted, await report.text())).toBeNull();
  await report.showSource();
  expect((await report.attribute('00100010'))[1]).toBe(shown);
  expect((await report.attribute('00081030'))[1]).toMatch(/^LO, \d+ bytes$/);
  const own = sources.findIndex(({ bytes }) => textOf(datasetOf(bytes), '00100010') === shown);
  const pathOf = (index: number) => join(folder, 'input', sources[index]?.path ?? '');
  await report.chooseSource(pathOf((own + 1) % 3));
  await expect(page.locator('main')).toContainText('This is not the file that the image was made of.');
  await report.chooseSource(pathOf(own));
  await expect(page.locator('main')).toContainText('Examen de ');

  const zip = join(folder, 'out.zip');
  await screens.export(zip);
  const opened = await openPackage(bytesSource(readFileSync(zip)));
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  for (const path of ['deidentification.json', 'deidentification.html']) {
    const bytes = await opened.value.entry(path);
    const text = new TextDecoder().decode(bytes.ok ? bytes.value : undefined);
    expect(text.length).toBeGreaterThan(2000);
    expect(echoIn(planted, text), path).toBeNull();
  }

  const curate = new CuratePage(page);
  await curate.open();
  expect((await curate.openPackages([zip])).problems).toEqual([]);
  await report.openOfPackage();
  expect(await report.imageCount()).toBe(3);
  expect(await report.fact('Images proven')).toBe(3);
  expect(await violations(page)).toEqual([]);
  await report.openImage(0);
  expect((await report.attribute('00100010'))[1]).toBe('PN');
  await expect.poll(async () => (await report.attribute('00100010'))[2]).toMatch(/^[a-z2-7]{16}$/);
});

const PATIENT = '48151623420815162342';

test('an image that the proof blocks is explained, remains told after a reload, and passes once its source is mended', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  const { input } = centre('thyroid', 1);
  const { files } = demoRows('thyroid', 1, seededRandom('report thyroid'));
  const [file] = files;
  if (!file) throw new Error('no file');
  // The patient's number stands in the pixels, which stay as they are: only the search of the bytes can find it.
  const drawn = datasetOf(file.bytes);
  const value = drawn.elements.get('7FE00010')?.value;
  if (value?.kind !== 'bytes') throw new Error('no pixels');
  const pixels = value.bytes.slice();
  pixels.set(new TextEncoder().encode(PATIENT));
  const source = withElements(drawn, {
    set: [
      element('00100020', 'LO', PATIENT),
      element('00280101', 'US', 16),
      element('00280102', 'US', 15),
      element('7FE00010', 'OW', pixels),
    ],
  });
  const head = {
    transferSyntax: EXPLICIT_LE,
    sopClass: textOf(source, '00080016') ?? '',
    sopInstance: textOf(source, '00080018') ?? '',
  };
  const path = join(input, file.path);
  writeFileSync(path, writePart10(source, head));
  await new ShellPage(page).chooseChallenge('thyroid');
  const screens = new ContributePage(page);
  await screens.sign('Centre A', 'A. Radiologist');
  const refused = await screens.import(input);
  expect(refused.map(({ code }) => code)).toEqual(['deidentify/echo']);

  const blocked = page.getByTestId('blocked');
  const entry = blocked.locator('li[data-code]');
  await expect(entry).toHaveAttribute('data-check', 'echo');
  await expect(entry).toHaveAttribute('data-attribute', 'PatientID');
  await expect(entry).toContainText('All bytes searched for the source’s identifiers');
  await expect(entry).toContainText('What can be done');
  expect(await violations(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await entry.getByRole('button', { name: 'Save the case, without the image' }).click();
  const told = readFileSync(await (await download).path(), 'utf8');
  expect(told).toContain('deidentify/echo');
  expect(told).not.toContain(PATIENT);
  expect(told).not.toContain('image-1');

  await page.reload();
  await expect(blocked.locator('li[data-code]')).toHaveCount(1);
  await page.evaluate(() => (location.hash = '/contribute/report'));
  await expect(page.getByTestId('report-blocked')).toContainText('PatientID');
  expect(await new ReportPage(page).fact('Images blocked by the proof')).toBe(1);

  // Nothing passes it but another file.
  writeFileSync(path, file.bytes);
  await page.evaluate(() => (location.hash = '/contribute/import'));
  await screens.import(input);
  await expect(page.getByTestId('blocked')).toHaveCount(0);
});
