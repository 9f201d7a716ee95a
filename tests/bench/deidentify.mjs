// De-identifies and proves the images of a synthetic CT exam, 512×512 uncompressed, in two worker threads of Node; prints images a second,
// milliseconds of processor time an image (of all threads) and peak memory: of the first images of new workers, while the engine still
// compiles, and of as many after them. With a Python that has pydicom and the table of PS3.15, its peer (deidentify.py, two processes,
// no proof) runs in turns with it: five rounds each, and the ratios of the medians. Processor time is what counts on a machine that
// others use.
//   npx rolldown tests/bench/deidentify.mjs --platform node --format esm --file FILE.mjs
//   node FILE.mjs [images per worker: 1000] [python] [tests/bench/deidentify.py] [table-e1-1.tsv]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { deidentifyHeader, HeaderMemory } from '../../src/core/deidentify/header.ts';
import { dataSetOf, element } from '../../src/core/dicom/element.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { writePart10 } from '../../src/core/dicom/write.ts';
import { exam } from '../fixtures/exam.ts';

const WORKERS = 2;
const ROUNDS = 5;
const PHASES = ['first', 'later'];
const SIZE = 512;
/** Its last seven digits are the image's own. */
const UID = '1.2.276.99.1.9000000';

function file() {
  const pixels = new Uint8Array(
    Uint16Array.from({ length: SIZE * SIZE }, (_, i) => (i * 2654435761) % 4096).buffer,
  );
  const changes = [
    element('00080018', 'UI', UID),
    element('00280010', 'US', SIZE),
    element('00280011', 'US', SIZE),
    element('7FE00010', 'OW', pixels),
  ];
  const dataset = dataSetOf([...exam().elements.values(), ...changes]);
  const sopClass = '1.2.840.10008.5.1.4.1.1.2';
  return writePart10(dataset, {
    transferSyntax: '1.2.840.10008.1.2.1',
    sopClass,
    sopInstance: UID,
  });
}

/** Another image of the exam, as the files of one are. */
function numbered(bytes, places, number) {
  const digits = new TextEncoder().encode(String(9_000_000 + number));
  for (const place of places) bytes.set(digits, place);
  return bytes;
}

function placesOf(bytes) {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 65_536));
  return [...text.matchAll(new RegExp(UID.replaceAll('.', '\\.'), 'g'))].map(
    ({ index }) => index + UID.length - 7,
  );
}

async function one(bytes, context) {
  const part10 = readPart10(bytes);
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  const result = await deidentifyHeader(part10.value, facts.value, context);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
}

/** Of each phase. */
async function figuresOf(bytes, count) {
  const workers = Array.from(
    { length: WORKERS },
    () => new Worker(new URL(import.meta.url), { workerData: { bytes, count } }),
  );
  const heard = (worker) => new Promise((done, fail) => worker.once('message', done).once('error', fail));
  await Promise.all(workers.map(heard));
  const figures = [];
  for (const phase of PHASES) {
    const start = performance.now();
    const before = process.cpuUsage();
    workers.forEach((worker) => worker.postMessage(phase));
    await Promise.all(workers.map(heard));
    const { user, system } = process.cpuUsage(before);
    figures.push({
      rate: (WORKERS * count * 1000) / (performance.now() - start),
      cpu: (user + system) / 1000 / (WORKERS * count),
    });
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return figures;
}

function peerOf(bytes, count, [python, script, table]) {
  const folder = mkdtempSync(join(tmpdir(), 'negatoscope-'));
  try {
    const path = join(folder, 'ct.dcm');
    writeFileSync(path, bytes);
    const out = execFileSync(python, ['-W', 'ignore', script, path, table, String(count)], {
      encoding: 'utf8',
    });
    const [rate, peak, cpu, ...name] = out.trim().split(' ');
    return { rate: Number(rate), peak: Number(peak), cpu: Number(cpu), name: name.join(' ') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

if (isMainThread) {
  const [, , images = '1000', ...peer] = process.argv;
  const count = Number(images);
  const bytes = file();
  const hasPeer = peer.length === 3;
  const own = [];
  const peers = [];
  for (let round = 0; round < (hasPeer ? ROUNDS : 1); round++) {
    own.push(await figuresOf(bytes, count));
    if (hasPeer) peers.push(peerOf(bytes, count, peer));
  }
  const middle = (results, figure) => median(results.map((each) => each[figure]));
  const line = (name, results, peak) =>
    console.log(
      `${name}: ${middle(results, 'rate').toFixed(0)} images/s, ${middle(results, 'cpu').toFixed(2)} ms of processor an image, peak ${peak.toFixed(0)} MiB`,
    );
  console.log(
    `load of the machine: ${loadavg()[0].toFixed(1)}; ${WORKERS} workers each, ${count} images a worker`,
  );
  const ours = PHASES.map((_, phase) => own.map((figures) => figures[phase]));
  PHASES.forEach((phase, i) =>
    line(`negatoscope, with its proof, ${phase} images`, ours[i], process.resourceUsage().maxRSS / 1024),
  );
  if (hasPeer) {
    line(`${peers[0].name}, without a proof`, peers, Math.max(...peers.map((each) => each.peak)));
    PHASES.forEach((phase, i) => {
      const byRate = middle(ours[i], 'rate') / middle(peers, 'rate');
      const byCpu = middle(peers, 'cpu') / middle(ours[i], 'cpu');
      console.log(
        `ratio of the ${phase} images: ${byRate.toFixed(2)} by images a second, ${byCpu.toFixed(2)} by processor time`,
      );
    });
  }
} else {
  const { bytes, count } = workerData;
  const key = await crypto.subtle.importKey(
    'raw',
    new Uint8Array(32).fill(7),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const context = { key, options: [], memory: new HeaderMemory() };
  const places = placesOf(bytes);
  let number = 0;
  const next = () => one(numbered(bytes, places, number++), context);
  parentPort.on('message', async () => {
    for (let i = 0; i < count; i++) await next();
    parentPort.postMessage('done');
  });
  parentPort.postMessage('ready');
}
