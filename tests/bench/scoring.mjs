// Times scoring against scikit-learn and numpy in the same run; prints milliseconds and ratios:
//   the AUC of a million rows; 10,000 draws of the liver score on 700 rows, split over two workers; Dice of 290 masks of 192×192 read from .nii.gz.
//   npx rolldown tests/bench/scoring.mjs --platform node --format esm --file FILE.mjs && NEGATOSCOPE_ORACLE=PYTHON node FILE.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { gunzipSync, gzipSync } from 'fflate';
import { auc } from '../../src/core/scoring/auc.ts';
import { compareMasks, dice } from '../../src/core/scoring/dice.ts';
import { measureMasks } from '../../src/core/scoring/mask-measures.ts';
import { bootstrapDraws, joinDraws, resamplerOf, tablePlan } from '../../src/core/scoring/resample.ts';
import { percentileInterval } from '../../src/core/scoring/interval.ts';
import { liver } from '../../src/core/challenge/presets/liver.ts';
import { seededRandom } from '../../src/core/random.ts';

const ROWS = 1_000_000;
const DRAWS = 10_000;
const MASKS = 290;
const SIDE = 192;

if (isMainThread) await main();
else {
  const { plan, from, to } = workerData;
  parentPort.postMessage(bootstrapDraws(resamplerOf(plan), null, 'bench', from, to));
}

async function main() {
  const python = process.env.NEGATOSCOPE_ORACLE;
  if (python === undefined) console.log('ratios: skipped, NEGATOSCOPE_ORACLE names no Python');
  const oracle = (script, ...args) =>
    python === undefined ? null : Number(execFileSync(python, ['-c', script, ...args]).toString());
  const tell = (what, ours, theirs, tool) => {
    const ratio =
      theirs === null ? '' : `; ${tool} ${theirs.toFixed(0)} ms, ratio ${(theirs / ours).toFixed(1)}`;
    console.log(`${what}: ${ours.toFixed(0)} ms${ratio}`);
  };

  const random = seededRandom('bench');
  const truth = Uint8Array.from({ length: ROWS }, () => (random() < 0.3 ? 1 : 0));
  const scores = Float64Array.from(truth, (one) => random() + 0.3 * one);
  const area = best(() => auc(truth, scores));
  const theirArea = oracle(`
import time, numpy as np
from sklearn.metrics import roc_auc_score
r = np.random.default_rng(1); t = (r.random(${ROWS}) < .3).astype(np.uint8); s = r.random(${ROWS}) + .3 * t
def one():
    a = time.perf_counter(); roc_auc_score(t, s); return time.perf_counter() - a
print(min(one() for _ in range(5)) * 1000)`);
  tell(`AUC of ${ROWS} rows`, area, theirArea, 'scikit-learn');

  const plan = liverPlan(random);
  const drawn = await inWorkers(plan, 2);
  const single = await inWorkers(plan, 1);
  const same = Buffer.compare(Buffer.from(drawn.totals.buffer), Buffer.from(single.totals.buffer)) === 0;
  const hundred = oracle(`
import time, numpy as np
from sklearn.metrics import roc_auc_score
r = np.random.default_rng(1); n = 700
kind = np.arange(n) % 6; lesion = kind != 2; p = r.random((n, 8))
def total(i):
    k, l = kind[i], lesion[i]; q = p[i]; s = .5 * roc_auc_score(l, q[:, 0]) + .3 * roc_auc_score((k[l] == 0) | (k[l] == 3), q[l, 1])
    return s + .04 * sum(roc_auc_score(k[l] == c, q[l, 2 + c]) for c in (0, 1, 3, 4, 5))
a = time.perf_counter()
for _ in range(100): total(r.integers(0, n, n))
print((time.perf_counter() - a) * 1000)`);
  tell(
    `${DRAWS} draws of the liver score on 700 rows with interval, two workers`,
    drawn.ms,
    hundred === null ? null : (hundred * DRAWS) / 100,
    'scikit-learn in a loop (from 100 draws, one process)',
  );
  console.log(`  one worker: ${single.ms.toFixed(0)} ms, the totals are ${same ? 'the same' : 'OTHERS'}`);

  const folder = mkdtempSync(join(tmpdir(), 'negatoscope-bench-'));
  for (const side of ['a', 'b'])
    for (let n = 0; n < MASKS; n++)
      writeFileSync(join(folder, `${side}${n}.nii.gz`), gzipSync(nifti(disc(random))));
  let mean = 0;
  const readAndCount = (measure) => {
    mean = 0;
    const names = readdirSync(folder).filter((name) => name.startsWith('a'));
    for (const name of names) {
      const [one, other] = [name, `b${name.slice(1)}`].map((file) => read(join(folder, file)));
      const { reference, prediction, intersection } = compareMasks(one, other);
      mean += dice(reference.foreground, prediction.foreground, intersection) / MASKS;
      if (measure) measureMasks(one, other);
    }
  };
  const overlap = best(() => readAndCount(false), 3);
  const theirs = oracle(
    `
import sys, time, glob, numpy as np, nibabel
f = sys.argv[1]
def one():
    a = time.perf_counter(); d = []
    for n in range(${MASKS}):
        x, y = (np.asarray(nibabel.load(f"{f}/{s}{n}.nii.gz").dataobj) == 1 for s in "ab"); d.append(2 * (x & y).sum() / (x.sum() + y.sum()))
    return time.perf_counter() - a
print(min(one() for _ in range(3)) * 1000)`,
    folder,
  );
  tell(`Dice of ${MASKS} masks of ${SIDE}×${SIDE} read from .nii.gz`, overlap, theirs, 'nibabel and numpy');
  const all = best(() => readAndCount(true), 3);
  console.log(`  with IoU, distances and volumes too: ${all.toFixed(0)} ms; mean Dice ${mean.toFixed(4)}`);
  rmSync(folder, { recursive: true });
}

