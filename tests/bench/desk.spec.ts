// A scripted operator at the desk: from the key that accepts an image to the next one painted, long tasks, and memory. Prints figures.
//   npm run build && npx playwright test --config tests/bench/playwright.config.ts
// NEGATOSCOPE_IMAGES: how many (500). NEGATOSCOPE_SOURCE: a 512×512 CT file whose pixels are used (JPEG 2000, say); else they are drawn.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { element, textOf, withElements } from '../../src/core/dicom/element.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { writePart10 } from '../../src/core/dicom/write.ts';
import { ContributePage } from '../e2e/pages/contribute.ts';
import { ShellPage } from '../e2e/pages/shell.ts';
import { expect, test } from '../e2e/site.ts';
import { buildDicom, imageFields } from '../fixtures/dicom.ts';

const COUNT = Number(process.env['NEGATOSCOPE_IMAGES'] ?? 500);
const SOURCE = process.env['NEGATOSCOPE_SOURCE'];
const SIZE = 512;
/** Images after which the memory is taken as settled. */
const SETTLED = 100;

/** Presses that had to be repeated. */
let waited = 0;
let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-bench-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A round body with a bright rim, at another place in each image; no two alike. */
function drawn(index: number): Int16Array {
  const pixels = new Int16Array(SIZE * SIZE);
  const [x0, y0] = [236 + (index % 40), 236 + ((index * 7) % 40)];
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const r = Math.hypot(x - x0, (y - y0) * 1.2);
      const grain = ((x * 2654435761 + y * 40503 + index * 97) >>> 16) & 15;
      pixels[y * SIZE + x] = r > 200 ? -1000 : r > 190 ? 400 + grain : 40 + grain - Math.round(r / 8);
    }
  }
  return pixels;
}

function write(index: number): Uint8Array {
  const identity = {
    PatientID: `B-${index}`,
    PatientName: `BENCH^${index}`,
    StudyInstanceUID: `1.2.826.0.1.3680043.8.498.20.${index}`,
    SeriesInstanceUID: `1.2.826.0.1.3680043.8.498.21.${index}`,
    SOPInstanceUID: `1.2.826.0.1.3680043.8.498.22.${index}`,
  };
  if (SOURCE === undefined) {
    return buildDicom({
      fields: imageFields(
        { columns: SIZE, rows: SIZE, pixels: drawn(index) },
        {
          ...identity,
          SliceThickness: '2',
          ImageOrientationPatient: ['1', '0', '0', '0', '1', '0'],
          ImagePositionPatient: ['0', '0', '0'],
        },
      ),
    });
  }
  const source = readPart10(readFileSync(SOURCE));
  if (!source.ok) throw new Error(source.failure.code);
  const { dataset, transferSyntax } = source.value;
  const set = [
    element('00100020', 'LO', identity.PatientID),
    element('00100010', 'PN', identity.PatientName),
    element('0020000D', 'UI', identity.StudyInstanceUID),
    element('0020000E', 'UI', identity.SeriesInstanceUID),
    element('00080018', 'UI', identity.SOPInstanceUID),
  ];
  return writePart10(withElements(dataset, { set }), {
    transferSyntax,
    sopClass: textOf(dataset, '00080016') ?? '',
    sopInstance: identity.SOPInstanceUID,
  });
}

interface Watch {
  samples: number[];
  tasks: number[];
}

/** From the moment of the key to after the frame that shows another image. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Watch = { samples: [], tasks: [] };
    Object.assign(globalThis, { seen });
    let pressed: number | null = null;
    addEventListener('keydown', (event) => event.key === ' ' && (pressed = event.timeStamp), {
      capture: true,
    });
    new MutationObserver(() => {
      const from = pressed;
      pressed = null;
      if (from === null) return;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => seen.samples.push(performance.now() - from);
        port2.postMessage(null);
      });
    }).observe(document.body, { subtree: true, attributeFilter: ['data-shown'] });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.tasks.push(duration);
    }).observe({ type: 'longtask' });
  });
}

const seen = (page: Page): Promise<Watch> =>
  page.evaluate(() => (globalThis as unknown as { seen: Watch }).seen);

async function heap(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 2 ** 20;
}

/** Resident memory of the page's process with all its workers, MiB: what the heap of the page does not show. Linux only, else null. */
async function resident(page: Page): Promise<number | null> {
  const devtools = await page.context().browser()?.newBrowserCDPSession();
  if (devtools === undefined) return null;
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const status = existsSync(`/proc/${id}/status`) ? readFileSync(`/proc/${id}/status`, 'utf8') : '';
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
    });
  const largest = Math.max(0, ...sizes);
  return largest === 0 ? null : largest;
}

/** Presses until the image goes: one that was not searched for text yet is not accepted. The last press is the one measured. */
async function accept(page: Page, index: number, isLast: boolean): Promise<void> {
  for (;;) {
    await page.keyboard.press('Space');
    if (isLast) return;
    const gone = await page
      .waitForFunction((n) => (globalThis as unknown as { seen: Watch }).seen.samples.length > n, index, {
        timeout: 1000,
      })
      .catch(() => null);
    if (gone !== null) return;
    waited++;
  }
}

test(`an operator accepts ${COUNT} images`, async ({ page }) => {
  const input = join(folder, 'exams');
  mkdirSync(input);
  for (let index = 0; index < COUNT; index++) writeFileSync(join(input, `${index}.dcm`), write(index));
  await page.goto('./');
  await new ShellPage(page).chooseChallenge('thyroid');
  const screens = new ContributePage(page);
  await screens.sign('Centre A', 'Ada Fixture');
  const started = Date.now();
  expect(await screens.import(input)).toEqual([]);
  console.log(`import: ${(COUNT / ((Date.now() - started) / 1000)).toFixed(0)} images a second`);

  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await page.evaluate(() => (location.hash = '/contribute/desk'));
  await page.locator('[data-shown]').waitFor();
  await watch(page);
  let settled = 0;
  const process: string[] = [];
  for (let index = 0; index < COUNT; index++) {
    if (index === SETTLED) settled = await heap(cdp);
    if (index % SETTLED === 0 || index === COUNT - 1) process.push((await resident(page))?.toFixed(0) ?? '?');
    for (const key of ['1', 'c', 'd']) await page.keyboard.press(key);
    // A person looks at the image before accepting it.
    await page.waitForTimeout(120);
    await accept(page, index, index === COUNT - 1);
  }
  const { samples, tasks } = await seen(page);
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  console.log(
    `key to painted, ms: median ${at(0.5).toFixed(1)}, 95th ${at(0.95).toFixed(1)}, worst ${at(1).toFixed(1)}`,
  );
  console.log(`presses repeated: ${waited}`);
  console.log(`long tasks over 50 ms: ${tasks.length}, worst ${Math.max(0, ...tasks).toFixed(0)} ms`);
  console.log(
    `heap of the page, MiB: ${settled.toFixed(1)} after ${SETTLED}, ${(await heap(cdp)).toFixed(1)} at the end`,
  );
  console.log(
    `process of the page with its workers, MiB resident, every ${SETTLED} images: ${process.join(' ')}`,
  );
  console.log(`load of the machine: ${loadavg()[0]?.toFixed(1)}`);
  expect(samples).toHaveLength(COUNT - 1);
});
