import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { faultsOf, readSources, type Sources } from './house.ts';

/** Folder of the tools' caches. Deleting it only costs time. */
const CACHE = 'node_modules/.cache/check';

const typesOf = (project: string, name: string): readonly string[] => [
  ...['tsc', '-p', project, '--incremental'],
  ...['--tsBuildInfoFile', `${CACHE}/${name}.tsbuildinfo`],
];

/**
 * The slowest check is first, so that the other cores do not wait for it at the end. ESLint's cache compares the content of each file
 * only. A floating promise caused by a change in another file is found on a fresh clone, which has no cache.
 */
const CHECKS: readonly (readonly string[])[] = [
  [
    ...['eslint', '.', '--max-warnings', '0'],
    ...['--cache', '--cache-strategy', 'content', '--cache-location', `${CACHE}/eslint`],
  ],
  ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
  [
    ...['prettier', '--check', '.', '--log-level', 'warn'],
    ...['--cache', '--cache-strategy', 'content', '--cache-location', `${CACHE}/prettier`],
  ],
  typesOf('tests', 'tests'),
  typesOf('workers', 'workers'),
  typesOf('src/pipeline', 'pipeline'),
  typesOf('src/core', 'core'),
];

/** Files with planted errors. Each checker must find its error. */
const CANARIES: readonly { readonly command: readonly string[]; readonly says: RegExp }[] = [
  { command: ['tsc', '-p', 'tests/canary'], says: /canary\.ts.*TS2322/ },
  {
    command: ['tsc', '-p', 'tests/canary'],
    says: /measure\.ts\(5,[^]*measure\.ts\(6,[^]*\(7,[^]*\(8,[^]*\(9,[^]*\(9,[^]*\(10,/,
  },
  {
    command: ['eslint', '--no-ignore', 'tests/canary/src/core/canary.ts'],
    says: /core must not import dexie/,
  },
  {
    command: ['eslint', '--no-ignore', 'tests/canary/src/core/bytes/canary.ts'],
    says: /core\/bytes must not import src\/core\/dicom/,
  },
  {
    command: ['eslint', '--no-ignore', 'tests/canary/src/state/canary.ts'],
    says: /negatoscope\/clock[^]*negatoscope\/clock[^]*negatoscope\/clock/,
  },
  {
    command: ['eslint', '--no-ignore', 'tests/canary/src/state/rows.ts'],
    says: /negatoscope\/rows[^]*negatoscope\/rows[^]*negatoscope\/rows[^]*negatoscope\/rows/,
  },
  {
    command: ['eslint', '--no-ignore', 'tests/canary/src/core/point.ts'],
    says: / 2:8 [^]* 3:8 [^]* 7:30 [^]* 8:42 [^]*4 problems/,
  },
];

/** Planted trees of sources, and the fault that the house check must report for each. */
const PLANTED: readonly { readonly sources: Sources; readonly says: RegExp }[] = [
  {
    sources: new Map([
      ['src/core/a.ts', "import type { B } from './b.ts';"],
      ['src/core/b.ts', "import type { A } from './a.ts';"],
    ]),
    says: /import circle: .*a\.ts/,
  },
  { sources: new Map([['src/core/long.ts', '\n'.repeat(321)]]), says: /long\.ts has 321 lines/ },
  { sources: new Map([['workers/long.worker.ts', '\n'.repeat(61)]]), says: /long\.worker\.ts has 61 lines/ },
  {
    sources: new Map([
      ['src/core/scoring/auc.ts', ''],
      ['tests/unit/scoring/auc.test.ts', ''],
      ['tests/unit/scoring/area.test.ts', ''],
    ]),
    says: /^tests\/unit\/scoring\/area\.test\.ts has the name of no file$/,
  },
  {
    sources: new Map([['tests/unit/scoring/auc.test.ts', '']]),
    says: /self-test\.test\.ts is listed as a test of a behaviour and does not exist/,
  },
];

/** `npm run check`: format, lint, types of every layer, Svelte and the rules of the house. All planted errors must be found too. */
export async function main(): Promise<void> {
  const failures = faultsOf(readSources());
  for (const { sources, says } of PLANTED)
    if (!faultsOf(sources).some((fault) => says.test(fault)))
      failures.push(`planted fault not found: ${says}`);
  const work = [
    ...CHECKS.map((command) => async () => {
      const { status, output } = await run(command);
      if (status !== 0) failures.push(`${output}\nfailed: ${command.join(' ')}`);
    }),
    ...CANARIES.map(({ command, says }) => async () => {
      const { status, output } = await run(command);
      if (status === 0 || !says.test(output))
        failures.push(`planted error not found by: ${command.join(' ')}`);
    }),
  ];
  const lane = async () => {
    for (let next = work.shift(); next !== undefined; next = work.shift()) await next();
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, lane));
  for (const failure of failures) console.error(failure);
  if (failures.length === 0) console.log('check: all sound, planted errors found');
  process.exitCode = failures.length > 0 ? 1 : 0;
}

function run(command: readonly string[]): Promise<{ status: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('npx', command, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ status: code ?? 1, output }));
  });
}
