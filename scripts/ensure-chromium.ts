import { spawnSync } from 'node:child_process';
import { chromiumPath } from './chromium.ts';

/** Installs Chromium when there is none: Debian's package as root, else Playwright's own build. */
export async function ensureChromium(): Promise<void> {
  if (chromiumPath() !== undefined) return;
  const asRoot = process.getuid?.() === 0;
  const steps: readonly (readonly string[])[] = asRoot
    ? [
        ['apt-get', 'update'],
        ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
      ]
    : [['npx', 'playwright', 'install', 'chromium']];
  console.log('No Chromium found: installing it.');
  for (const [program = '', ...args] of steps) {
    spawnSync(program, args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  if (chromiumPath() === undefined && asRoot) {
    spawnSync('npx', ['playwright', 'install', '--with-deps', 'chromium'], { stdio: 'inherit' });
  }
  if (chromiumPath() === undefined) {
    throw new Error(
      'Chromium could not be installed. Install it, or name its program in NEGATOSCOPE_CHROMIUM.',
    );
  }
}
