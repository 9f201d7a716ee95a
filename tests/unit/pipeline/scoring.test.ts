import { zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { presetById } from '../../../src/core/challenge/presets.ts';
import { thyroid } from '../../../src/core/challenge/presets/thyroid.ts';
import { mask, scoreMaskFiles, scoreTables, type NamedFile } from '../../../src/pipeline/scoring.ts';
import { niftiMask } from '../../fixtures/nifti.ts';
import { testData, type TestData } from '../../fixtures/rounds.ts';

const renal = presetById('renal-cortex')!;
const nothing = () => undefined;

const named = (name: string, ...parts: BlobPart[]): NamedFile => ({ name, file: new Blob(parts) });
const codesOf = (outcome: { ok: boolean; failure?: readonly { code: string }[] }) =>
  outcome.ok ? [] : outcome.failure!.map(({ code }) => code);

describe('two tables', () => {
  const reference = named('truth.csv', 'id,anormale\na,1\nb,0\nc,1\nd,0\n');
  const prediction = (...values: number[]) =>
    named('ours.csv', `id,anormale\n${values.map((value, i) => `${'abcd'[i]},${value}`).join('\n')}\n`);

  test('give the AUC of the pairs in the right order', async () => {
    // Of the four pairs of a positive and a negative, b against c alone is in the wrong order.
    const scored = await scoreTables(thyroid, reference, prediction(0.9, 0.6, 0.5, 0.1), 'strict');
    expect(scored).toMatchObject({ ok: true, value: { terms: [{ value: 0.75 }] } });
  });

  test('count a tie as one half', async () => {
    const scored = await scoreTables(thyroid, reference, prediction(0.9, 0.5, 0.5, 0.1), 'strict');
    expect(scored).toMatchObject({ ok: true, value: { terms: [{ value: 0.875 }] } });
  });

  test('are refused for a reference that cannot be read, by its own name', async () => {
    const scored = await scoreTables(thyroid, named('truth.csv', ''), prediction(1, 0, 1, 0), 'strict');
    expect(scored).toMatchObject({ failure: [{ code: 'labels/empty-file', file: 'truth.csv' }] });
  });

  test('are refused for a prediction that lacks an image, by its own name', async () => {
    const scored = await scoreTables(thyroid, reference, prediction(1, 0, 1), 'strict');
    expect(scored).toMatchObject({ failure: [{ code: 'scoring/missing-case', file: 'ours.csv' }] });
  });

  test('report all faults of a prediction together', async () => {
    const wrong = named('ours.csv', 'id,anormale\na,nan\nb,zero\nc,1\nd,0\n');
    expect(codesOf(await scoreTables(thyroid, reference, wrong, 'strict'))).toEqual([
      'labels/nan-value',
      'labels/not-a-number',
    ]);
  });
});

describe('masks', () => {
  let data: TestData;
  let references: NamedFile[];
  beforeAll(async () => {
    data = await testData('renal-cortex', 6);
    references = [...data.masks].map(([id, pixels]) =>
      named(`${id}.nii.gz`, niftiMask(pixels, [12, 10]) as Uint8Array<ArrayBuffer>),
    );
  });

  test('that equal the references score 1, and each case is reported once', async () => {
    const steps: (readonly [number, number])[] = [];
    const scored = await scoreMaskFiles(renal, references, references, 'strict', (done, of) => {
      steps.push([done, of]);
    });
    expect(scored).toMatchObject({ ok: true, value: { total: 1 } });
    expect(steps).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  });

  test('score the same from a zip', async () => {
    const files = Object.fromEntries(
      await Promise.all(
        references.map(async ({ name, file }) => [name, new Uint8Array(await file.arrayBuffer())] as const),
      ),
    );
    const zip = named('masks.zip', zipSync(files) as Uint8Array<ArrayBuffer>);
    const alone = await scoreMaskFiles(renal, references, references, 'strict', nothing);
    const zipped = await scoreMaskFiles(renal, references, [zip], 'strict', nothing);
    expect(zipped.ok && zipped.value.masks?.cases).toEqual(alone.ok && alone.value.masks?.cases);
  });

  test('are refused where one is missing, one is unknown and one has another size', async () => {
    const [first, second, ...rest] = references;
    const small = named(second!.name, niftiMask(new Uint8Array(90), [9, 10]) as Uint8Array<ArrayBuffer>);
    const stranger = { ...first!, name: 'renal-cortex-9999.nii.gz' };
    const scored = await scoreMaskFiles(renal, references, [small, stranger, ...rest], 'strict', nothing);
    expect(codesOf(scored).toSorted()).toEqual([
      'scoring/extra-mask',
      'scoring/mask-shape',
      'scoring/missing-mask',
    ]);
  });

  test('are refused for zips that cannot be read, those of both sides together', async () => {
    const damaged = (name: string) => named(name, 'not a zip');
    const scored = await scoreMaskFiles(renal, [damaged('a.zip')], [damaged('b.zip')], 'strict', nothing);
    expect(scored).toMatchObject({
      failure: [
        { code: 'package/not-a-zip', file: 'a.zip' },
        { code: 'package/not-a-zip', file: 'b.zip' },
      ],
    });
  });

  test('stop at the case at which nobody wants the score any longer', async () => {
    const read: string[] = [];
    const counted = references.map(({ name, file }): NamedFile => {
      const slice: Blob['slice'] = (from, to) => {
        read.push(name);
        return file.slice(from, to);
      };
      return { name, file: { size: file.size, slice } as Blob };
    });
    const scored = scoreMaskFiles(renal, counted, references, 'strict', (done) => {
      if (done === 2) throw new Error('cancelled');
    });
    await expect(scored).rejects.toThrow('cancelled');
    expect(read).toEqual(references.slice(0, 2).map(({ name }) => name));
  });
});

describe('the mask of one case', () => {
  const pixels = Uint8Array.from({ length: 12 }, (_, i) => i % 2);
  const files = [named('mask_7.nii.gz', niftiMask(pixels, [4, 3]) as Uint8Array<ArrayBuffer>)];

  test('is found by its id, with its size', async () => {
    expect(await mask(files, '7')).toMatchObject({ ok: true, value: { size: [4, 3, 1], data: pixels } });
  });

  test('is null where there is none', async () => {
    expect(await mask(files, '8')).toEqual({ ok: true, value: null });
  });

  test('is a failure where its file is damaged', async () => {
    const outcome = await mask([named('mask_7.nii.gz', 'damaged')], '7');
    expect(outcome.ok).toBe(false);
  });
});
