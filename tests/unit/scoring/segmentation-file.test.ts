import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SCORE_PY } from '../../../src/core/scoring/score-py.ts';
import { readSegmentation } from '../../../src/core/scoring/segmentation-file.ts';
import { python } from '../../fixtures/scoring/python.ts';

/** Files written by nibabel and Pillow, with what these read in them: see tests/golden/mask-files.py. */
interface GoldenFile {
  readonly name: string;
  readonly base64: string;
  readonly size: number[];
  readonly values: number[];
  readonly affine?: number[];
}
const { files } = JSON.parse(
  readFileSync(new URL('../../golden/mask-files.json', import.meta.url), 'utf8'),
) as { files: GoldenFile[] };
const bytesOf = (file: GoldenFile) => new Uint8Array(Buffer.from(file.base64, 'base64'));

describe('a mask file is read as nibabel or Pillow reads it', () => {
  test.each(files)('$name', (file) => {
    const read = readSegmentation(bytesOf(file));
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    expect(read.value.size).toEqual(file.size);
    expect(Array.from(read.value.data)).toEqual(file.values);
    if (!file.affine) expect(read.value.affine).toBeUndefined();
    else
      file.affine.forEach((entry, index) =>
        expect(Math.abs((read.value.affine?.[index] ?? NaN) - entry)).toBeLessThan(1e-5),
      );
  });
});

const RUNNER = `
import base64, json, sys
sys.path.insert(0, sys.argv[1])
import score
out = []
for data in json.load(open(sys.argv[1] + '/files.json')):
    try:
        size, values, affine = score.read_mask(base64.b64decode(data), 'mask')
        out.append({'size': list(size), 'values': [float(one) for one in values]})
    except score.Refused as refusal:
        out.append({'code': refusal.errors[0]['code']})
print(json.dumps(out))
`;

interface PythonRead {
  readonly size?: number[];
  readonly values?: number[];
  readonly code?: string;
}

function readInPython(data: readonly Uint8Array[]): PythonRead[] {
  const folder = mkdtempSync(join(tmpdir(), 'mask-files-'));
  try {
    writeFileSync(join(folder, 'score.py'), SCORE_PY);
    writeFileSync(join(folder, 'run.py'), RUNNER);
    const encoded = data.map((one) => Buffer.from(one).toString('base64'));
    writeFileSync(join(folder, 'files.json'), JSON.stringify(encoded));
    const output = execFileSync(python ?? '', ['-B', join(folder, 'run.py'), folder], { maxBuffer: 1 << 28 });
    return JSON.parse(output.toString()) as PythonRead[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every golden file with some of its bytes changed, put in or taken out, and checksums as they were or made anew. */
function damaged(): Uint8Array[] {
  let state = 7;
  const next = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  return files.flatMap((file) =>
    Array.from({ length: 12 }, (_, kind) => {
      const bytes = bytesOf(file);
      const at = next(bytes.length);
      if (kind < 6) bytes[at]! ^= 1 << next(8);
      else if (kind < 9) return bytes.subarray(0, at);
      else if (kind < 11) return Uint8Array.from([...bytes, ...bytes.subarray(0, next(40))]);
      else return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]);
      return bytes;
    }),
  );
}

describe.skipIf(python === undefined)('score.py (skipped where there is no Python)', () => {
  const check = (data: readonly Uint8Array[]) => {
    const inPython = readInPython(data);
    let refused = 0;
    data.forEach((bytes, index) => {
      const read = readSegmentation(bytes);
      const here = read.ok
        ? { size: [...read.value.size], values: Array.from(read.value.data) }
        : { code: read.failure.code };
      if (!read.ok) refused++;
      expect(inPython[index], `${index} ${files[Math.floor(index / 12)]?.name}`).toEqual(here);
    });
    return refused;
  };

  test('reads them the same', () => {
    expect(check(files.map(bytesOf))).toBe(0);
  });

  test('refuses a thousand damaged ones the same', () => {
    const data = damaged();
    expect(data.length).toBeGreaterThan(1000);
    expect(check(data)).toBeGreaterThan(700);
  });
});
