import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { bytesSource } from '../../../src/core/bytes/source.ts';
import { maskCases } from '../../../src/core/scoring/mask-cases.ts';
import { scoreMasks } from '../../../src/core/scoring/masks.ts';
import {
  masksAmong,
  otherFormatsAmong,
  predictionFiles,
} from '../../../src/core/scoring/prediction-files.ts';
import { SCORE_PY } from '../../../src/core/scoring/score-py.ts';
import { RENAL } from '../../fixtures/scoring/definitions.ts';
import { python } from '../../fixtures/scoring/python.ts';

/*
 * Legal files that few readers know, masks of rounded floats, and masks in another order: each must give the Dice of the plain file, or a
 * refusal with its cause, here and in score.py alike, under both rule sets.
 */

const [COLUMNS, ROWS] = [6, 5];
const drawn = (shift: number) =>
  Uint8Array.from({ length: COLUMNS * ROWS }, (_, at) => ((at * 7 + shift) % 11 < 4 ? 1 : 0));
const TRUTH = drawn(0);
const PREDICTED = drawn(3);

interface Form {
  readonly version?: 1 | 2;
  readonly big?: boolean;
  readonly datatype?: number;
  readonly size?: readonly number[];
  /** Rows of the sform. */
  readonly affine?: readonly number[];
  readonly slope?: number;
  readonly intercept?: number;
  readonly offset?: number;
  readonly magic?: string;
  readonly bitpix?: number;
}

const BITS: Readonly<Record<number, number>> = {
  2: 8,
  4: 16,
  8: 32,
  16: 32,
  64: 64,
  256: 8,
  512: 16,
  768: 32,
  1024: 64,
  1280: 64,
};
const GRID = [-0.5, 0, 0, 10, 0, -0.5, 0, 20, 0, 0, 3, 30];

/** A NIfTI file; `stored` are the voxels before the scaling. */
function nifti(stored: ArrayLike<number>, form: Form = {}): Buffer {
  const { version = 1, big = false, datatype = 2, size = [COLUMNS, ROWS, 1], affine = GRID } = form;
  const { slope = 0, intercept = 0, bitpix = BITS[datatype] ?? 8 } = form;
  const header = version === 1 ? 348 : 540;
  const offset = form.offset ?? header + 4;
  const start = offset === 0 ? header + 4 : offset;
  const width = (BITS[datatype] ?? 8) / 8;
  const bytes = Buffer.alloc(start + stored.length * width);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const short = (at: number, value: number) => view.setInt16(at, value, !big);
  const real = (at: number, value: number) =>
    version === 1 ? view.setFloat32(at, value, !big) : view.setFloat64(at, value, !big);
  view.setInt32(0, header, !big);
  const dim = [size.length, ...size, ...Array<number>(7 - size.length).fill(1)];
  if (version === 1) {
    dim.forEach((length, axis) => short(40 + 2 * axis, length));
    short(70, datatype);
    short(72, bitpix);
    [1, 0.5, 0.5, 3].forEach((step, axis) => real(76 + 4 * axis, step));
    [offset, slope, intercept].forEach((value, n) => real(108 + 4 * n, value));
    short(254, 2);
    affine.forEach((value, n) => real(280 + 4 * n, value));
    bytes.write(form.magic ?? 'n+1\0', 344, 'latin1');
  } else {
    bytes.write('n+2\0\r\n\x1a\n', 4, 'latin1');
    short(12, datatype);
    short(14, bitpix);
    dim.forEach((length, axis) => view.setBigInt64(16 + 8 * axis, BigInt(length), !big));
    [1, 0.5, 0.5, 3].forEach((step, axis) => real(104 + 8 * axis, step));
    view.setBigInt64(168, BigInt(offset), !big);
    [slope, intercept].forEach((value, n) => real(176 + 8 * n, value));
    view.setInt32(348, 2, !big);
    affine.forEach((value, n) => real(400 + 8 * n, value));
  }
  Array.from(stored).forEach((value, n) => {
    const at = start + n * width;
    if (datatype === 16) view.setFloat32(at, value, !big);
    else if (datatype === 64) view.setFloat64(at, value, !big);
    else if (width === 8) view.setBigInt64(at, BigInt(value), !big);
    else if (width === 4) view.setInt32(at, value, !big);
    else if (width === 2) view.setInt16(at, value, !big);
    else view.setUint8(at, value & 255);
  });
  return bytes;
}

