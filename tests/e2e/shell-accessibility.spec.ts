import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './site.ts';

const source = await readFile('node_modules/axe-core/axe.min.js', 'utf8');

interface Axe {
  run(
    context: Document,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations: found } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
    );
  });
}

for (const theme of ['dark', 'light']) {
  for (const locale of ['en', 'fr']) {
    test(`axe finds nothing in the ${theme} theme, language ${locale}`, async ({ page, shell, site }) => {
      await page.addInitScript(
        ([chosenTheme, chosenLocale]) => {
          localStorage.setItem('negatoscope.theme', chosenTheme ?? '');
          localStorage.setItem('negatoscope.locale', chosenLocale ?? '');
        },
        [theme, locale],
      );
      await page.goto(site.url);
      for (const route of ['#/', '#/organise', '#/learn', '#/settings', '#/nowhere']) {
        await shell.open(route);
        expect(await violations(page), route).toEqual([]);
      }
      await shell.openHelp();
      expect(await violations(page), 'help').toEqual([]);
      await shell.closeDialog();
      await shell.openLedger();
      expect(await violations(page), 'ledger').toEqual([]);
      await shell.closeDialog();
      await page.locator('header button[aria-haspopup=menu]').click();
      expect(await violations(page), 'challenge menu').toEqual([]);
      await page.keyboard.press('Escape');
      await shell.drop('wrong.json', JSON.stringify({ format: 'negatoscope-challenge' }));
      await shell.dialog.waitFor();
      expect(await violations(page), 'refused definition').toEqual([]);
    });
  }
}
