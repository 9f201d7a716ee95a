import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { demoRows } from '../src/core/demo/rows.ts';
import { seededRandom } from '../src/core/random.ts';
import { pass, controlClocks } from '../tests/e2e/pages/clock.ts';
import { CompetePage } from '../tests/e2e/pages/compete.ts';
import { ContributePage } from '../tests/e2e/pages/contribute.ts';
import { ReportPage } from '../tests/e2e/pages/report.ts';
import { RoundPage, type HandedIn } from '../tests/e2e/pages/round.ts';
import { SelfScorePage } from '../tests/e2e/pages/self-score.ts';
import { ShellPage } from '../tests/e2e/pages/shell.ts';
import { namedExam } from '../tests/fixtures/named-exam.ts';
import { CHALLENGES, submission, testData } from '../tests/fixtures/rounds.ts';
import { liverDataset, liverPrediction } from '../tests/fixtures/self-score.ts';
import { buildIfStale } from './build.ts';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './chromium.ts';
import { ensureChromium } from './ensure-chromium.ts';
import { serve } from './serve.ts';

const FOLDER = 'docs/screenshots';
/** Maximum size of one picture, in bytes. */
const LIMIT = 150_000;
const DESKTOP = { width: 1120, height: 700 };
/** A viewport in which all steps of a role are visible. */
const DESK = { width: 1180, height: 670 };
const REPORT = { width: 1340, height: 700 };
const PHONE = { width: 390, height: 844 };
const TEAMS = ['Aquitaine', 'Bretagne', 'Corse', 'Jura', 'Normandie', 'Occitanie', 'Picardie', 'Savoie'];

/** `npm run screenshots [name…]`: drives the production build over drawn exams and writes the pictures that the README shows. */
export async function main(wanted: readonly string[]): Promise<void> {
  const problem = buildIfStale();
  if (problem !== null) throw new Error(problem);
  await ensureChromium();
  mkdirSync(FOLDER, { recursive: true });
  const served = await serve({ root: 'dist' });
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS });
  const work = mkdtempSync(join(tmpdir(), 'negatoscope-screenshots-'));
  try {
    for (const [name, scene] of Object.entries(SCENES)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      await scene({ browser, url: served.url, work: mkdtempSync(join(work, `${name}-`)) });
    }
  } finally {
    rmSync(work, { recursive: true });
    await browser.close();
    await served.close();
  }
}

interface Stage {
  readonly browser: Browser;
  readonly url: string;
  /** An empty folder. */
  readonly work: string;
}

const SCENES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  home,
  desk,
  'written-text': writtenText,
  report,
  score,
  round,
};

async function home(stage: Stage): Promise<void> {
  const page = await opened(stage);
  await take(page, 'home');
}

async function desk(stage: Stage): Promise<void> {
  const page = await opened(stage, { viewport: DESK });
  await new ShellPage(page).chooseChallenge('thyroid');
  await imported(page, inFolder(stage.work, demoRows('thyroid', 6, seededRandom('screenshot'))));
  await atDesk(page);
  await page.keyboard.press('1');
  await page.keyboard.press('c');
  await page.getByText(/^Crop \d/).waitFor();
  await page.getByTestId('thumbnail').nth(5).waitFor();
  await take(page, 'desk');
}

async function writtenText(stage: Stage): Promise<void> {
  const page = await opened(stage, { viewport: DESK });
  await new ShellPage(page).chooseChallenge('thyroid');
  const exam = inFolder(stage.work, namedExam());
  const screens = await imported(page, exam);
  await screens.applyTable(exam.rows, null);
  await atDesk(page);
  await page.locator('[data-testid=text-flags]:not([data-open="0"])').waitFor({ timeout: 60_000 });
  await page.keyboard.press('t');
  await page.getByTestId('thumbnail').waitFor();
  await take(page, 'written-text');
}

async function report(stage: Stage): Promise<void> {
  const page = await opened(stage, { viewport: REPORT });
  const shell = new ShellPage(page);
  await shell.chooseChallenge('liver');
  const exams = inFolder(stage.work, demoRows('liver', 5, seededRandom('screenshot')));
  const screens = await imported(page, exams);
  await screens.applyTable(exams.rows, null);
  await screens.clearAll();
  await inFrenchAndLight(shell);
  await new ReportPage(page).open();
  await take(page, 'report');
}

