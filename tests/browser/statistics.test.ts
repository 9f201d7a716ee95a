import { expect, it } from 'vitest';
import { statisticsWorkers } from '../../src/bridge/workers.ts';
import { liver } from '../../src/core/challenge/presets/liver.ts';
import { demoPrediction } from '../../src/core/demo/prediction.ts';
import { readReference } from '../../src/core/labels/reference.ts';
import { seededRandom } from '../../src/core/random.ts';
import { groupNumbers } from '../../src/core/scoring/groups.ts';
import { readPredictions } from '../../src/core/scoring/prediction.ts';
import { tablePlan, tableResampler, withInterval } from '../../src/core/scoring/resample.ts';
import { scoreTable } from '../../src/core/scoring/score.ts';
import { compareTableRuns, drawIntervals } from '../../src/state/compete/statistics.ts';

const TYPES = ['Kyste', 'Angiome', 'CHC', 'HNF', 'Metastase', 'Foie Homogene', 'Foie Homogene'];
const table = [
  'id,Lesion,Benin,Malin,Type de lesion',
  ...Array.from({ length: 140 }, (_, n) => {
    const kind = TYPES[n % 7] ?? '';
    const malignant = kind === 'CHC' || kind === 'Metastase';
    const lesion = kind !== 'Foie Homogene';
    return [`P${n}`, Number(lesion), Number(lesion && !malignant), Number(malignant), kind].join(',');
  }),
].join('\n');
const bytes = new TextEncoder().encode(table);
const read = readReference(bytes, liver);
if (!read.ok) throw new Error('no reference');
const reference = read.value;
const groups = new Map(
  reference.rows.map(({ id }, n) => [id, { group: `g${Math.floor(n / 2)}`, centre: 'A' }] as const),
);
const groupsOf = (ids: readonly string[]) => groupNumbers(ids, groups);
const predicted = (skill: number) =>
  demoPrediction(liver, reference.rows, skill, seededRandom(`skill ${skill}`));
const job = () => ({ signal: new AbortController().signal, advance: () => undefined });

it('draws the same intervals with one worker, two and three, as on the page’s own thread', async () => {
  const predictions = readPredictions(predicted(1), liver, reference, 'strict');
  if (!predictions.ok) throw new Error('no predictions');
  const report = scoreTable(liver, reference, predictions.value);
  if (!report.ok) throw new Error('no report');
  const plan = tablePlan(liver, reference, predictions.value);
  const numbers = groupsOf(reference.rows.map(({ id }) => id));
  const alone = withInterval(report.value, tableResampler(liver, reference, predictions.value), 450, numbers);
  expect(alone.interval).toMatchObject({ by: 'patient', units: 70, draws: 450 });
  for (const size of [1, 2, 3]) {
    const pool = statisticsWorkers(size);
    let done = 0;
    const drawn = await drawIntervals(
      pool,
      report.value,
      plan,
      numbers,
      { ...job(), advance: (units = 1) => (done += units) },
      450,
    );
    pool.stop();
    expect(drawn).toEqual({ ok: true, value: alone });
    expect(done).toBe(450);
  }
}, 60_000);

it('compares two runs with the same P, whatever the number of workers', async () => {
  const file = (content: Uint8Array<ArrayBuffer>) => new Blob([content]);
  const [one, other] = [1, 1.4].map((skill) => ({
    reference: file(bytes),
    prediction: file(predicted(skill)),
    ruleSet: 'strict' as const,
  }));
  if (!one || !other) throw new Error('two runs');
  const results = [];
  for (const size of [1, 2, 3]) {
    const pool = statisticsWorkers(size);
    results.push(await compareTableRuns(pool, liver, one, other, groupsOf, job()));
    pool.stop();
  }
  expect(results[0]).toMatchObject({ ok: true, value: { test: 'permutation' } });
  expect(results[0]?.ok && results[0].value.p).toBeGreaterThan(0);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
}, 60_000);

it('can be cancelled', async () => {
  const pool = statisticsWorkers(2);
  const controller = new AbortController();
  const report = {
    total: 0.5,
    ruleSet: 'strict',
    terms: [],
    touched: [],
    warnings: [],
    repairs: [],
  } as const;
  const plan = {
    kind: 'mean',
    values: Array.from({ length: 5000 }, (_, n) => n / 5000),
    weights: [1],
  } as const;
  const drawing = drawIntervals(
    pool,
    report,
    plan,
    null,
    { signal: controller.signal, advance: () => controller.abort() },
    100_000,
  );
  expect(await drawing).toMatchObject({ ok: false, failure: { code: 'machine/cancelled' } });
  pool.stop();
}, 60_000);
