import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { StoredFrame } from '../../src/core/dicom/stored-frame.ts';
import { decodeFrame } from '../../src/core/dicom/decode.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import type { Failure } from '../../src/core/failure.ts';
import golden from '../golden/decode.json' with { type: 'json' };
import { corpusFiles, corpusFolder } from './files.ts';
import { nodeCodec } from './node-codec.ts';

interface Summary {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly grid: readonly number[];
  readonly sha256?: string;
}
interface Golden {
  readonly error?: string;
  readonly syntax?: string;
  readonly first?: Summary;
  readonly last?: Summary;
}

/** Grey levels that two decoders of the same lossy stream may differ by: their inverse transforms round differently. */
const LOSSY_TOLERANCE = 2;

/** What is refused, and why it has to be. */
const REFUSED: Readonly<Record<string, Failure['code']>> = {
  // itk-wasm's build of OpenJPH decodes one component only.
  'pydicom-data/HTJ2KLossless_08_RGB.dcm': 'dicom/unsupported-pixels',
  'pydicom-data/HTJ2K_08_RGB.dcm': 'dicom/unsupported-pixels',
  // GDCM in itk-wasm throws on JPEG-LS of 7 bits.
  'pydicom-data/JLSL_08_07_0_1F.dcm': 'dicom/decode-failed',
};

/** Files that pydicom can't decode, and the file whose pixels they must have: the same picture, coded otherwise. */
const SIBLINGS: Readonly<Record<string, string>> = {
  'pydicom/test_files/JPEG-lossy.dcm': 'pydicom/test_files/JPGExtended.dcm',
  'pydicom-data/emri_small_jpeg_2k_lossless_too_short.dcm': 'pydicom-data/emri_small_jpeg_2k_lossless.dcm',
  'cornerstoneWADOImageLoader/CTImage.dcm_JPEGProcess10_12TransferSyntax_1.2.840.10008.1.2.4.55.dcm':
    'cornerstoneWADOImageLoader/CTImage.dcm_JPEGProcess2_4TransferSyntax_1.2.840.10008.1.2.4.51.dcm',
  'cornerstoneWADOImageLoader/CTImage.dcm_JPEGProcess6_8TransferSyntax_1.2.840.10008.1.2.4.53.dcm':
    'cornerstoneWADOImageLoader/CTImage.dcm_JPEGProcess2_4TransferSyntax_1.2.840.10008.1.2.4.51.dcm',
};

const folder = corpusFolder();

describe.skipIf(folder === null)(
  'every file of the corpus is decoded as pydicom does, or refused with a reason',
  () => {
    const rows: string[] = [];

    for (const { name, bytes } of folder === null ? [] : corpusFiles(folder)) {
      test(name, async () => {
        const oracle = (golden.files as Readonly<Record<string, Golden>>)[SIBLINGS[name] ?? name];
        const outcome = await decodeEnds(bytes);
        rows.push(`${outcome.row.padEnd(44)} ${name}`);
        if ('code' in outcome) {
          if (oracle?.first) expect(outcome.code).toBe(REFUSED[name]);
          return;
        }
        if (!oracle?.first || !oracle.last) return;
        expectEqual(outcome.first, oracle.first);
        expectEqual(outcome.last, oracle.last);
      });
    }

    test('the table of outcomes', () => {
      console.log(rows.join('\n'));
      expect(rows.length).toBe(Object.keys(golden.files).length);
    });
  },
);

async function decodeEnds(
  bytes: Uint8Array,
): Promise<{ row: string; code: Failure['code'] } | { row: string; first: StoredFrame; last: StoredFrame }> {
  const refused = (failure: Failure): { row: string; code: Failure['code'] } => ({
    row: `refused ${failure.code}`,
    code: failure.code,
  });
  const part10 = readPart10(bytes);
  if (!part10.ok) return refused(part10.failure);
  const facts = factsOf(part10.value);
  if (!facts.ok) return refused(facts.failure);
  const first = await decodeFrame(part10.value, facts.value, 0, nodeCodec);
  if (!first.ok) return refused(first.failure);
  const { frames } = facts.value;
  const last = frames === 1 ? first : await decodeFrame(part10.value, facts.value, frames - 1, nodeCodec);
  if (!last.ok) return refused(last.failure);
  const { columns, rows, components } = first.value;
  return {
    row: `decoded ${columns}×${rows}×${components}, ${frames} frames`,
    first: first.value,
    last: last.value,
  };
}

function expectEqual({ data }: StoredFrame, oracle: Summary): void {
  if (oracle.sha256 !== undefined) {
    const doubles = Float64Array.from(data);
    const digest = createHash('sha256').update(new Uint8Array(doubles.buffer)).digest('hex');
    expect(digest === oracle.sha256, `values differ: ${describeDifference(data, oracle)}`).toBe(true);
    return;
  }
  const sampled = grid(data);
  const worst = Math.max(...sampled.map((value, i) => Math.abs(value - (oracle.grid[i] ?? Number.NaN))));
  expect(worst, describeDifference(data, oracle)).toBeLessThanOrEqual(LOSSY_TOLERANCE);
  const mean = Array.from(data).reduce((sum, value) => sum + value, 0) / data.length;
  expect(Math.abs(mean - oracle.mean)).toBeLessThan(0.5);
}

/** 64 values spread over the frame, as numpy's `linspace` truncated to integers picks them. */
function grid(data: StoredFrame['data']): number[] {
  return Array.from({ length: 64 }, (_, i) => data[Math.floor((i * (data.length - 1)) / 63)] ?? Number.NaN);
}

function describeDifference(data: StoredFrame['data'], oracle: Summary): string {
  const pairs = grid(data).map((value, i) => `${value}/${oracle.grid[i]}`);
  return pairs.slice(0, 24).join(' ');
}
