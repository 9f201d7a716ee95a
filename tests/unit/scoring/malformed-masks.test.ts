import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bytesSource } from '../../../src/core/bytes/source.ts';
import { maskCases } from '../../../src/core/scoring/mask-cases.ts';
import { scoreMasks } from '../../../src/core/scoring/masks.ts';
import { masksAmong, predictionFiles } from '../../../src/core/scoring/prediction-files.ts';
import { SCORE_PY } from '../../../src/core/scoring/score-py.ts';
import { RENAL } from '../../fixtures/scoring/definitions.ts';
import { malformedMasks, referenceMasks } from '../../fixtures/scoring/malformed-masks.ts';
import { python } from '../../fixtures/scoring/python.ts';

const sets = await malformedMasks();

const filesOf = async (files: Readonly<Record<string, Uint8Array>>) =>
  predictionFiles(Object.entries(files).map(([path, bytes]) => ({ path, source: bytesSource(bytes) })));

async function outcomeOf(files: Readonly<Record<string, Uint8Array>>, ruleSet: 'strict' | 'jfr-2018') {
  const [references, predictions] = [await filesOf(referenceMasks()), await filesOf(files)];
  if (!references.ok) throw new Error(JSON.stringify(references.failure));
  if (!predictions.ok) return predictions;
  const cases = await maskCases(masksAmong(references.value), masksAmong(predictions.value));
  return scoreMasks(RENAL, cases, ruleSet);
}

test('there are a hundred', () => expect(sets).toHaveLength(100));

test.each(sets)('$name', async ({ files, errors }) => {
  const report = await outcomeOf(files, 'strict');
  const found = report.ok
    ? ['scored']
    : report.failure.map(({ code, details, file }) => {
        const place = (details as { id?: string }).id ?? file ?? null;
        return JSON.stringify([code, place]);
      });
  expect(found.sort()).toEqual(errors.map((error) => JSON.stringify(error)).sort());
});

describe.skipIf(python === undefined)('score.py (skipped where there is no Python)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'malformed-masks-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (under: string, files: Readonly<Record<string, Uint8Array>>) => {
    mkdirSync(join(folder, under), { recursive: true });
    for (const [path, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, under, path)), { recursive: true });
      writeFileSync(join(folder, under, path), bytes);
    }
  };
  const RUNNER = `
import json, pathlib, sys
here = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(here))
import score
scoring = json.loads((here / 'scoring.json').read_text())
out = []
for n in range(int(sys.argv[2])):
    chosen = here / str(n)
    zip = chosen / 'masks.zip'
    for rules in ('strict', 'jfr-2018'):
        try:
            report = score.score_files(scoring, here / 'reference', zip if zip.exists() else chosen, rules)
            out.append({'total': report['total'], 'touched': report['touched']})
        except score.Refused as refusal:
            out.append({'errors': refusal.errors})
print(json.dumps(out))
`;

  test('says the same of them under both rule sets', async () => {
    write('.', {
      'score.py': new TextEncoder().encode(SCORE_PY),
      'run.py': new TextEncoder().encode(RUNNER),
      'scoring.json': new TextEncoder().encode(JSON.stringify({ labels: RENAL.labels, score: RENAL.score })),
    });
    write('reference', referenceMasks());
    sets.forEach(({ files }, n) => write(String(n), files));
    const run = spawnSync(python ?? '', ['-B', join(folder, 'run.py'), folder, String(sets.length)]);
    const outcomes = JSON.parse(run.stdout.toString()) as Record<string, unknown>[];
    for (const [n, { name, files }] of sets.entries()) {
      for (const [r, ruleSet] of (['strict', 'jfr-2018'] as const).entries()) {
        const here = await outcomeOf(files, ruleSet);
        const there = outcomes[2 * n + r] as {
          total?: number;
          touched?: object[];
          errors?: { code: string; id?: string | null; value?: number; count?: number }[];
        };
        if (here.ok) {
          expect([there.total, there.touched], `${name} ${ruleSet}`).toEqual([
            here.value.total,
            here.value.touched,
          ]);
          continue;
        }
        const place = (one: { code: string; id?: unknown; value?: unknown; count?: unknown }) =>
          JSON.stringify([one.code, one.id ?? null, one.value ?? null, one.count ?? null]);
        const expected = here.failure.map(({ code, details }) => place({ ...details, code }));
        // A cut zip and no zip are one to Python.
        const told = (code: string) => code.replace('package/truncated', 'package/not-a-zip');
        expect(there.errors?.map(place).sort(), `${name} ${ruleSet}`).toEqual(expected.map(told).sort());
      }
    }
  });
});
