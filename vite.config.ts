import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './scripts/chromium.ts';
import { contentSecurityPolicy } from './scripts/vite-plugin-csp.ts';
import { pipelines } from './scripts/vite-plugin-pipelines.ts';
import { serviceWorker } from './scripts/vite-plugin-service-worker.ts';
import project from './package.json' with { type: 'json' };

const manifest = {
  name: 'Negatoscope',
  short_name: 'Negatoscope',
  description: 'A whole medical-imaging data challenge in the browser, with nothing leaving the machine.',
  lang: 'en',
  id: './',
  start_url: './',
  scope: './',
  display: 'standalone',
  theme_color: '#0e1113',
  background_color: '#0e1113',
  categories: ['medical', 'education'],
  icons: [
    { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: 'icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
  ],
};

export default defineConfig({
  base: './',
  define: { 'import.meta.env.VERSION': JSON.stringify(project.version) },
  plugins: [
    svelte(),
    pipelines(),
    contentSecurityPolicy(),
    serviceWorker({ entry: 'workers/service.worker.ts', manifest }),
  ],
  resolve: {
    alias: {
      // Its own decoder fetches a data: address, which the policy forbids.
      '@thewtex/zstddec': resolve(import.meta.dirname, 'workers/zstd.ts'),
    },
  },
  worker: { format: 'es' },
  optimizeDeps: {
    include: [
      '@noble/hashes/sha2.js',
      'age-encryption',
      'comlink',
      'dexie',
      'dicom-parser',
      'fflate',
      'fzstd',
      'papaparse',
      'valibot',
      '@zip.js/zip.js',
    ],
    exclude: ['itk-wasm', '@itk-wasm/image-io', '@itk-wasm/downsample', '@itk-wasm/htj2k'],
  },
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, sourcemap: false },
  test: {
    // Guards against a test that hangs. No test may depend on them: a busy machine is several times slower.
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
    expect: { poll: { timeout: 2 * 60_000 } },
    projects: [
      { extends: true, test: { name: 'unit', environment: 'node', include: ['tests/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'corpus',
          environment: 'node',
          include: ['tests/corpus/**/*.test.ts'],
        },
      },
      {
        extends: true,
        // The application's own entry is not crawled: a dependency found on the way would reload a running test.
        optimizeDeps: { entries: ['tests/browser/**/*.test.ts'] },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
