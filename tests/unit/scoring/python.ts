import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RuleSet } from '../../../src/core/definition/definition.ts';
import { readReference } from '../../../src/core/labels/reference.ts';
import { SCORE_PY } from '../../../src/core/scoring/score-py.ts';
import { scorePredictionFile } from '../../../src/core/scoring/score.ts';
import type { MaskCase } from '../../golden/datasets.ts';
import { BY_ID, bytes, RENAL } from './definitions.ts';
import { scoreDigits } from './digits.ts';

/** The name of Python on this machine; undefined where there is none. */
export const python = ['python3', 'python'].find((name) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

/** A prediction file to be scored. */
export interface Job {
  readonly challenge: string;
  readonly ruleSet: RuleSet;
  readonly reference: string;
  /** Base64. */
  readonly prediction: string;
}

/** A report, or all errors, as score.py prints them. */
export interface Outcome {
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

/** Masks written as digits, to be scored. */
export interface MaskJob {
  readonly ruleSet: RuleSet;
  readonly masks: readonly MaskCase[];
}

const RUNNER = `
import base64, json, pathlib, struct, sys
folder = pathlib.Path(sys.argv[1])
sys.dont_write_bytecode = True
sys.path.insert(0, str(folder))
import score
scoring = json.loads((folder / 'scoring.json').read_text('utf-8'))

def nifti(columns, rows, digits):
    header = bytearray(352)
    struct.pack_into('<i', header, 0, 348)
    struct.pack_into('<8h', header, 40, 3, columns, rows, 1, 1, 1, 1, 1)
    struct.pack_into('<2h', header, 70, 2, 8)
    struct.pack_into('<f', header, 108, 352)
    header[344:348] = b'n+1\\0'
    return bytes(header) + bytes(int(digit) for digit in digits)

def files(job, side):
    return [(case[0], case[0] + '.nii', lambda mask=case[side], id=case[0]: score.read_mask(nifti(*mask), id + '.nii')) for case in job['masks'] if case[side]]

outcomes = []
for job in json.loads((folder / 'jobs.json').read_text('utf-8')):
    try:
        if 'masks' in job:
            total, terms, touched = score.score_masks(scoring['renal-cortex'], files(job, 1), files(job, 2), job['ruleSet'])
        else:
            definition = scoring[job['challenge']]
            truth = score.read_reference(job['reference'].encode('utf-8'), definition)
            values, lines, touched = score.read_predictions(base64.b64decode(job['prediction']), definition, truth, job['ruleSet'])
            total, terms = score.score_table(definition, truth, values, lines)
        outcomes.append({'total': total, 'terms': terms, 'touched': touched})
    except score.Refused as refusal:
        outcomes.append({'errors': refusal.errors})
print(json.dumps(outcomes))
`;

/** What score.py makes of each file, in one run of Python. */
export function inPython(jobs: readonly (Job | MaskJob)[]): Outcome[] {
  const folder = mkdtempSync(join(tmpdir(), 'score-py-'));
  try {
    const scoring = Object.fromEntries(
      [...Object.entries(BY_ID), [RENAL.id, RENAL] as const].map(([id, { labels, score }]) => [
        id,
        { labels, score },
      ]),
    );
    writeFileSync(join(folder, 'score.py'), SCORE_PY);
    writeFileSync(join(folder, 'run.py'), RUNNER);
    writeFileSync(join(folder, 'scoring.json'), JSON.stringify(scoring));
    writeFileSync(join(folder, 'jobs.json'), JSON.stringify(jobs));
    const output = execFileSync(python ?? '', [join(folder, 'run.py'), folder], { maxBuffer: 1 << 28 });
    return JSON.parse(output.toString()) as Outcome[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the application makes of the same. */
export function inTypeScript(job: Job | MaskJob): Outcome {
  const report = 'masks' in job ? scoreDigits(job.masks, job.ruleSet) : scoreTableJob(job);
  if (report.ok) return report.value as unknown as Outcome;
  const errors = report.failure.map(({ code, details }) => ({ code, ...details }));
  return { errors: errors as unknown as NonNullable<Outcome['errors']> };
}

function scoreTableJob({ challenge, ruleSet, reference, prediction }: Job) {
  const definition = BY_ID[challenge]!;
  const truth = readReference(bytes(reference), definition);
  if (!truth.ok) throw new Error(JSON.stringify(truth.failure));
  const file = Uint8Array.from(Buffer.from(prediction, 'base64'));
  return scorePredictionFile(file, definition, truth.value, ruleSet);
}

/** What an error tells of its place; sizes of masks are left out, as a file may hold a third axis of 1. */
const PLACE = [
  'line',
  'column',
  'id',
  'value',
  'header',
  'lines',
  'expected',
  'got',
  'term',
  'encoding',
  'count',
];
const place = ({ code, ...details }: Record<string, unknown>): string =>
  JSON.stringify([
    code,
    ...PLACE.map((key) => (key !== 'lines' && Array.isArray(details[key]) ? null : (details[key] ?? null))),
  ]);

/** A report digit for digit; errors in any order. */
export const comparable = ({ total, terms, touched, errors }: Outcome) =>
  errors
    ? errors.map((error) => place({ ...error })).sort()
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
