import { test as base, expect } from '@playwright/test';
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
  // What Svelte warns of in a built application is a fault: a value that stands still, say.
  page: async ({ page }, use) => {
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('svelte.dev/e/')) warnings.push(message.text());
    });
    await use(page);
    expect(warnings).toEqual([]);
  },
  shell: async ({ page }, use) => use(new ShellPage(page)),
});
