import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './scripts/chromium.ts';

/** End-to-end tests run against the production build in `dist`, served under a sub-path (`tests/e2e/site.ts`). */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 1,
  // A guard against a test that hangs. No test may depend on it: a busy machine is several times slower.
  timeout: 20 * 60_000,
  expect: { timeout: 2 * 60_000 },
  reporter: 'list',
  forbidOnly: process.env['CI'] !== undefined,
  use: {
    headless: true,
    launchOptions: { executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS },
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1280, height: 800 },
    serviceWorkers: 'allow',
    screenshot: 'off',
    trace: 'off',
  },
});
