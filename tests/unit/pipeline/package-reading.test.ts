import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { thyroid } from '../../../src/core/challenge/presets/thyroid.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { digestOf } from '../../../src/pipeline/blob-source.ts';
import { entry, handedIn, OpenPackages } from '../../../src/pipeline/package-reading.ts';
import { contributionFiles } from '../../fixtures/contributions.ts';
import { CENTRAL, findSignature, LOCAL, manifestOf, zipWith } from '../../fixtures/packages.ts';

/** Digits without a pattern: packed, they still fill far more than 64 kB. */
const random = seededRandom('noise');
const NOISE = Array.from({ length: 400_000 }, () => Math.floor(10 * random())).join('');
const IMAGES = [
  { exam: 'one', pixels: NOISE, labels: { anormale: true } },
  { exam: 'two', pixels: '2', labels: { anormale: false } },
];

async function good(): Promise<Uint8Array<ArrayBuffer>> {
  const files = await contributionFiles(thyroid, 'CHU', IMAGES);
  const manifest = await manifestOf(files);
  return zipWith(files, {
    ...manifest,
    format: 'negatoscope-contribution',
    challenge: { id: thyroid.id, version: thyroid.version },
    counts: { images: 2 },
  });
}

/** The same package with one changed byte of its first image, far from the last 64 kB. */
async function damaged(): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await good();
  const header = findSignature(bytes, LOCAL)[0]!;
  const view = new DataView(bytes.buffer);
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  const middle = start + Math.floor(view.getUint32(header + 18, true) / 2);
  bytes[middle] = bytes[middle]! ^ 1;
  expect(bytes.length - middle).toBeGreaterThan(65_536);
  expect(findSignature(bytes, CENTRAL).length).toBeGreaterThan(2);
  return bytes;
}

test('a damaged package is refused after the good one was opened', async () => {
  const first = await handedIn(new Blob([await good()]), thyroid);
  expect(first.ok).toBe(true);
  const second = await handedIn(new Blob([await damaged()]), thyroid);
  expect(second.ok).toBe(false);
});

test('a file of a damaged package is not given out under the digest of the good one', async () => {
  const opened = await handedIn(new Blob([await good()]), thyroid);
  if (!opened.ok || opened.value.content.kind !== 'contribution') throw new Error('not opened');
  const path = opened.value.content.contribution.images[0]!.path;
  const packages = () => new OpenPackages('when-read');
  const { digest } = opened.value;
  expect((await entry(packages(), new Blob([await good()]), digest, path)).ok).toBe(true);
  expect((await entry(packages(), new Blob([await damaged()]), digest, path)).ok).toBe(false);
});

test('a package is not taken for another one', async () => {
  const outcome = await entry(new OpenPackages('when-read'), new Blob([await good()]), '0'.repeat(64), 'x');
  expect(outcome).toMatchObject({ failure: { code: 'package/wrong-hash' } });
});

test('the digest of a file that is read in pieces is that of the whole', async () => {
  const bytes = Uint8Array.from({ length: 9 * 1024 * 1024 + 7 }, (_, i) => (i * 7919) & 255);
  expect(await digestOf(new Blob([bytes]))).toBe(createHash('sha256').update(bytes).digest('hex'));
});
