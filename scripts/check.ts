import { spawnSync } from 'node:child_process';

const CHECKS: readonly (readonly string[])[] = [
  ['prettier', '--check', '.', '--log-level', 'warn'],
  ['eslint', '.', '--max-warnings', '0'],
  ['tsc', '-p', 'src/core'],
  ['tsc', '-p', 'workers'],
  ['tsc', '-p', 'tests'],
  ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
];

/** Files that must fail, so that a checker that silently checks nothing is noticed. */
const CANARIES: readonly { readonly command: readonly string[]; readonly says: RegExp }[] = [
  { command: ['tsc', '-p', 'tests/canary'], says: /canary\.ts.*TS2322/ },
  { command: ['eslint', '--no-ignore', 'tests/canary/src/core/canary.ts'], says: /negatoscope\/layers/ },
];

/** `npm run check`: format, lint, types of every layer, Svelte; then the planted errors, which must be found. */
export function main(): void {
  const failures: string[] = [];
  for (const command of CHECKS) {
    const { status } = spawnSync('npx', command, { stdio: 'inherit' });
    if (status !== 0) failures.push(command.join(' '));
  }
  for (const { command, says } of CANARIES) {
    const { status, stdout, stderr } = spawnSync('npx', command, { encoding: 'utf8' });
    if (status === 0 || !says.test(stdout + stderr))
      failures.push(`canary not found by: ${command.join(' ')}`);
  }
  for (const failure of failures) console.error(`failed: ${failure}`);
  if (failures.length === 0) console.log('check: all sound, canaries found');
  process.exitCode = failures.length > 0 ? 1 : 0;
}
