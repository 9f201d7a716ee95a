import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RuleSet } from '../../../src/core/challenge/definition.ts';
import { readReference } from '../../../src/core/labels/reference.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { compareMasks } from '../../../src/core/scoring/dice.ts';
import { scoreMasks } from '../../../src/core/scoring/masks.ts';
import { SCORE_PY } from '../../../src/core/scoring/score-py.ts';
import { scorePredictionFile } from '../../../src/core/scoring/score.ts';
import { niftiMask } from '../../fixtures/nifti.ts';
import { BY_ID, bytes, RENAL } from './definitions.ts';
import { malformedFiles, REFERENCE } from './malformed-files.ts';

/** `score.py`, run by Python as a contestant runs it, agrees with the application to the last digit. */

const python = ['python3', 'python'].find((name) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

interface Job {
  readonly challenge: string;
  readonly ruleSet: RuleSet;
  readonly reference: string;
  /** Base64. */
  readonly prediction: string;
}

interface Outcome {
  readonly total?: number | null;
  readonly terms?: {
    name: string;
    weight: number;
    value: number | null;
    positives: number;
    negatives: number;
  }[];
  readonly touched?: unknown[];
  readonly errors?: { code: string; line?: number; column?: string }[];
}

const RUNNER = `
import base64, json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
sys.dont_write_bytecode = True
sys.path.insert(0, str(folder))
import score
scoring = json.loads((folder / 'scoring.json').read_text('utf-8'))
outcomes = []
for job in json.loads((folder / 'jobs.json').read_text('utf-8')):
    try:
        truth = score.read_reference(job['reference'].encode('utf-8'), scoring[job['challenge']])
        values, touched = score.read_predictions(base64.b64decode(job['prediction']), scoring[job['challenge']], truth, job['ruleSet'])
        total, terms = score.score_table(scoring[job['challenge']], truth, values)
        outcomes.append({'total': total, 'terms': terms, 'touched': touched})
    except score.Refused as refusal:
        outcomes.append({'errors': refusal.errors})
print(json.dumps(outcomes))
`;

const folder = mkdtempSync(join(tmpdir(), 'score-py-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function inPython(jobs: readonly Job[]): Outcome[] {
  const scoring = Object.fromEntries(
    Object.entries(BY_ID).map(([id, { labels, score }]) => [id, { labels, score }]),
  );
  writeFileSync(join(folder, 'score.py'), SCORE_PY);
  writeFileSync(join(folder, 'run.py'), RUNNER);
  writeFileSync(join(folder, 'scoring.json'), JSON.stringify(scoring));
  writeFileSync(join(folder, 'jobs.json'), JSON.stringify(jobs));
  const output = execFileSync(python ?? '', [join(folder, 'run.py'), folder], { maxBuffer: 1 << 28 });
  return JSON.parse(output.toString()) as Outcome[];
}

function inTypeScript({ challenge, ruleSet, reference, prediction }: Job): Outcome {
  const definition = BY_ID[challenge]!;
  const truth = readReference(bytes(reference), definition);
  if (!truth.ok) throw new Error(JSON.stringify(truth.failure));
  const file = Uint8Array.from(Buffer.from(prediction, 'base64'));
  const report = scorePredictionFile(file, definition, truth.value, ruleSet);
  if (!report.ok) {
    const errors = report.failure.map(({ code, details }) => ({ code, ...details }));
    return { errors: errors as unknown as NonNullable<Outcome['errors']> };
  }
  return report.value as unknown as Outcome;
}

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

const comparable = ({ total, terms, touched, errors }: Outcome) =>
  errors
    ? errors.map(({ code, line, column }) => JSON.stringify([code, line ?? null, column ?? null])).sort()
    : {
        total,
        terms: terms?.map(({ name, weight, value, positives, negatives }) => [
          name,
          weight,
          value,
          positives,
          negatives,
        ]),
        touched,
      };

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
        : { errors: report.failure.map(({ code }) => ({ code })) };
      expect(comparable(JSON.parse(run.stdout.toString()) as Outcome)).toEqual(comparable(expected));
      expect(run.status).toBe(report.ok ? 0 : 1);
    });
  });
});