/** A gzip member with fields that few writers use (RFC 1952). */
function member(data: Buffer, flags = 0, fields = Buffer.alloc(0), level = 6): Buffer {
  const head = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255]), fields]);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE(crc32(head) & 0xffff);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(data));
  trailer.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, ...(flags & 2 ? [sum] : []), deflateRawSync(data, { level }), trailer]);
}

const plain = nifti(PREDICTED);
const name = Buffer.from('mask.nii\0', 'latin1');
const extra = Buffer.from([6, 0, 0x42, 0x43, 2, 0, 7, 7]);
const flippedRows = Uint8Array.from(
  PREDICTED,
  (_, at) => PREDICTED[(ROWS - 1 - Math.floor(at / COLUMNS)) * COLUMNS + (at % COLUMNS)] ?? 0,
);
const transposed = Uint8Array.from(
  PREDICTED,
  (_, at) => PREDICTED[(at % ROWS) * COLUMNS + Math.floor(at / ROWS)] ?? 0,
);
const scaled = (factor: number, base = 0) => Array.from(PREDICTED, (value) => value * factor + base);
const f32 = Math.fround;
const tiny = (one: number, zero: number) => Array.from(PREDICTED, (value) => (value === 1 ? one : zero));

/** Read as the plain file. */
const READ: Readonly<Record<string, Readonly<Record<string, Buffer>>>> = {
  'two gzip members': {
    'a.nii.gz': Buffer.concat([member(plain.subarray(0, 100)), member(plain.subarray(100))]),
  },
  'a member for each 50 bytes, as bgzip': {
    'a.nii.gz': Buffer.concat(
      Array.from({ length: Math.ceil(plain.length / 50) }, (_, n) =>
        member(plain.subarray(50 * n, 50 * n + 50), 4, extra),
      ),
    ),
  },
  'an empty last member, as bgzip ends': {
    'a.nii.gz': Buffer.concat([member(plain), member(Buffer.alloc(0))]),
  },
  'an empty first member': { 'a.nii.gz': Buffer.concat([member(Buffer.alloc(0)), member(plain)]) },
  'a name, a comment and a header checksum': {
    'a.nii.gz': member(plain, 2 + 8 + 16, Buffer.concat([name, Buffer.from('drawn\0')])),
  },
  'extra fields': { 'a.nii.gz': member(plain, 4, extra) },
  'zeros after the last member': { 'a.nii.gz': Buffer.concat([gzipSync(plain), Buffer.alloc(512)]) },
  // nibabel 5.4 and SimpleITK 2.5 read these, too.
  'text after the last member': { 'a.nii.gz': Buffer.concat([gzipSync(plain), Buffer.from('\n')]) },
  'zeros between two members': {
    'a.nii.gz': Buffer.concat([member(plain.subarray(0, 100)), Buffer.alloc(4), member(plain.subarray(100))]),
  },
  'stored, not compressed': { 'a.nii.gz': member(plain, 0, undefined, 0) },
  'not gzip, in spite of its name (kits19 39)': { 'a.nii.gz': plain },
  'gzip, in spite of its name': { 'a.nii': gzipSync(plain) },
  'NIfTI-2': { 'a.nii.gz': gzipSync(nifti(PREDICTED, { version: 2 })) },
  'NIfTI-2, big endian, int64': { 'a.nii': nifti(PREDICTED, { version: 2, big: true, datatype: 1024 }) },
  'big endian, int16': { 'a.nii': nifti(PREDICTED, { big: true, datatype: 4 }) },
  'big endian, float64': { 'a.nii': nifti(PREDICTED, { big: true, datatype: 64 }) },
  'a header pair, gzipped (nibabel 997)': {
    'a.hdr.gz': gzipSync(nifti([], { magic: 'ni1\0', offset: 352 }).fill(0, 108, 112)),
    'a.img.gz': gzipSync(Buffer.from(PREDICTED)),
  },
  'a header pair': {
    'A.HDR': nifti([], { magic: 'ni1\0' }).fill(0, 108, 112),
    'a.img': Buffer.from(PREDICTED),
  },
  'an extension before the voxels': { 'a.nii': nifti(PREDICTED, { offset: 384 }) },
  'an offset of 0': { 'a.nii': nifti(PREDICTED, { offset: 0 }) },
  'bitpix left at 0': { 'a.nii': nifti(PREDICTED, { bitpix: 0 }) },
  'four axes': { 'a.nii': nifti(PREDICTED, { size: [COLUMNS, ROWS, 1, 1] }) },
  'two axes': { 'a.nii': nifti(PREDICTED, { size: [COLUMNS, ROWS] }) },
  // Rounded floats (nibabel 1001, spinalcordtoolbox 3232).
  'uint8 of 255 steps': { 'a.nii': nifti(scaled(255), { slope: f32(1 / 255) }) },
  'int16 from -32768 with an intercept': {
    'a.nii': nifti(scaled(65_535, -32_768), {
      datatype: 4,
      slope: f32(1 / 65_535),
      intercept: f32(32_768 / 65_535),
    }),
  },
  'int16 of 32767 steps': { 'a.nii': nifti(scaled(32_767), { datatype: 4, slope: f32(1 / 32_767) }) },
  'int32 of 2^31 - 1 steps': {
    'a.nii': nifti(scaled(2 ** 31 - 1), { datatype: 8, slope: f32(1 / (2 ** 31 - 1)) }),
  },
  'float32 just below 1': { 'a.nii': nifti(tiny(f32(1 - 2 ** -24), 0), { datatype: 16 }) },
  'float32 just above 0': { 'a.nii': nifti(tiny(1, f32(1e-8)), { datatype: 16 }) },
  'float64 of a sum of tenths': { 'a.nii': nifti(tiny(0.1 + 0.2 + 0.7, 0), { datatype: 64 }) },
  'a slope of NaN (fmriprep 2507)': { 'a.nii': nifti(PREDICTED, { slope: NaN, intercept: NaN }) },
  'a slope of 0 (NIfTI.jl 14)': { 'a.nii': nifti(PREDICTED, { slope: 0, intercept: 7 }) },
  'a slope of 1 under float32': { 'a.nii': nifti(PREDICTED, { datatype: 16, slope: 1 }) },
  'a negative slope': { 'a.nii': nifti(tiny(0, 1), { slope: -1, intercept: 1 }) },
  'minus zero': { 'a.nii': nifti(tiny(1, -0), { datatype: 16 }) },
  // Another order, by the file's own geometry.
  'rows bottom-up': { 'a.nii': nifti(flippedRows, { affine: [-0.5, 0, 0, 10, 0, 0.5, 0, 18, 0, 0, 3, 30] }) },
  'axes exchanged': {
    'a.nii': nifti(transposed, {
      size: [ROWS, COLUMNS, 1],
      affine: [0, -0.5, 0, 10, -0.5, 0, 0, 20, 0, 0, 3, 30],
    }),
  },
  'the axis of one voxel first': {
    'a.nii': nifti(PREDICTED, {
      size: [1, COLUMNS, ROWS],
      affine: [0, -0.5, 0, 10, 0, 0, -0.5, 20, 3, 0, 0, 30],
    }),
  },
  'numpy.eye': { 'a.nii': nifti(PREDICTED, { affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }) },
  'without CopyInformation': {
    'a.nii': nifti(PREDICTED, { affine: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0] }),
  },
  'a geometry off by less than a tenth of a pixel': {
    'a.nii': nifti(PREDICTED, { affine: GRID.with(3, 10.02) }),
  },
};

