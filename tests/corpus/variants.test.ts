import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/core/dicom/decode.ts';
import { type StoredFrame } from '../../src/core/dicom/stored-frame.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import golden from '../golden/decoders.json' with { type: 'json' };
import { corpusFiles, corpusFolder, type CorpusFile } from './files.ts';
import { nodeCodec } from './node-codec.ts';
import { damagedCorpus, damagedSynthetic, synthetic, undamaged } from './variants.ts';

/** What one decoder gave of the first and the last frame: a digest, and for lossy streams some values. */
type Seen = readonly (readonly [digest: string, values?: readonly number[]])[];
const seen = golden.files as unknown as Readonly<Record<string, Readonly<Record<string, Seen>>>>;

/** Grey levels that two decoders of one lossy stream may differ by. */
const LOSSY_TOLERANCE = 2;

/** Files that no other decoder reads, and the file whose pixels they must have. */
const SIBLINGS: Readonly<Record<string, string>> = {
  'pydicom-data/emri_small_jpeg_2k_lossless_too_short.dcm': 'pydicom-data/emri_small_jpeg_2k_lossless.dcm',
};

/**
 * Damage that cannot be told: OpenJPH decodes a code block whose bytes were zeroed, OpenJPEG refuses it, and the codestream carries no
 * checksum.
 */
const UNSEEN = ['201 offset table 669001 zeros'];

/**
 * Noise whose header was damaged so that it declares fewer bits than were written. The bits above are then as random as those below:
 * nothing tells them from unused ones, which PS3.5 section 8.1.1 lets be anything. They are masked off; the other decoders keep them.
 */
const NOISE = [
  '2.1 MONOCHROME1 12 of 16 signed 573001 bit of the header',
  '2.2 MONOCHROME2 32 of 32 638002 bit of the header',
];

const folder = corpusFolder();
const sets: Readonly<Record<string, () => Iterable<CorpusFile>>> = {
  synthetic,
  'damaged synthetic': damagedSynthetic,
  ...(folder !== null && {
    corpus: () => corpusFiles(folder),
    'damaged corpus': () => damagedCorpus(corpusFiles(folder)),
  }),
};

/** For `tests/golden/decoders.py`: the files are written there instead of being decoded. */
const target = process.env.NEGATOSCOPE_VARIANTS;

interface Outcome {
  /** A decoder that gave the same, or the code of the refusal. */
  readonly result: string;
  readonly isRefused: boolean;
  readonly milliseconds: number;
}

async function outcome({ name, bytes }: CorpusFile): Promise<Outcome> {
  const start = performance.now();
  const ended = (result: string, isRefused: boolean): Outcome => ({
    result,
    isRefused,
    milliseconds: performance.now() - start,
  });
  const part10 = readPart10(bytes);
  if (!part10.ok) return ended(part10.failure.code, true);
  const facts = factsOf(part10.value);
  if (!facts.ok) return ended(facts.failure.code, true);
  const frames: StoredFrame[] = [];
  for (const index of new Set([0, facts.value.frames - 1])) {
    const frame = await decodeFrame(part10.value, facts.value, index, nodeCodec);
    if (!frame.ok) return ended(frame.failure.code, true);
    frames.push(frame.value);
  }
  const agreeing = Object.entries(seen[SIBLINGS[name] ?? name] ?? {}).filter(([, theirs]) =>
    frames.every((frame, i) => isSame(frame, theirs[i])),
  );
  const intact = Object.values(seen[undamaged(name)] ?? {});
  if (agreeing.length === 0 && intact.some((theirs) => frames.every((frame, i) => isSame(frame, theirs[i]))))
    return ended('the undamaged file', false);
  return ended(agreeing.map(([decoder]) => decoder).join('+') || 'nobody else', false);
}

function isSame({ columns, rows, components, data }: StoredFrame, theirs: Seen[number] | undefined): boolean {
  if (!theirs) return false;
  const hash = createHash('sha256').update(`${columns} ${rows} ${components} `);
  const digest = hash
    .update(new Uint8Array(Float64Array.from(data).buffer))
    .digest('hex')
    .slice(0, 16);
  if (digest === theirs[0]) return true;
  const values = theirs[1] ?? [];
  return (
    values.length > 0 &&
    values.every((value, i) => {
      const own = data[Math.floor((i * (data.length - 1)) / (values.length - 1))] ?? Number.NaN;
      return Math.abs(own - value) <= LOSSY_TOLERANCE;
    })
  );
}

describe.each(Object.entries(sets))('%s', (set, files) => {
  if (target !== undefined) {
    test('is written', () => {
      mkdirSync(target, { recursive: true });
      for (const { name, bytes } of files()) writeFileSync(join(target, encodeURIComponent(name)), bytes);
      expect(existsSync(target)).toBe(true);
    });
    return;
  }

  test('is decoded as another decoder does, or refused', async () => {
    const outcomes = new Map<string, number>();
    const alone: string[] = [];
    let slowest = 0;
    let count = 0;
    for (const file of files()) {
      count++;
      const { result, isRefused, milliseconds } = await outcome(file);
      const kind = isRefused ? `refused: ${result}` : `as ${result}`;
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
      if (result === 'nobody else') alone.push(file.name);
      slowest = Math.max(slowest, milliseconds);
    }
    const table = [...outcomes].sort().map(([kind, number]) => `${String(number).padStart(5)}  ${kind}`);
    console.log([`${count} files, slowest ${slowest.toFixed(0)} ms`, ...table, ...alone].join('\n'));
    if (set === 'damaged corpus') expect(count).toBeGreaterThanOrEqual(500);
    expect(alone.filter((name) => ![...UNSEEN, ...NOISE].includes(name))).toEqual([]);
  });
});

test.skipIf(target !== undefined)('memory stays bounded', () => {
  expect(process.memoryUsage().rss).toBeLessThan(3 * 2 ** 30);
});

test.skipIf(folder !== null)('the corpus is absent: its files were skipped', () => undefined);
