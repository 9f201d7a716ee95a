import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'fflate';
import type { Page } from '@playwright/test';
import { runnerImport } from 'vite';
import { readReference } from '../../src/core/labels/reference.ts';
import { jsonBytes } from '../../src/core/package/document.ts';
import type { Manifest } from '../../src/core/package/manifest.ts';
import type { PackageEntry } from '../../src/core/bytes/source.ts';
import { writePackage } from '../../src/core/package/write.ts';
import type { Leaderboard } from '../../src/core/round/leaderboard.ts';
import { scorePredictionFile } from '../../src/core/scoring/score.ts';
import { memorySink, stream, text } from '../fixtures/packages.ts';
import type * as Rounds from '../fixtures/rounds.ts';
import type { ChallengeId, TestData } from '../fixtures/rounds.ts';
import { newSigner } from '../fixtures/signers.ts';
import { violations } from './pages/accessibility.ts';
import { controlClocks, pass, setWall } from './pages/clock.ts';
import { RoundPage, type HandedIn } from './pages/round.ts';
import { expect, test } from './site.ts';

/** By Vite, since datasets carry score.py as text, which Node can't import. */
const { CHALLENGES, opens, submission, testData } = (
  await runnerImport<typeof Rounds>(join(import.meta.dirname, '../fixtures/rounds.ts'))
).module;