/** Refused, by code under `strict` and under `jfr-2018`; null: scored. */
const REFUSED: Readonly<Record<string, readonly [Readonly<Record<string, Buffer>>, string, string | null]>> =
  {
    'half a pixel away': [
      { 'a.nii': nifti(PREDICTED, { affine: GRID.with(3, 10.25) }) },
      'scoring/mask-elsewhere',
      null,
    ],
    'another place': [
      { 'a.nii': nifti(PREDICTED, { affine: GRID.with(11, 90) }) },
      'scoring/mask-elsewhere',
      null,
    ],
    'a value of 0.5': [{ 'a.nii': nifti(tiny(0.5, 0), { datatype: 16 }) }, 'scoring/mask-values', null],
    'a value of 2': [{ 'a.nii': nifti(tiny(2, 0)) }, 'scoring/mask-values', null],
    'a value of 0.999': [{ 'a.nii': nifti(tiny(0.999, 0), { datatype: 16 }) }, 'scoring/mask-values', null],
    'a wrong checksum': [
      { 'a.nii.gz': Buffer.concat([gzipSync(plain).subarray(0, -8), Buffer.alloc(8, 1)]) },
      'image/nifti-not-read',
      null,
    ],
    'a second member cut off': [
      {
        'a.nii.gz': Buffer.concat([member(plain.subarray(0, 360)), member(plain.subarray(360))]).subarray(
          0,
          -3,
        ),
      },
      'image/nifti-not-read',
      null,
    ],
    'half a member after the last': [
      { 'a.nii.gz': Buffer.concat([gzipSync(plain), Buffer.from([0x1f, 0x8b])]) },
      'image/nifti-not-read',
      null,
    ],
    'text between two members': [
      {
        'a.nii.gz': Buffer.concat([
          member(plain.subarray(0, 360)),
          Buffer.from('x'),
          member(plain.subarray(360)),
        ]),
      },
      'image/nifti-truncated',
      null,
    ],
    // What nibabel reads and we do not is no zero of 2018.
    'complex numbers': [
      { 'a.nii': nifti(PREDICTED, { datatype: 32 }) },
      'image/nifti-unsupported',
      'image/nifti-unsupported',
    ],
    'single bits': [
      { 'a.nii': nifti(PREDICTED, { datatype: 1 }) },
      'image/nifti-unsupported',
      'image/nifti-unsupported',
    ],
    'Analyze 7.5': [
      { 'a.nii': nifti(PREDICTED, { magic: '\0\0\0\0' }) },
      'image/nifti-unsupported',
      'image/nifti-unsupported',
    ],
    'a header without its voxels': [
      { 'a.hdr': nifti([], { magic: 'ni1\0' }) },
      'scoring/mask-format',
      'scoring/mask-format',
    ],
    'a pair under the name of one file': [
      { 'a.nii': nifti(PREDICTED, { magic: 'ni1\0' }) },
      'image/nifti-unsupported',
      'image/nifti-unsupported',
    ],
    NRRD: [
      { 'a.seg.nrrd': Buffer.from('NRRD0004\n'), 'a.nrrd': Buffer.from('NRRD0004\n') },
      'scoring/mask-format',
      'scoring/mask-format',
    ],
    bzip2: [{ 'a.nii.bz2': Buffer.from('BZh9') }, 'scoring/mask-format', 'scoring/mask-format'],
    nothing: [{}, 'scoring/missing-mask', null],
  };

