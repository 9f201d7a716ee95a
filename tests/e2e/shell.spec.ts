import { gzipSync } from 'node:zlib';
import { expect, test } from './site.ts';

test('the first screen needs less than 150 kB of JavaScript', async ({ page, site }) => {
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().serviceWorker() || !response.url().endsWith('.js')) return;
    scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  const start = Date.now();
  await page.goto(site.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const elapsed = Date.now() - start;
  await page.waitForLoadState('networkidle');
  const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({ type: 'measured', description: `${elapsed} ms, ${bytes} bytes gzipped` });
  console.log(`first screen ${elapsed} ms, JavaScript ${(bytes / 1000).toFixed(1)} kB gzipped`);
  expect(bytes).toBeLessThan(150_000);
});

test('language and theme switch in place and last', async ({ page, shell, site }) => {
  await page.goto(`${site.url}#/learn`);
  await expect(shell.heading).toHaveText('Learn');
  await page.evaluate(() => (document.body.dataset['sign'] = 'same page'));
  await shell.switchLanguage();
  await expect(shell.heading).toHaveText('Se former');
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await shell.switchTheme();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page.locator('body')).toHaveAttribute('data-sign', 'same page');
  await page.reload();
  await expect(shell.heading).toHaveText('Se former');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('hash routes work under a sub-path, and an unknown one helps', async ({ page, shell, site }) => {
  await page.goto(site.url);
  await page
    .locator('main nav')
    .getByRole('link', { name: /Organise/ })
    .click();
  await expect(page).toHaveURL(`${site.url}#/organise`);
  await expect(shell.heading).toHaveText('Renal cortex on CT');
  await page.goBack();
  await expect(page).toHaveURL(site.url);
  await page.goto(`${site.url}#/no/such/place`);
  await expect(page.getByText('There is nothing at this address')).toBeVisible();
  await page.locator('main').getByRole('link', { name: 'Go to the home page' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('data challenge');
});

test('every role door opens', async ({ page, shell, site }) => {
  await page.goto(site.url);
  for (const role of ['contribute', 'curate', 'compete', 'organise', 'learn', 'settings']) {
    await shell.open(`#/${role}`);
    await expect(page.getByText('Something went wrong')).toHaveCount(0);
  }
});

test('? shows the live key map, and typing in a field does not', async ({ page, shell, site }) => {
  await page.goto(site.url);
  await shell.openHelp();
  await expect(shell.dialog.getByRole('heading', { name: 'Everywhere' })).toBeVisible();
  await expect(shell.dialog.getByText('Show this list')).toBeVisible();
  await shell.closeDialog();
  await shell.open('#/settings');
  await page.getByLabel('Language', { exact: true }).press('?');
  await expect(shell.dialog).toHaveCount(0);
});

test('the challenge badge switches, and remembers', async ({ page, shell, site }) => {
  await page.goto(`${site.url}#/organise`);
  await shell.chooseChallenge('meniscus');
  await expect(shell.heading).toContainText('enisc');
  await page.reload();
  await expect(shell.heading).toContainText('enisc');
});

test('a dropped definition works like a preset, also after a reload', async ({ page, shell, site }) => {
  await page.goto(`${site.url}#/organise`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as JSON' }).click(),
  ]);
  const definition = JSON.parse(await text(await download.createReadStream())) as Record<string, unknown>;
  definition['id'] = 'renal-cortex-two';
  definition['title'] = { en: 'Second renal cortex', fr: 'Second cortex rénal' };
  await shell.drop('second.json', JSON.stringify(definition));
  await expect(shell.toasts).toContainText('Challenge added and selected: Second renal cortex');
  await expect(shell.heading).toHaveText('Second renal cortex');
  await page.reload();
  await expect(shell.heading).toHaveText('Second renal cortex');
  await page.getByRole('button', { name: 'Remove this challenge' }).click();
  await expect(shell.heading).toHaveText('Renal cortex on CT');
  await shell.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect(shell.heading).toHaveText('Second renal cortex');
});

test('a wrong definition is refused with the place and reason of each error', async ({
  page,
  shell,
  site,
}) => {
  await page.goto(site.url);
  await shell.drop(
    'wrong.json',
    JSON.stringify({
      format: 'negatoscope-challenge',
      formatVersion: 1,
      id: 'Bad Id',
      split: { ratios: [60, 20, 30] },
    }),
  );
  await expect(shell.dialog).toContainText('“wrong.json” is not a valid challenge definition');
  await expect(shell.dialog).toContainText('id: it is not written in the right form');
  await expect(shell.dialog).toContainText('title: this part is missing');
  await shell.closeDialog();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('data challenge');
});

test('an unknown file is named with the reason', async ({ page, shell, site }) => {
  await page.goto(site.url);
  await shell.drop('shopping.json', '["milk"]');
  await expect(shell.dialog).toContainText('shopping.json');
  await expect(shell.dialog).toContainText('not a challenge definition');
});

test('an unforeseen error shows a screen that loses nothing', async ({ page, shell, site }) => {
  await page.goto(`${site.url}#/settings`);
  await shell.heading.waitFor();
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error('planted for Jane Doe');
    });
  });
  const screen = page.getByRole('alertdialog');
  await expect(screen).toContainText('Your work is safe');
  await expect(screen.locator('pre')).not.toContainText('Jane Doe');
  await screen.getByRole('button', { name: 'Continue' }).click();
  await expect(screen).toHaveCount(0);
  await expect(shell.heading).toHaveText('Settings');
});

test('the ledger lists own files and counts nothing else', async ({ page, shell, site }) => {
  await page.goto(site.url);
  await expect(page.locator('footer')).toContainText('0 requests left this page');
  await shell.openLedger();
  await expect(shell.dialog).toContainText('0 requests to anyone else');
  await expect(shell.dialog.locator('tbody tr').first()).toContainText('own');
});

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
