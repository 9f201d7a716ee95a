import { spawnSync } from 'node:child_process';
import { serve } from './serve.ts';

/** `npm start`: builds the application and serves the production build on a free port of localhost. */
export async function main(): Promise<void> {
  const { status } = spawnSync('npx', ['vite', 'build'], { stdio: 'inherit' });
  if (status !== 0) {
    process.exitCode = 1;
    return;
  }
  const { url } = await serve({ root: 'dist' });
  console.log(`\nNegatoscope is at ${url}`);
  console.log(`Demo data, one click away: ${url}#/learn`);
  console.log('Ctrl+C ends it.');
}
