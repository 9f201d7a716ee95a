import { test as base } from '@playwright/test';
import { serve, type Served } from '../../scripts/serve.ts';
import { ShellPage } from './pages/shell.ts';

export { expect } from '@playwright/test';

/** Tests with the built application served under a sub-path, as project pages of static hosts are. */
export const test = base.extend<{ shell: ShellPage }, { site: Served }>({
  site: [
    // Playwright demands an object pattern even where a fixture needs no other.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const site = await serve({ root: 'dist', base: '/organisation/site/' });
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ site }, use) => use(site.url),
  shell: async ({ page }, use) => use(new ShellPage(page)),
});
