import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

/** Builds `dist` when it is absent or older than its sources. Returns the error text. Null: no error. */
export function buildIfStale(): string | null {
  if (existsSync('dist/index.html') && !isStale()) return null;
  const { status, stdout, stderr } = spawnSync('npx', ['vite', 'build'], { encoding: 'utf8' });
  return status === 0 ? null : `the build failed: ${stdout}${stderr}`;
}

/** True when a source is newer than the build. */
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