/** The name of Python on this machine; undefined where there is none. */
const python = ['python3', 'python'].find((name) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

/** Twenty-six teams, of which twenty-three hand something in, as in 2018. */
const TEAMS = [
  'LyPhte',
  'Owkinautes',
  'SynovIA',
  'Laveran',
  ...Array.from({ length: 22 }, (_, n) => `Équipe ${String(n + 5).padStart(2, '0')}`),
];

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'negatoscope-round-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a team is known to have sent in the end, to be scored by other means. */
interface Counted {
  readonly team: string;
  readonly challenge: ChallengeId;
  readonly predictions: ReturnType<TestData['predict']>;
  readonly late: boolean;
}

/** Total of a counted submission by the dataset's own program, run by Python. */
function byProgram(data: TestData, scoring: Uint8Array, program: Uint8Array, one: Counted): number {
  const place = mkdtempSync(join(folder, 'program-'));
  writeFileSync(join(place, 'score.py'), program);
  writeFileSync(join(place, 'scoring.json'), scoring);
  const [prediction, reference] = [join(place, 'prediction'), join(place, 'reference')];
  if (data.labels) {
    writeFileSync(`${prediction}.csv`, one.predictions[0]?.bytes ?? new Uint8Array());
    writeFileSync(`${reference}.csv`, data.labels);
  } else {
    mkdirSync(prediction);
    mkdirSync(reference);
    for (const { path, bytes } of one.predictions) {
      writeFileSync(join(prediction, path), bytes);
      const id = path.replace(/^mask_/, '').replace('.nii.gz', '');
      const header = gunzipSync(bytes).slice(0, 352);
      writeFileSync(
        join(reference, `${id}.nii`),
        Buffer.concat([header, data.masks.get(id) ?? new Uint8Array()]),
      );
    }
  }
  const end = data.labels ? '.csv' : '';
  const output = execFileSync(python ?? '', [
    join(place, 'score.py'),
    `${prediction}${end}`,
    '--reference',
    `${reference}${end}`,
    '--json',
  ]);
  return (JSON.parse(output.toString()) as { total: number }).total;
}

/** The same by this test's own hand for masks, and by the scoring of the core for tables. */
function byHand(data: TestData, one: Counted): number {
  if (data.labels) {
    const reference = readReference(data.labels, data.definition);
    if (!reference.ok) throw new Error(JSON.stringify(reference.failure));
    const report = scorePredictionFile(
      one.predictions[0]?.bytes ?? new Uint8Array(),
      data.definition,
      reference.value,
      data.definition.score.ruleSet,
    );
    if (!report.ok || report.value.total === null) throw new Error(JSON.stringify(report));
    return report.value.total;
  }
  const dices = one.predictions.map(({ path, bytes }) => {
    const truth = data.masks.get(path.replace(/^mask_/, '').replace('.nii.gz', '')) ?? new Uint8Array();
    const predicted = gunzipSync(bytes).slice(352);
    const sum = (mask: Uint8Array) => mask.reduce((total, value) => total + value, 0);
    const both = truth.reduce((total, value, at) => total + value * (predicted[at] ?? 0), 0);
    const all = sum(truth) + sum(predicted);
    return all === 0 ? 1 : (2 * both) / all;
  });
  return dices.reduce((total, value) => total + value, 0) / dices.length;
}

const zip = (name: string, { bytes }: { readonly bytes: Uint8Array }): HandedIn => ({ name, bytes });

/** A package with some of its files changed, and a manifest that says that all is well. */
async function tampered(
  bytes: Uint8Array,
  change: (path: string, bytes: Uint8Array) => Uint8Array,
): Promise<Uint8Array> {
  const opened = await opens(bytes);
  const entries: PackageEntry[] = [];
  for (const path of opened.paths) {
    const entry = await opened.entry(path);
    if (!entry.ok) throw new Error(path);
    entries.push({ path, bytes: change(path, entry.value) });
  }
  const { format, challenge, tool, createdAt, counts }: Manifest = opened.manifest;
  const sink = memorySink();
  await writePackage({ format, challenge, tool, createdAt, counts }, stream(entries), sink);
  return sink.bytes();
}

async function newPage(context: { newPage(): Promise<Page> }, url: string): Promise<[Page, RoundPage]> {
  const page = await context.newPage();
  await page.goto(url);
  return [page, new RoundPage(page)];
}

test('a round of 26 teams and five challenges, with everything that can go wrong in the hour', async ({
  browser,
  site,
}) => {
  const data = new Map<ChallengeId, TestData>();
  for (const id of CHALLENGES) data.set(id, await testData(id));
  const dataOf = (id: ChallengeId) => data.get(id) as TestData;
  const tests = CHALLENGES.map((id) => ({ name: `${id}-test.zip`, bytes: dataOf(id).test }));
  const keys = CHALLENGES.map((id) => ({ name: `${id}-answer-key.zip`, bytes: dataOf(id).key }));

  // Daylight saving ends in Paris at 01:00 UTC that night, in the middle of the hour.
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    acceptDownloads: true,
  });
  await controlClocks(context, '2026-10-25T00:40:00Z');
  let [page, round] = await newPage(context, site.url);

  const counted = new Map<string, Counted>();
  const packages = new Map<string, HandedIn>();
  const count = (one: Counted, file: HandedIn) => {
    const key = `${one.team}|${one.challenge}`;
    counted.set(key, one);
    packages.set(key, file);
  };
  let receipts = 0;
  let challengeFile: HandedIn;

  await test.step('it is planned and opened', async () => {
    await round.open();
    await round.plan({
      name: 'JFR 2018',
      teams: TEAMS,
      counts: 'last',
      prizes: ['Renal cortex', '3000 €\n2000 €\n1000 €'],
      tests,
    });
    // Under the head of the page, a button counts as too small a target.
    await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
    expect(await violations(page)).toEqual([]);
    challengeFile = { name: 'challenge.zip', bytes: await round.saveChallengeFile() };
    await round.start();
    expect(await round.secondsLeft()).toBeGreaterThan(3590);
    expect(await violations(page)).toEqual([]);
  });

  await test.step('early submissions are received, each with its receipt', async () => {
    await pass(page, 10);
    const files: HandedIn[] = [];
    for (const [index, team] of TEAMS.slice(0, 23).entries()) {
      for (const [column, challenge] of CHALLENGES.entries()) {
        if ((index + column) % 3 === 0 || (team === 'Laveran' && challenge === 'renal-cortex')) continue;
        if (team === 'SynovIA' && challenge === 'meniscus') continue;
        const predictions = dataOf(challenge).predict(0.3 + ((index * 7 + column * 3) % 11) / 5, team);
        const signer = index % 2 === 0 ? await newSigner() : null;
        const file = zip(
          `${team} ${challenge}.zip`,
          await submission({ team, data: dataOf(challenge), predictions, signer }),
        );
        files.push(file);
        count({ team, challenge, predictions, late: false }, file);
      }
    }
    await round.choose(files);
    receipts += files.length;
    const verdicts = await round.verdicts(receipts);
    expect([...verdicts.values()].filter((verdict) => verdict !== 'accepted')).toEqual([]);
  });

  await test.step('what is wrong is refused with its reason, and nothing of it counts', async () => {
    await pass(page, 5);
    const liver = dataOf('liver');
    const sound = packages.get('Équipe 06|breast') ?? packages.get('Équipe 07|breast');
    const old = await testData('liver', 24, 'another version');
    const wrong = (change: (csv: string) => string) => {
      const csv = new TextDecoder().decode(liver.predict(1, 'x')[0]?.bytes);
      return [{ path: 'predictions.csv', bytes: text(change(csv)) }];
    };
    const refused: HandedIn[] = [
      { name: 'corrupt.zip', bytes: (sound?.bytes ?? new Uint8Array()).slice(0, 900) },
      { name: 'again.zip', bytes: sound?.bytes ?? new Uint8Array() },
      zip(
        'ghosts.zip',
        await submission({ team: 'Ghosts', data: liver, predictions: liver.predict(3, 'Ghosts') }),
      ),
      zip(
        'old data.zip',
        await submission({ team: 'LyPhte', data: old, predictions: old.predict(3, 'LyPhte') }),
      ),
      zip(
        'malformed.zip',
        await submission({
          team: 'Owkinautes',
          data: liver,
          predictions: wrong((csv) => csv.replace('Kyste', 'Cyst').replace(/\n[^\n]+\n$/, '\n')),
        }),
      ),
    ];
    await round.drop(refused);
    receipts += refused.length;
    const verdicts = await round.verdicts(receipts);
    const last = [...verdicts].sort(([a], [b]) => a - b).slice(-5);
    for (const [, verdict] of last) expect(verdict).toMatch(/^refused: \d+ errors?/);
    const texts: string[] = [];
    for (const [number] of last) texts.push(await round.receipt(number));
    expect(texts[0]).toMatch(/cut off|not a zip|contradicts/i);
    expect(texts[1]).toContain('received before');
    expect(texts[2]).toContain('Ghosts');
    expect(texts[3]).toContain('was made for test data');
    expect(texts[4]).toContain('Kyste');
  });

  await test.step('a second attempt replaces the first; another key is flagged; striking off can be undone', async () => {
    for (const skill of [0.2, 2.5]) {
      const predictions = dataOf('thyroid').predict(skill, `Owkinautes ${skill}`);
      const signer = await newSigner();
      const file = zip(
        `second ${skill}.zip`,
        await submission({ team: 'Owkinautes', data: dataOf('thyroid'), predictions, signer }),
      );
      await round.choose([file]);
      receipts++;
      await round.verdicts(receipts);
      count({ team: 'Owkinautes', challenge: 'thyroid', predictions, late: false }, file);
    }
    await expect(page.getByText('another key')).not.toHaveCount(0);
    await round.strike(receipts, 'sent by mistake');
    expect((await round.verdicts(receipts)).get(receipts)).toBe('struck off');
    await round.undo();
    await expect(page.locator(`[data-verdict="${receipts}"]`)).toHaveText('accepted');
  });

  await test.step('the wall clock is moved forward and back, and summer ends: the hour goes on by its own', async () => {
    const before = await round.secondsLeft();
    const elapsed = stopwatch();
    await setWall(page, 60);
    await expect(round.clockMoves).toHaveCount(1);
    await expect(round.clockMoves.first()).toContainText(/went 1\sh further/);
    expect(before - (await round.secondsLeft())).toBeLessThanOrEqual(elapsed() + 2);
    await setWall(page, -60);
    await expect(round.clockMoves).toHaveCount(2);
    expect(before - (await round.secondsLeft())).toBeLessThanOrEqual(elapsed() + 2);
    await page.getByRole('button', { name: 'Do not count them' }).click();
    await page.getByRole('button', { name: 'Understood' }).click();
    // A machine that slept: the organiser counts its minutes, then takes that back.
    await setWall(page, 7);
    await expect(round.clockMoves).toHaveCount(3);
    await page.getByRole('button', { name: /^Count 7\smin$/ }).click();
    await expect.poll(() => round.secondsLeft()).toBeLessThan(before - 400);
    await page.getByRole('button', { name: 'Do not count them' }).click();
    await expect.poll(() => round.secondsLeft()).toBeGreaterThan(before - elapsed() - 60);
    await setWall(page, -7);
    await expect(round.clockMoves).toHaveCount(4);
    await pass(page, 15);
    await expect.poll(() => round.secondsLeft()).toBeLessThan(before - 890);
    await expect(round.clockMoves).toHaveCount(4);
  });

  await test.step('an extension is given with its reason, and taken back', async () => {
    const before = await round.secondsLeft();
    await round.extend(10, 'the network was down');
    expect(await round.secondsLeft()).toBeGreaterThan(before + 580);
    await round.undo();
    await expect.poll(() => round.secondsLeft()).toBeLessThan(before + 1);
  });

  const promised = dataOf('meniscus').predict(2, 'SynovIA');
  const promisedZip = await submission({ team: 'SynovIA', data: dataOf('meniscus'), predictions: promised });
  await test.step('a digest is taken alone', async () => {
    await round.deposit('SynovIA', 'meniscus', promisedZip.fileDigest);
  });

  await test.step('the tab is killed; another resumes where it was', async () => {
    const before = await round.secondsLeft();
    const elapsed = stopwatch();
    const verdicts = await round.verdicts(receipts);
    await page.close();
    [page, round] = await newPage(context, site.url);
    await setWall(page, 3);
    await round.open();
    await expect(round.clockMoves).toHaveCount(5);
    await expect(round.clockMoves.last()).toContainText('away');
    const after = await round.secondsLeft();
    // Three minutes and what the test itself took.
    expect(before - after).toBeGreaterThanOrEqual(178);
    expect(before - after).toBeLessThanOrEqual(180 + elapsed() + 2);
    expect(await round.verdicts(receipts)).toEqual(verdicts);
  });

  const [room, screen] = await newPage(context, site.url);
  await test.step('the room sees the time and who sent, and no score', async () => {
    await screen.open('hour');
    const elapsed = stopwatch();
    const shown = await screen.secondsLeft();
    expect(Math.abs(shown - (await round.secondsLeft()))).toBeLessThanOrEqual(elapsed() + 2);
    expect(await violations(room)).toEqual([]);
    await screen.open('live');
    const cells = await screen.cells();
    expect(cells.get('LyPhte|breast')).toBe('received');
    expect([...cells.values()].filter((cell) => /\d/.test(cell))).toEqual([]);
    expect(await violations(room)).toEqual([]);
  });

  await test.step('after the end, submissions are late; the file of a digest is not', async () => {
    await pass(page, 60);
    await expect.poll(() => round.secondsLeft()).toBeLessThan(0);
    const predictions = dataOf('renal-cortex').predict(2, 'Laveran');
    const late = zip(
      'laveran.zip',
      await submission({ team: ' laveran', data: dataOf('renal-cortex'), predictions }),
    );
    const file = zip('synovia.zip', promisedZip);
    await round.choose([late, file]);
    receipts += 2;
    const verdicts = await round.verdicts(receipts);
    expect(verdicts.get(receipts - 1)).toBe('accepted Late');
    expect(verdicts.get(receipts)).toBe('accepted in time by its digest');
    count({ team: 'Laveran', challenge: 'renal-cortex', predictions, late: true }, late);
    count({ team: 'SynovIA', challenge: 'meniscus', predictions: promised, late: false }, file);
    expect(await violations(page)).toEqual([]);
  });

  await test.step('it is closed; a swapped answer key is refused, the true ones open, and all is scored', async () => {
    await round.close();
    const swapped = await tampered(dataOf('thyroid').key, (path, bytes) => {
      const csv = new TextDecoder().decode(bytes);
      return path === 'labels.csv' ? text(csv.replace(/,0\n/, ',1\n')) : bytes;
    });
    await round.choose([{ name: 'swapped.zip', bytes: swapped }]);
    await expect(round.problems).toContainText('not those committed to');
    await round.openAnswers(keys, CHALLENGES.length);
    expect(await violations(page)).toEqual([]);
    await round.judge();
  });

  await test.step('the room still sees no score; the stage shows place by place', async () => {
    const cells = await screen.cells();
    expect([...cells.values()].filter((cell) => /\d/.test(cell))).toEqual([]);
    await round.open('stage');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Space');
    await expect(page.locator('[data-testid=stage][data-step="1"]')).toContainText('3rd');
    await expect
      .poll(async () => [...(await screen.cells()).values()].filter((cell) => /\d/.test(cell)).length)
      .toBeGreaterThan(0);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect(page.getByTestId('stage')).not.toHaveAttribute('data-step', '1');
  });

  let results: Uint8Array = new Uint8Array();
  await test.step('the leaderboard equals the totals computed by other means', async () => {
    await round.open('leaderboard');
    await page.getByRole('heading', { name: 'How sure are the ranks?' }).waitFor();
    const cells = await round.cells();
    const totals = new Map<string, number>();
    for (const [key, one] of counted) totals.set(key, byHand(dataOf(one.challenge), one));
    const shown = new Map(
      TEAMS.flatMap((team) =>
        CHALLENGES.map((challenge): [string, string] => {
          const total = totals.get(`${team}|${challenge}`);
          const late = counted.get(`${team}|${challenge}`)?.late ? ' (Late)' : '';
          return [`${team}|${challenge}`, total === undefined ? '' : `${total.toFixed(2)}${late}`];
        }),
      ),
    );
    expect(cells).toEqual(shown);
    expect(await violations(page)).toEqual([]);

    const download = await round.export('Results package');
    results = await readFile(await download.path());
    const opened = await opens(results);
    expect(opened.signer).not.toBeNull();
    const entry = await opened.entry('leaderboard.json');
    const board = JSON.parse(new TextDecoder().decode(entry.ok ? entry.value : undefined)) as Leaderboard;
    for (const { team, cells: row } of board.rows) {
      for (const [column, cell] of row.entries()) {
        const expected = totals.get(`${team}|${board.challenges[column]?.id}`);
        if (expected === undefined) expect(cell).toBeNull();
        else expect(cell?.total).toBeCloseTo(expected, 12);
      }
    }
    const prizes = board.rows.flatMap(({ cells: row }) => row.flatMap((cell) => cell?.prize ?? []));
    expect(prizes).toContain('3000 €');
    for (const name of ['CSV', 'Page (HTML)', 'Picture (PNG)']) {
      const saved = await round.export(name);
      expect((await readFile(await saved.path())).length).toBeGreaterThan(500);
    }
  });

  await test.step('another person’s page verifies it from the packages alone', async () => {
    const other = await browser.newContext({ locale: 'en-GB' });
    const [otherPage, verifier] = await newPage(other, site.url);
    await verifier.open('verify');
    const evidence = [challengeFile, ...tests, ...keys, ...packages.values()];
    await verifier.choose([{ name: 'results.zip', bytes: results }, ...evidence]);
    const all = await verifier.recompute();
    expect(await verifier.rows('different')).toEqual([]);
    // Signature, rules and clock; test part and key of five challenges; submission and report of each that counts; refusals that were
    // given; the leaderboard and its three other forms need every submission.
    expect(all.verified).toBeGreaterThanOrEqual(3 + 10 + 2 * counted.size);
    for (const row of await verifier.rows('not verified'))
      expect(row).toMatch(/receipt \d+ not verified not given|^(The leaderboard|File)/);
    expect(await violations(otherPage)).toEqual([]);

    const better = await tampered(results, (path, bytes) => {
      if (path !== 'leaderboard.json') return bytes;
      const board = JSON.parse(new TextDecoder().decode(bytes)) as Leaderboard;
      const cell = board.rows[0]?.cells[1] as { total: number };
      cell.total += 1e-9;
      return jsonBytes(board);
    });
    await otherPage.getByRole('button', { name: 'Start again' }).click();
    await verifier.choose([{ name: 'better.zip', bytes: better }, ...evidence]);
    await verifier.recompute();
    expect(await verifier.rows('different')).toEqual([expect.stringContaining('The leaderboard different')]);
    // It was written without the organiser's key.
    expect(await verifier.rows('not verified')).toContainEqual(
      expect.stringContaining('Signature of the results package not verified not signed'),
    );

    const key = await tampered(dataOf('thyroid').key, (path, bytes) =>
      path === 'labels.csv' ? text(new TextDecoder().decode(bytes).replace(/,0\n/, ',1\n')) : bytes,
    );
    await otherPage.getByRole('button', { name: 'Start again' }).click();
    await verifier.choose([
      { name: 'results.zip', bytes: results },
      challengeFile,
      ...tests,
      ...keys.filter(({ name }) => !name.startsWith('thyroid')),
      { name: 'thyroid-answer-key.zip', bytes: key },
      ...packages.values(),
    ]);
    await verifier.recompute();
    expect(await verifier.rows('different')).toEqual([expect.stringMatching(/^Answers of .*commitment/)]);
    await other.close();
  });
  await context.close();

  await test.step('each dataset’s score.py gives the same totals', async () => {
    test.skip(python === undefined, 'no Python on this machine');
    for (const one of counted.values()) {
      const own = dataOf(one.challenge);
      const opened = await opens(own.test);
      const [scoring, program] = await Promise.all([opened.entry('scoring.json'), opened.entry('score.py')]);
      if (!scoring.ok || !program.ok) throw new Error('no program');
      expect(byProgram(own, scoring.value, program.value, one)).toBeCloseTo(byHand(own, one), 12);
    }
  });
});

/** Seconds of real time since the call. The page's own clocks are moved by the test; this one is not. */
function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}