function best(task, times = 5) {
  return Math.min(
    ...Array.from({ length: times }, () => {
      const start = performance.now();
      task();
      return performance.now() - start;
    }),
  );
}

function liverPlan(random) {
  const TYPES = ['CHC', 'Kyste', 'Foie Homogene', 'Metastase', 'HNF', 'Angiome'];
  const rows = Array.from({ length: 700 }, (_, i) => {
    const type = TYPES[i % 6];
    const lesion = type !== 'Foie Homogene';
    const malignant = type === 'CHC' || type === 'Metastase';
    return {
      id: String(i),
      line: i + 2,
      labels: { Lesion: lesion, Benin: lesion && !malignant, Malin: malignant, 'Type de lesion': type },
    };
  });
  const columns = new Map(
    liver.labels.prediction.map(({ name }) => [name, Float64Array.from(rows, () => random())]),
  );
  return tablePlan(liver, { rows, repairs: [], warnings: [] }, { columns });
}

/** Starts the workers, draws, joins and takes the interval: all of it is timed. */
async function inWorkers(plan, workers) {
  const start = performance.now();
  const parts = await Promise.all(
    Array.from({ length: workers }, (_, n) => {
      const share = DRAWS / workers;
      const worker = new Worker(fileURLToPath(import.meta.url), {
        workerData: { plan, from: n * share, to: (n + 1) * share },
      });
      return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    }),
  );
  const { totals } = joinDraws(parts);
  percentileInterval(totals);
  return { ms: performance.now() - start, totals };
}

/** A disc of some size at some place. */
function disc(random) {
  const [x, y, radius] = [70 + 50 * random(), 70 + 50 * random(), 20 + 30 * random()];
  return Uint8Array.from({ length: SIDE * SIDE }, (_, at) =>
    Math.hypot((at % SIDE) - x, Math.floor(at / SIDE) - y) < radius ? 1 : 0,
  );
}

function nifti(data) {
  const bytes = new Uint8Array(352 + data.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 348, true);
  [2, SIDE, SIDE, 1, 1, 1, 1, 1].forEach((size, axis) => view.setInt16(40 + 2 * axis, size, true));
  view.setInt16(70, 2, true);
  view.setInt16(72, 8, true);
  [1, 1, 1, 1].forEach((step, axis) => view.setFloat32(76 + 4 * axis, step, true));
  view.setFloat32(108, 352, true);
  bytes.set([0x6e, 0x2b, 0x31, 0], 344);
  bytes.set(data, 352);
  return bytes;
}

/** Of the files above; the page reads them by ITK in its worker. */
function read(path) {
  const bytes = gunzipSync(readFileSync(path));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const size = [view.getInt16(42, true), view.getInt16(44, true)];
  const spacing = [view.getFloat32(80, true), view.getFloat32(84, true)];
  return { size, spacing, data: bytes.subarray(view.getFloat32(108, true)) };
}
