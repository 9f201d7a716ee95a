// Runs scripts/<name>.ts under Node 20, which can't read TypeScript itself: node scripts/run.mjs <name> [arguments]
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const [name, ...args] = process.argv.slice(2);
const file = resolve(import.meta.dirname, `${name}.ts`);
const { module } = await runnerImport(file, {
  configFile: false,
  logLevel: 'error',
  root: resolve(import.meta.dirname, '..'),
});
await module.main(args);
