import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { presetById } from '../../src/core/challenge/presets.ts';
import { bytesSource } from '../../src/core/bytes/source.ts';
import { decodeFrame } from '../../src/core/dicom/decode.ts';
import { textOf } from '../../src/core/dicom/element.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { withoutHidden } from '../../src/core/deidentify/hidden.ts';
import { FileNames } from '../../src/core/labels/file-names.ts';
import { readReference } from '../../src/core/labels/reference.ts';
import { readImageRows } from '../../src/core/labels/rows.ts';
import { readContribution } from '../../src/core/package/contribution.ts';
import { openPackage } from '../../src/core/package/open.ts';
import { scorePredictionFile } from '../../src/core/scoring/score.ts';
import { SCORE_PY } from '../../src/core/scoring/score-py.ts';
import { expandZips } from '../../src/state/contribute/zips.ts';
import { python } from '../fixtures/scoring/python.ts';

/*
 * Small files that failed in the field, from a folder beside the repository. None of them is in the repository; the unit tests build the
 * same faults in code.
 */

const folder = resolve(import.meta.dirname, '../../../shared/cases');
/** The path of a case; the test is skipped by its name where the case is absent. */
const path = (...parts: readonly string[]) => join(folder, ...parts);
const isAbsent = (name: string) => !existsSync(path(name));
const read = (...parts: readonly string[]) => new Uint8Array(readFileSync(path(...parts)));
const THYROID = presetById('thyroid')!;

