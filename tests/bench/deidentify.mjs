// De-identifies and proves one synthetic 512×512 CT again and again in two worker threads of Node; prints images a second and peak memory.
//   npx rolldown tests/bench/deidentify.mjs --platform node --format esm --file FILE.mjs && node FILE.mjs [images per worker]
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { deidentifyHeader } from '../../src/core/deidentify/header.ts';
import { dataSetOf, element } from '../../src/core/dicom/element.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { writePart10 } from '../../src/core/dicom/write.ts';
import { exam } from '../unit/deidentify/exam.ts';

const WORKERS = 2;
const SIZE = 512;

function file() {
  const pixels = new Uint8Array(
    Uint16Array.from({ length: SIZE * SIZE }, (_, i) => (i * 2654435761) % 4096).buffer,
  );
  const changes = [
    element('00280010', 'US', SIZE),
    element('00280011', 'US', SIZE),
    element('7FE00010', 'OW', pixels),
  ];
  const dataset = dataSetOf([...exam().elements.values(), ...changes]);
  const sopClass = '1.2.840.10008.5.1.4.1.1.2';
  return writePart10(dataset, {
    transferSyntax: '1.2.840.10008.1.2.1',
    sopClass,
    sopInstance: '1.2.276.99.1',
  });
}

async function one(bytes, key) {
  const part10 = readPart10(bytes);
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  const result = await deidentifyHeader(part10.value, facts.value, { key, options: [] });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
}

if (isMainThread) {
  const count = Number(process.argv[2] ?? 300);
  const bytes = file();
  const workers = Array.from(
    { length: WORKERS },
    () => new Worker(new URL(import.meta.url), { workerData: { bytes, count } }),
  );
  const heard = (worker) => new Promise((done, fail) => worker.once('message', done).once('error', fail));
  await Promise.all(workers.map(heard));
  const start = performance.now();
  workers.forEach((worker) => worker.postMessage('go'));
  await Promise.all(workers.map(heard));
  const rate = (WORKERS * count * 1000) / (performance.now() - start);
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(
    `negatoscope: ${rate.toFixed(0)} images/s in ${WORKERS} worker threads, peak ${peak.toFixed(0)} MiB`,
  );
} else {
  const { bytes, count } = workerData;
  const key = await crypto.subtle.importKey(
    'raw',
    new Uint8Array(32).fill(7),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  for (let i = 0; i < 20; i++) await one(bytes, key);
  parentPort.once('message', async () => {
    for (let i = 0; i < count; i++) await one(bytes, key);
    parentPort.postMessage('done');
  });
  parentPort.postMessage('ready');
}
