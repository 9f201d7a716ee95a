import { spawn } from 'node:child_process';
import { ensureChromium } from './ensure-chromium.ts';

interface Stage {
  readonly name: string;
  readonly command: readonly string[];
}

const STAGES: readonly Stage[] = [
  { name: 'check', command: ['npm', 'run', 'check'] },
  { name: 'unit', command: ['npx', 'vitest', 'run', '--project', 'unit'] },
  { name: 'corpus', command: ['npx', 'vitest', 'run', '--project', 'corpus'] },
  { name: 'browser', command: ['npx', 'vitest', 'run', '--project', 'browser'] },
  { name: 'build', command: ['npm', 'run', 'build'] },
  { name: 'end to end', command: ['npx', 'playwright', 'test'] },
];

/** Stages of `npm run test:quick`: no browser, no real DICOM. */
const QUICK: readonly string[] = ['check', 'unit'];

/**
 * `npm test` runs all stages; with `quick`, only check and unit. All stages run even when one fails. The last lines are the time of each
 * stage and `all: N passed, N failed`. A stage without tests (check, build) counts as one.
 */
export async function main(mode?: string): Promise<void> {
  const stages = mode === 'quick' ? STAGES.filter(({ name }) => QUICK.includes(name)) : STAGES;
  if (mode !== 'quick') await ensureChromium();
  let passed = 0;
  let failed = 0;
  const broken: string[] = [];
  const times: string[] = [];
  for (const stage of stages) {
    console.log(`\n── ${stage.name}`);
    const start = performance.now();
    const { code, output } = await run(stage.command);
    times.push(`${stage.name.padEnd(12)} ${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s`);
    const counts = countsOf(output);
    passed += counts?.passed ?? (code === 0 ? 1 : 0);
    failed += counts?.failed ?? 0;
    if (code !== 0) {
      broken.push(stage.name);
      if (!counts?.failed) failed += 1;
    }
  }
  console.log(`\n── time of each stage\n${times.join('\n')}`);
  if (broken.length > 0) console.log(`\nbroken: ${broken.join(', ')}`);
  console.log(`\nall: ${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function run([program = '', ...args]: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        process.stdout.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Reads the closing lines of vitest (`Tests  3 failed | 12 passed`) and Playwright (`  12 passed (3s)`). */
function countsOf(output: string): { passed: number; failed: number } | null {
  const vitest = /^\s*Tests\s+(.*)$/m.exec(output)?.[1];
  if (vitest !== undefined) return { passed: count(vitest, 'passed'), failed: count(vitest, 'failed') };
  if (!/^\s+\d+ (passed|failed)/m.test(output)) return null;
  const total = (word: string) => Number(new RegExp(`^\\s+(\\d+) ${word}`, 'm').exec(output)?.[1] ?? 0);
  return { passed: total('passed'), failed: total('failed') + total('did not run') };
}

const count = (line: string, word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