/** Paths of a folder as the browser names them: the picked folder first. */
const picked = (name: string) =>
  readdirSync(path(name, 'in'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `in${join(entry.parentPath, entry.name).slice(path(name, 'in').length)}`);

function namesIn(name: string): readonly string[] {
  const rows = readImageRows(read(name, 'rows.csv'), THYROID);
  if (!rows.ok) throw new Error(JSON.stringify(rows.failure));
  return rows.value.rows.map(({ file }) => file);
}

async function unzipped(name: string) {
  const bytes = read(name, 'in', 'export.zip');
  const refused: string[] = [];
  const files: { path: string; bytes: Uint8Array }[] = [];
  const picks = [{ path: 'in/export.zip', file: new File([bytes], 'export.zip') }];
  for await (const { path, file } of expandZips(
    picks,
    () => undefined,
    (path, { code, details }) =>
      refused.push(`${path} ${code} ${(details as { cause?: string }).cause ?? ''}`),
  ))
    files.push({ path, bytes: new Uint8Array(await file.arrayBuffer()) });
  return { files, refused };
}

async function pixels(bytes: Uint8Array) {
  const part10 = readPart10(bytes);
  if (!part10.ok) throw new Error(JSON.stringify(part10.failure));
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(JSON.stringify(facts.failure));
  const none = () => Promise.reject(new Error('no codec'));
  const frame = await decodeFrame(part10.value, facts.value, 0, { gdcm: none, htj2k: none });
  if (!frame.ok) throw new Error(JSON.stringify(frame.failure));
  return { part10: part10.value, facts: facts.value, data: frame.value.data };
}

test.skipIf(isAbsent('06-table-name-in-two-folders'))('06: a name in two folders is ambiguous', () => {
  const name = '06-table-name-in-two-folders';
  const files = new FileNames(picked(name).map((one) => [one, one] as const));
  const found = namesIn(name).map((one) => files.find(one));
  expect(found).toContainEqual({ kind: 'several', candidates: ['in/P1/IM1.dcm', 'in/P2/IM1.dcm'] });
});

test.skipIf(isAbsent('12-zip-one-damaged-entry'))('12: a damaged entry drops only itself', async () => {
  const { files, refused } = await unzipped('12-zip-one-damaged-entry');
  expect(files.map(({ path }) => path)).toEqual([
    'in/export.zip/Oscar/IM1.dcm',
    'in/export.zip/Quebec/IM1.dcm',
  ]);
  expect(refused).toEqual(['in/export.zip/Papa/IM1.dcm package/unreadable-entry deflate']);
  for (const { bytes } of files) expect((await pixels(bytes)).data.length).toBeGreaterThan(0);
});

test.skipIf(isAbsent('13-garbage-in-unused-bits'))(
  '13: unused bits are masked off, and cleared',
  async () => {
    const { part10, facts, data } = await pixels(read('13-garbage-in-unused-bits', 'in', 'IM1.dcm'));
    const raw = part10.dataset.elements.get('7FE00010')!.value;
    if (raw.kind !== 'bytes') throw new Error('encapsulated');
    const words = new Uint16Array(raw.bytes.slice().buffer);
    expect(facts.bitsStored).toBe(12);
    expect(words.some((word) => word > 4095)).toBe(true);
    expect(data.every((value, i) => value === ((words[i] ?? 0) & 4095))).toBe(true);
    const clean = withoutHidden(part10, facts);
    const written = clean.ok ? clean.value.dataset.elements.get('7FE00010')!.value : null;
    if (written?.kind !== 'bytes') throw new Error('not written');
    expect(new Uint16Array(written.bytes.slice().buffer).every((word, i) => word === data[i])).toBe(true);
  },
);

test.skipIf(isAbsent('14-number-of-frames-0'))('14: NumberOfFrames 0 is one frame', async () => {
  const { part10, facts } = await pixels(read('14-number-of-frames-0', 'in', 'IM1.dcm'));
  expect(facts.frames).toBe(1);
  expect(textOf(part10.dataset, '00280008')).toBe('1');
  expect(part10.repairs).toContain('frames-0');
});

test.skipIf(isAbsent('15-nfd-folder-nfc-table'))('15: a name is found in another Unicode form', () => {
  const name = '15-nfd-folder-nfc-table';
  const files = new FileNames(picked(name).map((one) => [one, one] as const));
  for (const one of namesIn(name)) expect(files.find(one).kind, one).toBe('one');
});

test.skipIf(isAbsent('16-zip-backslash'))('16: a backslash in a zip is a slash', async () => {
  const { files, refused } = await unzipped('16-zip-backslash');
  expect(refused).toEqual([]);
  expect(files.map(({ path }) => path)).toEqual(['in/export.zip/B/IM2.dcm']);
  const names = new FileNames(files.map(({ path }) => [path, path] as const));
  for (const one of namesIn('16-zip-backslash')) expect(names.find(one).kind).toBe('one');
});

describe.skipIf(isAbsent('17-csv'))('17: a table of predictions', () => {
  const TOTAL = 0.8888888888888888;
  const reference = () => {
    const truth = readReference(read('17-csv', 'ref.csv'), THYROID);
    if (!truth.ok) throw new Error(JSON.stringify(truth.failure));
    return truth.value;
  };
  const outcome = (file: string) => scorePredictionFile(read('17-csv', file), THYROID, reference(), 'strict');

  test.each(['sep.csv', 'blankrows.csv', 'tabcomma.csv', 'utf16nobom.csv'])('%s is read', (file) => {
    const report = outcome(file);
    expect(report.ok ? report.value.total : report.failure).toBe(TOTAL);
  });

  test.each([
    ['index.csv', { code: 'labels/unknown-column', details: { header: '', position: 1 } }],
    ['ext.csv', { code: 'scoring/extra-id', details: { line: 2 } }],
  ])('%s is refused with the place', (file, expected) => {
    const report = outcome(file);
    expect(report.ok ? [] : report.failure).toContainEqual(
      expect.objectContaining({ ...expected, details: expect.objectContaining(expected.details) as object }),
    );
  });

  test.skipIf(python === undefined)('score.py says the same (skipped where there is no Python)', () => {
    const work = mkdtempSync(join(tmpdir(), 'cases-'));
    try {
      writeFileSync(join(work, 'score.py'), SCORE_PY);
      writeFileSync(
        join(work, 'scoring.json'),
        JSON.stringify({ labels: THYROID.labels, score: THYROID.score }),
      );
      for (const file of readdirSync(path('17-csv')).filter((one) => one !== 'ref.csv')) {
        const call = [
          '-B',
          'score.py',
          path('17-csv', file),
          '--reference',
          path('17-csv', 'ref.csv'),
          '--rules',
          'strict',
          '--json',
        ];
        const run = spawnSync(python ?? '', call, { cwd: work });
        const report = outcome(file);
        const said = JSON.parse(run.stdout.toString()) as { total?: number; errors?: { code: string }[] };
        if (report.ok) expect(said.total, file).toBe(report.value.total);
        else
          expect(said.errors?.map(({ code }) => code).sort()).toEqual(
            report.failure.map(({ code }) => code).sort(),
          );
      }
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
});

describe.skipIf(isAbsent('18-package-rezipped'))('18: a contribution that a desktop zipped again', () => {
  test.each([
    ['out-folder.zip', ['out/']],
    ['out-ds.zip', ['.DS_Store']],
  ])('%s opens', async (file, added) => {
    const opened = await openPackage(bytesSource(read('18-package-rezipped', file)));
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
    expect(opened.value.added).toEqual(added);
    const contribution = await readContribution(
      opened.value,
      presetById(opened.value.manifest.challenge.id)!,
    );
    expect(contribution.ok && contribution.value.images).toHaveLength(2);
  });

  test('out-macos.zip opens, and its eleven added files are named', async () => {
    const opened = await openPackage(bytesSource(read('18-package-rezipped', 'out-macos.zip')));
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
    const [top, ...files] = opened.value.added;
    expect(top).toBe('out/');
    expect(files).toHaveLength(11);
    expect(files.every((one) => one.startsWith('__MACOSX/') || basename(one) === '.DS_Store')).toBe(true);
  });
});
