// Runs scripts/<name>.ts under Node 20, which can't read TypeScript itself: node scripts/run.mjs <name> [arguments]
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const [name, ...args] = process.argv.slice(2);
const file = resolve(import.meta.dirname, `${name}.ts`);
// Loading a script sets NODE_ENV to development. The builds that it starts must not inherit that.
const environment = process.env.NODE_ENV;
const { module } = await runnerImport(file, {
  configFile: false,
  logLevel: 'error',
  root: resolve(import.meta.dirname, '..'),
});
if (environment === undefined) delete process.env.NODE_ENV;
else process.env.NODE_ENV = environment;
await module.main(args);
