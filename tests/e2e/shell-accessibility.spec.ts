import { violations } from './pages/accessibility.ts';
import { expect, test } from './site.ts';

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