const reference = { 'a.nii': nifti(TRUTH) };
const both = TRUTH.reduce((sum, value, at) => sum + value * (PREDICTED[at] ?? 0), 0);
const DICE = (2 * both) / (TRUTH.reduce((a, b) => a + b, 0) + PREDICTED.reduce((a, b) => a + b, 0));

type Files = Readonly<Record<string, Uint8Array>>;
async function outcomeOf(references: Files, files: Files, ruleSet: 'strict' | 'jfr-2018') {
  const of = async (all: Files) => {
    const read = await predictionFiles(
      Object.entries(all).map(([path, bytes]) => ({ path, source: bytesSource(Uint8Array.from(bytes)) })),
    );
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    return read.value;
  };
  const [truth, predicted] = [await of(references), await of(files)];
  const cases = await maskCases(
    masksAmong(truth),
    masksAmong(predicted),
    undefined,
    otherFormatsAmong(predicted),
  );
  return scoreMasks(RENAL, cases, ruleSet);
}

test('the plain file overlaps in part', () => expect(DICE).toBeGreaterThan(0.2));

describe.each(['strict', 'jfr-2018'] as const)('under %s', (ruleSet) => {
  test.each(Object.entries(READ))('%s is read', async (_, files) => {
    const report = await outcomeOf(reference, files, ruleSet);
    expect(report.ok ? report.value.total : report.failure).toBe(DICE);
  });

  test.each(Object.entries(REFUSED))('%s is refused', async (_, [files, strict, old]) => {
    const report = await outcomeOf(reference, files, ruleSet);
    const expected = ruleSet === 'strict' ? strict : old;
    expect(report.ok ? null : report.failure.map(({ code }) => code)).toEqual(
      expected === null ? null : [expected],
    );
  });
});

