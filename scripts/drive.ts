import { chromium, type Page } from 'playwright';
import { contribute } from '../tests/e2e/pages/jobs/contribute.ts';
import { dataset } from '../tests/e2e/pages/jobs/dataset.ts';
import { score } from '../tests/e2e/pages/jobs/score.ts';
import { buildIfStale } from './build.ts';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './chromium.ts';
import { ensureChromium } from './ensure-chromium.ts';
import { serve } from './serve.ts';

/** Options of the command line: `--name value…`. */
export type Options = ReadonlyMap<string, readonly string[]>;

const JOBS: Readonly<Record<string, (page: Page, options: Options) => Promise<{ ok: boolean }>>> = {
  contribute,
  dataset,
  score,
};

/**
 * `npm run -s drive -- <job> …`: drives the production build in headless Chromium through the page objects of the end-to-end tests.
 * The last line of standard output is one JSON object; exit code 1 when it is not `ok`.
 */
export async function main(args: readonly string[]): Promise<void> {
  const [name = '', ...rest] = args;
  const job = JOBS[name];
  if (!job) return answer({ ok: false, message: `unknown job "${name}": ${Object.keys(JOBS).join(', ')}` });
  const problem = buildIfStale();
  if (problem !== null) return answer({ ok: false, message: problem });
  await ensureChromium();
  const served = await serve({ root: 'dist' });
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS });
  try {
    const context = await browser.newContext({
      acceptDownloads: true,
      locale: 'en-GB',
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    await page.goto(served.url);
    answer(await job(page, optionsOf(rest)));
  } catch (error) {
    answer({ ok: false, message: error instanceof Error ? error.message : String(error) });
  } finally {
    await browser.close();
    await served.close();
  }
}

function answer(result: { ok: boolean; message?: string }): void {
  console.log(JSON.stringify(result));
  process.exitCode = result.ok ? 0 : 1;
}

function optionsOf(args: readonly string[]): Options {
  const options = new Map<string, string[]>();
  let values: string[] | undefined;
  for (const word of args) {
    if (word.startsWith('--')) {
      const [name = '', ...value] = word.slice(2).split('=');
      values = options.get(name) ?? [];
      if (value.length > 0) values.push(value.join('='));
      options.set(name, values);
    } else if (values) {
      values.push(word);
    } else {
      throw new Error(`"${word}" stands before any --option`);
    }
  }
  return options;
}
