// DICOM to cropped .nii.gz: the application's code in two workers of Chromium against the stack of 2018 (pydicom and SimpleITK) in two
// processes, in turns; prints images a second and milliseconds of processor time an image (which a busy machine changes less) with their
// ratios, and milliseconds of each step. 0.7 mm, 256 by 256 pixels, int16, gzip.
//   npm run build && node tests/bench/crop.mjs CORPUS PYTHON [seconds] [rounds]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright';
import { build, runnerImport } from 'vite';

const [corpus, python, seconds = '5', rounds = '3'] = process.argv.slice(2);
const WORKERS = 2;
const root = resolve(import.meta.dirname, '../..');
const load = async (path) =>
  (await runnerImport(join(root, path), { configFile: false, logLevel: 'error', root })).module;
const { chromiumPath, CHROMIUM_ARGUMENTS } = await load('scripts/chromium.ts');
const folder = mkdtempSync(join(tmpdir(), 'negatoscope-'));

/** A knee of 384 by 384 pixels: every 2.67th pixel of the corpus's shoulder, native. */
async function magneticResonance() {
  const { buildDicom, imageFields } = await load('tests/fixtures/dicom.ts');
  const file = readFileSync(join(corpus, 'pydicom-data/MR2_UNCR.dcm'));
  const pixels = new Uint16Array(Uint8Array.from(file.subarray(file.length - 1024 * 1024 * 2)).buffer);
  const at = (i) => Math.floor((i * 1024) / 384);
  const small = Uint16Array.from(
    { length: 384 * 384 },
    (_, i) => pixels[at(Math.floor(i / 384)) * 1024 + at(i % 384)] & 0x0fff,
  );
  const fields = {
    Modality: 'MR',
    PixelSpacing: ['0.4688', '0.4688'],
    ImagePositionPatient: ['-90', '-90', '12.5'],
    ImageOrientationPatient: ['0', '1', '0', '0', '0', '-1'],
    SliceThickness: '3',
  };
  return buildDicom({ fields: imageFields({ columns: 384, rows: 384, pixels: small }, fields) });
}

const ct = (name) => readFileSync(join(corpus, 'cornerstoneWADOImageLoader', name));
const files = {
  'CT 512², native': ct('CTImage.dcm_LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1.dcm'),
  'MR 384², native': await magneticResonance(),
  'CT 512², JPEG lossless': ct('CTImage.dcm_JPEGProcess14SV1TransferSyntax_1.2.840.10008.1.2.4.70.dcm'),
  'CT 512², JPEG 2000 lossless': ct(
    'CTImage.dcm_JPEG2000LosslessOnlyTransferSyntax_1.2.840.10008.1.2.4.90.dcm',
  ),
};

await build({
  configFile: false,
  root,
  logLevel: 'error',
  publicDir: false,
  resolve: { alias: { '@thewtex/zstddec': join(root, 'workers/zstd.ts') } },
  build: {
    outDir: folder,
    emptyOutDir: false,
    target: 'es2023',
    lib: { entry: join(root, 'tests/bench/crop.worker.ts'), formats: ['es'], fileName: 'worker' },
  },
});

let current = new Uint8Array();
const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  const types = { '.js': 'text/javascript', '.html': 'text/html' };
  response.setHeader('content-type', types[/\.\w+$/.exec(path)?.[0]] ?? 'application/octet-stream');
  try {
    if (path === '/index.html') response.end('<!doctype html><title>bench</title>');
    else if (path === '/image') response.end(current);
    else if (path.startsWith('/pipelines/')) response.end(readFileSync(join(root, 'dist', path)));
    else response.end(readFileSync(join(folder, path)));
  } catch {
    response.statusCode = 404;
    response.end();
  }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const address = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS });
const devtools = await browser.newBrowserCDPSession();
const page = await browser.newPage();
await page.goto(`${address}/index.html`);

/** Seconds of processor time that the pages' processes have used, workers and the compiler's threads among them. */
async function processorTime() {
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

async function own() {
  await page.evaluate(
    async ({ address, count }) => {
      const dicom = new Uint8Array(await (await fetch(`${address}/image`)).arrayBuffer());
      globalThis.workers = Array.from(
        { length: count },
        () => new Worker(`${address}/worker.js`, { type: 'module' }),
      );
      globalThis.askAll = (order) =>
        Promise.all(
          globalThis.workers.map(
            (worker) =>
              new Promise((done, fail) => {
                worker.onmessage = ({ data }) => done(data);
                worker.onerror = (event) => fail(new Error(event.message));
                worker.postMessage(order);
              }),
          ),
        );
      await globalThis.askAll({ dicom, pipelines: `${address}/pipelines` });
    },
    { address, count: WORKERS },
  );
  const before = await processorTime();
  const results = await page.evaluate(
    (milliseconds) => globalThis.askAll({ milliseconds }),
    Number(seconds) * 1000,
  );
  const used = 1000 * ((await processorTime()) - before);
  await page.evaluate(() => globalThis.workers.forEach((worker) => worker.terminate()));
  const images = results.reduce((sum, { count }) => sum + count, 0);
  return results.map((result) => ({ ...result, cpu: used / images }));
}

function theirs(path) {
  const { stdout, stderr, status } = spawnSync(
    python,
    [join(root, 'tests/bench/crop.py'), path, seconds, String(WORKERS)],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const rate = (results) => results.reduce((sum, each) => sum + each.rate, 0);
const processor = (results) => results.reduce((sum, { cpu }) => sum + cpu, 0) / results.length;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
function steps(runs) {
  const all = runs.flat();
  const count = all.reduce((sum, each) => sum + each.count, 0);
  return Object.keys(all[0].spent)
    .map((step) => `${step} ${(all.reduce((sum, each) => sum + each.spent[step], 0) / count).toFixed(1)}`)
    .join(', ');
}

try {
  for (const [name, bytes] of Object.entries(files)) {
    current = bytes;
    const path = join(folder, 'image.dcm');
    writeFileSync(path, bytes);
    const [ours, others] = [[], []];
    for (let round = 0; round < Number(rounds); round++) {
      ours.push(await own());
      others.push(theirs(path));
    }
    const [a, b] = [median(ours.map(rate)), median(others.map(rate))];
    const [mine, other] = [ours, others].map((runs) => median(runs.map(processor)));
    console.log(
      `${name}: ${a.toFixed(1)} against ${b.toFixed(1)} images/s, ratio ${(a / b).toFixed(2)}; ${mine.toFixed(2)} against ${other.toFixed(2)} ms of processor an image, ratio ${(other / mine).toFixed(2)}; load of the machine ${loadavg()[0].toFixed(1)}`,
    );
    console.log(
      `  ms an image in one worker: ${steps(ours)}; 2018: ${steps(others)}; bytes ${ours[0][0].bytes}, ${others[0][0].bytes}`,
    );
  }
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
}
