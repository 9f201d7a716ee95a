import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

/** Builds `dist` where it is absent or older than its sources. Gives what went wrong, null when all is well. */
export function buildIfStale(): string | null {
  if (existsSync('dist/index.html') && !isStale()) return null;
  const { status, stdout, stderr } = spawnSync('npx', ['vite', 'build'], { encoding: 'utf8' });
  return status === 0 ? null : `the build failed: ${stdout}${stderr}`;
}

/** A source newer than the build. */
function isStale(): boolean {
  const built = statSync('dist/index.html').mtimeMs;
  const { stdout } = spawnSync(
    'find',
    [
      'src',
      'workers',
      'public',
      'index.html',
      'vite.config.ts',
      'package.json',
      '-newermt',
      new Date(built).toISOString(),
      '-type',
      'f',
      '-not',
      '-path',
      'public/pipelines/*',
      '-print',
      '-quit',
    ],
    { encoding: 'utf8' },
  );
  return stdout.trim() !== '';
}
