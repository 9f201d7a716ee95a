import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

/** Benchmarks in the browser, run by hand: `npm run build && npx playwright test --config tests/bench/playwright.config.ts`. */
export default defineConfig({ ...base, testDir: '.', timeout: 3_600_000, outputDir: '../../test-results' });