async function score(stage: Stage): Promise<void> {
  const { rows, zip } = await liverDataset(150);
  const [dataset, predictions] = [join(stage.work, 'train.zip'), join(stage.work, 'predictions.csv')];
  writeFileSync(dataset, zip);
  writeFileSync(predictions, liverPrediction(rows, 1.8, 'screenshot').csv);
  for (const [name, viewport] of [
    ['score', DESKTOP],
    ['score-phone', PHONE],
  ] as const) {
    const page = await opened(stage, { viewport });
    await new ShellPage(page).chooseChallenge('liver');
    await new SelfScorePage(page).useDataset(dataset);
    const compete = new CompetePage(page);
    await compete.choosePrediction(predictions);
    await compete.score();
    const [shown, block] =
      viewport === DESKTOP
        ? [page.getByTestId('operating-point'), 'end' as const]
        : [page.getByTestId('report'), 'start' as const];
    await shown.evaluate((node, at) => {
      node.scrollIntoView({ block: at });
      scrollBy(0, at === 'end' ? 60 : -100);
    }, block);
    await take(page, name);
  }
}

/** The round as projected in the room, then the leaderboard. */
async function round(stage: Stage): Promise<void> {
  const context = await stage.browser.newContext({ locale: 'en-GB', viewport: DESKTOP });
  await controlClocks(context, '2026-10-18T12:00:00Z');
  const page = await context.newPage();
  await page.goto(stage.url);
  const screen = new RoundPage(page);
  await screen.open();
  const data = await Promise.all(CHALLENGES.map((challenge) => testData(challenge, 40)));
  const tests = data.map(({ test }, n) => ({ name: `${CHALLENGES[n]}-test.zip`, bytes: test }));
  const prizes = ['Renal cortex', '3000 €\n2000 €\n1000 €'] as const;
  await screen.plan({ name: 'Rehearsal', teams: TEAMS, counts: 'last', prizes, tests });
  await screen.start();
  await pass(page, 36);
  const sent: HandedIn[] = [];
  for (const [row, team] of TEAMS.entries()) {
    for (const [column, one] of data.entries()) {
      if ((row + 2 * column) % 5 === 4) continue;
      const predictions = one.predict(0.6 + ((row * 5 + column * 3) % 9) / 5, team);
      const { bytes } = await submission({ team, data: one, predictions });
      sent.push({ name: `${team}-${column}.zip`, bytes });
    }
  }
  await screen.choose(sent);
  await screen.verdicts(sent.length);
  await screen.open('hour');
  await take(page, 'hour');
  await screen.open();
  await pass(page, 40);
  await screen.close();
  const keys = data.map(({ key }, n) => ({ name: `${CHALLENGES[n]}-key.zip`, bytes: key }));
  await screen.openAnswers(keys, CHALLENGES.length);
  await screen.judge();
  await screen.open('leaderboard');
  await page.getByRole('heading', { name: 'How sure are the ranks?' }).waitFor();
  await inFrenchAndLight(new ShellPage(page));
  await take(page, 'leaderboard');
}

async function opened({ browser, url }: Stage, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: DESKTOP, ...options });
  const page = await context.newPage();
  await page.goto(url);
  await new ShellPage(page).heading.waitFor();
  return page;
}

interface Batch {
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  readonly rows: Uint8Array;
}

function inFolder(work: string, { files, rows }: Batch): { input: string; rows: string } {
  const [input, table] = [join(work, 'exams'), join(work, 'rows.csv')];
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(input, path)), { recursive: true });
    writeFileSync(join(input, path), bytes);
  }
  writeFileSync(table, rows);
  return { input, rows: table };
}

async function imported(page: Page, { input }: { input: string }): Promise<ContributePage> {
  const screens = new ContributePage(page);
  await screens.sign('Centre A', 'A. Radiologist');
  await screens.import(input);
  return screens;
}

async function atDesk(page: Page): Promise<void> {
  await new ShellPage(page).open('/contribute/desk');
  await page.locator('[data-shown]').waitFor();
}

async function inFrenchAndLight(shell: ShellPage): Promise<void> {
  await shell.switchLanguage();
  await shell.switchTheme();
}

/** Writes a picture of the page after its announcements have disappeared. */
async function take(page: Page, name: string): Promise<void> {
  const path = `${FOLDER}/${name}.png`;
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  await page
    .locator('.region[role=status] > *')
    .first()
    .waitFor({ state: 'detached', timeout: 15_000 })
    .catch(() => undefined);
  await page.screenshot({ path, animations: 'disabled' });
  const { size } = statSync(path);
  console.log(`${path}  ${Math.round(size / 1000)} kB`);
  if (size > LIMIT) throw new Error(`${path} has ${size} bytes, more than ${LIMIT}`);
}
