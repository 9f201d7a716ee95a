import type { Page } from '@playwright/test';
import type { SelfTestResult } from '../../src/core/self-test/score.ts';
import { violations } from './pages/accessibility.ts';
import { SelfTestPage } from './pages/self-test.ts';
import { expect, test } from './site.ts';

/** Rows of each table of the workspace, and what else the origin stores. */
async function stored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const counts: Record<string, number> = {};
    for (const name of names) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(name));
      });
      for (const table of database.objectStoreNames) {
        counts[`${name}/${table}`] = await new Promise<number>((resolve, reject) => {
          const request = database.transaction(table).objectStore(table).count();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(new Error(table));
        });
      }
      database.close();
    }
    return JSON.stringify([counts, Object.keys(localStorage).sort()]);
  });
}

test('the self-test takes planted exams the real way, does all ten actions, and stores nothing', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await page.locator('main').getByRole('heading').first().waitFor();
  const screen = new SelfTestPage(page);
  await screen.open();
  expect(await violations(page)).toEqual([]);
  const before = await stored(page);
  const { required, done } = await screen.run('liver', true);
  expect(done).toBe(required);
  expect(required).toBeGreaterThan(140);
  const actions = await screen.actions();
  expect(actions).toHaveLength(10);
  for (const one of actions)
    expect([one.check, one.required > 0, one.done]).toEqual([one.check, true, one.required]);
  expect(await violations(page)).toEqual([]);
  expect(await stored(page)).toBe(before);

  const result = (await screen.saved()) as SelfTestResult;
  expect(result).toMatchObject({ format: 'negatoscope-self-test', required, done, blocked: [] });
  expect(result.things).toHaveLength(required);

  // As the challenge asks: dates go, so none is required to move; each word in a corner of the picture is black.
  const plain = await screen.run('thyroid', false);
  expect(plain.done).toBe(plain.required);
  const byCheck = new Map((await screen.actions()).map((one) => [one.check, one]));
  expect(byCheck.get('date_shifted')?.required).toBe(0);
  const hidden = byCheck.get('pixels_hidden');
  expect(hidden?.required).toBeGreaterThanOrEqual(6);
  expect(hidden?.done).toBe(hidden?.required);
  const words = (await screen.saved()) as SelfTestResult;
  expect(words.things.filter(({ check, text }) => check === 'pixels_hidden' && text !== '')).toHaveLength(
    hidden?.required ?? 0,
  );
  expect(await stored(page)).toBe(before);
});

test('it is found from Learn and from the settings, and is usable on a phone', async ({
  page,
  site,
  shell,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(site.url);
  for (const route of ['#/learn', '#/settings']) {
    await shell.open(route);
    await page.getByRole('link', { name: 'Open the self-test' }).click();
    await page.getByRole('button', { name: 'Run the self-test' }).waitFor();
    expect(await violations(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
});
