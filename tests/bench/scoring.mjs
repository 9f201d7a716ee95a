// Times the AUC of a million rows and the bootstrap of the liver score, and scikit-learn's AUC in the same run; prints milliseconds and a ratio.
//   npx rolldown tests/bench/scoring.mjs --platform node --format esm --file FILE.mjs && NEGATOSCOPE_ORACLE=PYTHON node FILE.mjs
import { execFileSync } from 'node:child_process';
import { auc } from '../../src/core/scoring/auc.ts';
import { bootstrapDraws, tableResampler } from '../../src/core/scoring/resample.ts';
import { liver } from '../../src/core/challenge/presets/liver.ts';
import { seededRandom } from '../../src/core/random.ts';

const ROWS = 1_000_000;
const best = (task) =>
  Math.min(
    ...Array.from({ length: 5 }, () => {
      const start = performance.now();
      task();
      return performance.now() - start;
    }),
  );

const random = seededRandom('bench');
const truth = Uint8Array.from({ length: ROWS }, () => (random() < 0.3 ? 1 : 0));
const scores = Float64Array.from(truth, (one) => random() + 0.3 * one);
const ours = best(() => auc(truth, scores));
console.log(`AUC of ${ROWS} rows: ${ours.toFixed(0)} ms`);

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
const resampler = tableResampler(liver, { rows, repairs: [], warnings: [] }, { columns });
const DRAWS = 10_000;
const start = performance.now();
bootstrapDraws(resampler, null, 'bench', 0, DRAWS);
console.log(
  `${DRAWS} draws of the liver score on 700 rows, one thread: ${(performance.now() - start).toFixed(0)} ms`,
);

const python = process.env.NEGATOSCOPE_ORACLE;
if (python === undefined) {
  console.log('scikit-learn: skipped, NEGATOSCOPE_ORACLE names no Python');
} else {
  const script = `
import time, numpy as np
from sklearn.metrics import roc_auc_score
r = np.random.default_rng(1); t = (r.random(${ROWS}) < .3).astype(np.uint8); s = r.random(${ROWS}) + .3 * t
def one():
    a = time.perf_counter(); roc_auc_score(t, s); return time.perf_counter() - a
print(min(one() for _ in range(5)) * 1000)`;
  const theirs = Number(execFileSync(python, ['-c', script]).toString());
  console.log(`scikit-learn: ${theirs.toFixed(0)} ms, ratio ${(theirs / ours).toFixed(1)}`);
}
