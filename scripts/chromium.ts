import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** A headless browser that asks nothing of the outside. `--no-sandbox` since CI runs as root. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of the Chromium to drive: NEGATOSCOPE_CHROMIUM, the system's, else Playwright's own; undefined when there is none. */
export function chromiumPath(): string | undefined {
  const candidates = [process.env['NEGATOSCOPE_CHROMIUM'], '/usr/bin/chromium', chromium.executablePath()];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}