describe.skipIf(python === undefined)('score.py (skipped where there is no Python)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mask-variants-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const RUNNER = `
import json, pathlib, sys
here = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(here))
import score
scoring = json.loads((here / 'scoring.json').read_text())
out = []
for n in range(int(sys.argv[2])):
    for rules in ('strict', 'jfr-2018'):
        try:
            out.append(score.score_files(scoring, here / 'reference', here / str(n), rules)['total'])
        except score.Refused as refusal:
            out.append([one['code'] for one in refusal.errors])
print(json.dumps(out))
`;

  test('says the same of them all', async () => {
    const write = (under: string, files: Files) => {
      mkdirSync(join(folder, under), { recursive: true });
      for (const [path, bytes] of Object.entries(files)) writeFileSync(join(folder, under, path), bytes);
    };
    write('.', {
      'score.py': new TextEncoder().encode(SCORE_PY),
      'run.py': new TextEncoder().encode(RUNNER),
      'scoring.json': new TextEncoder().encode(JSON.stringify({ labels: RENAL.labels, score: RENAL.score })),
    });
    write('reference', reference);
    const all = [
      ...Object.entries(READ),
      ...Object.entries(REFUSED).map(([name, [files]]) => [name, files] as const),
    ];
    all.forEach(([, files], n) => write(String(n), files));
    const run = spawnSync(python ?? '', ['-B', join(folder, 'run.py'), folder, String(all.length)]);
    const there = JSON.parse(run.stdout.toString() || JSON.stringify(run.stderr.toString())) as unknown[];
    for (const [n, [name, files]] of all.entries()) {
      for (const [r, ruleSet] of (['strict', 'jfr-2018'] as const).entries()) {
        const report = await outcomeOf(reference, files, ruleSet);
        const here = report.ok ? report.value.total : report.failure.map(({ code }) => code);
        expect(there[2 * n + r], `${name} ${ruleSet}`).toEqual(here);
      }
    }
  });
});

const CASES = resolve(import.meta.dirname, '../../../../shared/cases');
describe.each([
  ['09-score-mask-scl-slope', 0.9436619718309859],
  ['10-score-multi-member-gzip', 0.9436619718309859],
])('../shared/cases/%s', (name, dice) => {
  const folder = join(CASES, name);
  test.skipIf(!existsSync(folder))(
    'has the Dice that it should (skipped where the case is absent)',
    async () => {
      const side = (of: string): Files =>
        Object.fromEntries(
          readdirSync(join(folder, of)).map((file) => [file, readFileSync(join(folder, of, file))]),
        );
      for (const ruleSet of ['strict', 'jfr-2018'] as const) {
        const report = await outcomeOf(side('ref'), side('pred'), ruleSet);
        expect(report.ok ? report.value.total : report.failure).toBeCloseTo(dice, 15);
      }
    },
  );
});
