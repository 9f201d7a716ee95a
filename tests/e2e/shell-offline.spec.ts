import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../scripts/serve.ts';
import { expect, test } from './site.ts';

test('works offline from the second visit, isolated and under the policy as a header', async ({
  page,
  context,
  shell,
  site,
}) => {
  await page.goto(site.url);
  await shell.installed();
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('data challenge');
  await expect(page.locator('footer')).toContainText('Offline');
  for (const role of ['contribute', 'curate', 'compete', 'organise', 'learn', 'settings']) {
    await shell.open(`#/${role}`);
  }
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const headers = await page.evaluate(async () => Object.fromEntries((await fetch('./index.html')).headers));
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  for (const file of ['gdcm-read-image.wasm.zst', 'tesseract-core-simd-lstm.wasm', 'fra.traineddata.gz']) {
    const status = await page.evaluate(async (path) => (await fetch(path)).status, `./pipelines/${file}`);
    expect(status, file).toBe(200);
  }
});

test('an update waits until it is asked for, then applies in place', async ({ page, shell }) => {
  const root = await mkdtemp(join(tmpdir(), 'negatoscope-'));
  await cp('dist', root, { recursive: true });
  const site = await serve({ root, base: '/site/' });
  try {
    await page.goto(`${site.url}#/settings`);
    await shell.installed();
    await page.reload();
    await shell.heading.waitFor();
    await appendFile(join(root, 'sw.js'), '\n// a newer version');
    await page.evaluate(() => (document.body.dataset['sign'] = 'old'));
    await page.getByRole('button', { name: 'Look for an update' }).click();
    const mark = page.locator('header').getByRole('button', { name: 'Update ready' });
    await expect(mark).toBeVisible();
    await expect(page.locator('body')).toHaveAttribute('data-sign', 'old');
    await mark.click();
    await expect(page.locator('body')).not.toHaveAttribute('data-sign', 'old');
    await expect(shell.heading).toHaveText('Settings');
    await expect(mark).toHaveCount(0);
  } finally {
    await site.close();
    await rm(root, { recursive: true });
  }
});
