import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** A headless browser without network requests of its own. It needs `--no-sandbox` because CI runs as root. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of Chromium: NEGATOSCOPE_CHROMIUM, else that of the system, else that of Playwright. Undefined: there is none. */
export function chromiumPath(): string | undefined {
  const candidates = [process.env['NEGATOSCOPE_CHROMIUM'], '/usr/bin/chromium', chromium.executablePath()];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}
