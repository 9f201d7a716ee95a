import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/core/random.ts';
import { compareMasks } from '../../../src/core/scoring/dice.ts';
import { scoreMasks } from '../../../src/core/scoring/masks.ts';
import { SCORE_PY } from '../../../src/core/scoring/score-py.ts';
import { niftiMask } from '../../fixtures/nifti.ts';
import { RENAL } from '../../fixtures/scoring/definitions.ts';
import { malformedFiles, REFERENCE } from '../../fixtures/scoring/malformed-files.ts';
import {
  comparable,
  inPython,
  inTypeScript,
  python,
  type Job,
  type Outcome,
} from '../../fixtures/scoring/python.ts';
import { spoiledFiles } from '../../fixtures/scoring/spoiled-files.ts';

/** `score.py`, run by Python as a contestant runs it, agrees with the application to the last digit. */

const folder = mkdtempSync(join(tmpdir(), 'score-py-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface MaskFile {
  readonly id: string;
  readonly size: readonly [number, number];
  readonly data: Uint8Array;
}

const random = seededRandom('masks');
const maskFile = (id: string, share: number, size: readonly [number, number] = [9, 7]): MaskFile => ({
  id,
  size,
  data: Uint8Array.from({ length: size[0] * size[1] }, () => (random() < share ? 1 : 0)),
});
const several = (share: number): MaskFile[] =>
  Array.from({ length: 40 }, (_, i) => maskFile(`case-${i * 7}`, i % 5 === 0 ? 0 : share));

const MASK_SETS: readonly { name: string; reference: MaskFile[]; prediction: MaskFile[] }[] = [
  { name: 'forty images, some empty', reference: several(0.4), prediction: several(0.5) },
  { name: 'a missing one', reference: several(0.3), prediction: several(0.3).slice(1) },
  { name: 'an extra one', reference: several(0.3).slice(3), prediction: several(0.3) },
  {
    name: 'swapped axes',
    reference: [maskFile('a', 0.5), maskFile('b', 0.5)],
    prediction: [maskFile('a', 0.5, [7, 9]), maskFile('b', 0.5)],
  },
  {
    name: 'another size',
    reference: [maskFile('a', 0.5), maskFile('b', 0.5)],
    prediction: [maskFile('a', 0.5, [8, 8]), maskFile('b', 0.5)],
  },
  {
    name: 'values of 255',
    reference: [maskFile('a', 0.5), maskFile('b', 0.5)],
    prediction: [{ ...maskFile('a', 0.5), data: new Uint8Array(63).fill(255) }, maskFile('b', 0.5)],
  },
];

describe.skipIf(python === undefined)('score.py (skipped where there is no Python)', () => {
  const golden = JSON.parse(readFileSync(new URL('../../golden/scoring.json', import.meta.url), 'utf8')) as {
    tables: (Omit<Job, 'prediction'> & { prediction: string })[];
  };
  const base64 = (data: Uint8Array | string): string => Buffer.from(data).toString('base64');
  const tables = golden.tables.map((one) => ({ ...one, prediction: base64(one.prediction) }));
  const malformed = malformedFiles().map(({ bytes: file }) => ({
    challenge: 'liver',
    ruleSet: 'strict' as const,
    reference: REFERENCE,
    prediction: base64(file),
  }));

  test.each([
    ['tables of the four challenges under both rule sets', tables],
    ['malformed files, with the same errors', malformed],
    ['files spoiled at random, in every dialect', spoiledFiles(1500)],
    [
      'malformed files by the rules of 2018',
      malformed.map((job) => ({ ...job, ruleSet: 'jfr-2018' as const })),
    ],
  ])('agrees on %s', (_, jobs) => {
    const outcomes = inPython(jobs);
    expect(outcomes).toHaveLength(jobs.length);
    jobs.forEach((job, index) => {
      expect(comparable(outcomes[index] ?? {}), `${job.challenge} ${index}`).toEqual(
        comparable(inTypeScript(job)),
      );
    });
  });

  describe.each(['strict', 'jfr-2018'] as const)('of masks, %s', (ruleSet) => {
    test.each(MASK_SETS)('agrees on $name', ({ reference, prediction }) => {
      for (const [name, masks] of Object.entries({ reference, prediction })) {
        rmSync(join(folder, name), { recursive: true, force: true });
        mkdirSync(join(folder, name));
        for (const { id, size, data } of masks)
          writeFileSync(join(folder, name, `${id}.nii.gz`), niftiMask(data, size));
      }
      const { labels, score } = RENAL;
      writeFileSync(join(folder, 'score.py'), SCORE_PY);
      writeFileSync(join(folder, 'renal.json'), JSON.stringify({ labels, score }));
      const call = [
        'score.py',
        'prediction',
        '--reference',
        'reference',
        '--scoring',
        'renal.json',
        '--json',
      ];
      const run = spawnSync(python ?? '', ['-B', ...call, '--rules', ruleSet], { cwd: folder });
      const ids = new Set([...reference, ...prediction].map(({ id }) => id));
      const cases = [...ids].map((id) => ({
        id,
        comparison: compareMasks(
          reference.find((one) => one.id === id) ?? null,
          prediction.find((one) => one.id === id) ?? null,
        ),
      }));
      const report = scoreMasks(RENAL, cases, ruleSet);
      const expected: Outcome = report.ok
        ? (report.value as unknown as Outcome)
        : ({
            errors: report.failure.map(({ code, details }) => ({ code, ...details })),
          } as unknown as Outcome);
      expect(comparable(JSON.parse(run.stdout.toString()) as Outcome)).toEqual(comparable(expected));
      expect(run.status).toBe(report.ok ? 0 : 1);
    });
  });
});
