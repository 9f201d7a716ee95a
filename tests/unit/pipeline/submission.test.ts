import { zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSubmission } from '../../../src/core/package/submission.ts';
import { OpenPackages } from '../../../src/pipeline/package-reading.ts';
import type { NamedFile } from '../../../src/pipeline/scoring.ts';
import { check, pack, type SubmissionClaim } from '../../../src/pipeline/submission.ts';
import { opens, testData, type PredictionFile, type TestData } from '../../fixtures/rounds.ts';
import { newSigner } from '../../fixtures/signers.ts';

let thyroid: TestData;
let renal: TestData;
beforeAll(async () => {
  thyroid = await testData('thyroid', 12);
  renal = await testData('renal-cortex', 6);
});

const named = ({ path, bytes }: PredictionFile): NamedFile => ({
  name: path,
  file: new Blob([bytes as Uint8Array<ArrayBuffer>]),
});
const table = (csv: string): NamedFile => ({ name: 'ours.csv', file: new Blob([csv]) });
const packages = () => new OpenPackages('at-once');
const claim: SubmissionClaim = {
  team: 'Les Ondes',
  preparedAt: '2018-10-14T10:20:00+02:00',
  method: {
    architecture: 'made in code',
    pretraining: '',
    externalData: false,
    externalDataNote: '',
    trainingHours: 3,
    remarks: '',
  },
};

/** Checks files against the test part of `data`. */
const checked = (data: TestData, chosen: readonly NamedFile[]) =>
  check(packages(), new Blob([data.test]), data.dataset, chosen);
const codesOf = (outcome: { ok: boolean; failure?: readonly { code: string }[] }) =>
  outcome.ok ? [] : outcome.failure!.map(({ code }) => code);

describe('the check of predictions', () => {
  test('counts the cases of sound predictions, of a table and of masks', async () => {
    expect(await checked(thyroid, thyroid.predict(1, 'a').map(named))).toEqual({
      ok: true,
      value: { cases: 12, warnings: [] },
    });
    expect(await checked(renal, renal.predict(1, 'a').map(named))).toEqual({
      ok: true,
      value: { cases: 6, warnings: [] },
    });
  });

  test('reads masks out of a zip', async () => {
    const files = Object.fromEntries(renal.predict(1, 'a').map(({ path, bytes }) => [path, bytes]));
    const zip = { name: 'ours.zip', file: new Blob([zipSync(files) as Uint8Array<ArrayBuffer>]) };
    expect((await checked(renal, [zip])).ok).toBe(true);
  });

  /** The lines of a table of thyroid predictions, with other values in some lines, counted from 1. */
  const tableWith = (values: Readonly<Record<number, string>>) => {
    const [file] = thyroid.predict(1, 'a');
    const lines = new TextDecoder().decode(file!.bytes).trimEnd().split('\n');
    return table(
      lines.map((line, at) => line.replace(/,.*/, values[at + 1] ? `,${values[at + 1]}` : '$&')).join('\n'),
    );
  };

  test('names every fault at once, by the line and the name of the file', async () => {
    const outcome = await checked(thyroid, [tableWith({ 3: 'much', 5: 'more' })]);
    expect(outcome).toMatchObject({
      failure: [
        { code: 'labels/not-a-number', file: 'ours.csv', details: { line: 3 } },
        { code: 'labels/not-a-number', file: 'ours.csv', details: { line: 5 } },
      ],
    });
  });

  test('warns of what only the strict rules refuse: the rules of 2018 score NaN', async () => {
    const warning = { code: 'labels/nan-value', file: 'ours.csv', details: { line: 3 } };
    expect(await checked(thyroid, [tableWith({ 3: 'nan' })])).toMatchObject({
      ok: true,
      value: { cases: 12, warnings: [warning] },
    });
    expect(await checked(thyroid, [tableWith({ 3: 'nan', 5: 'much' })])).toMatchObject({
      failure: [{ code: 'labels/not-a-number', details: { line: 5 } }, warning],
    });
  });

  test('refuses two tables, and no mask at all', async () => {
    const [file] = thyroid.predict(1, 'a').map(named);
    expect(codesOf(await checked(thyroid, [file!, table('id\n')]))).toEqual(['scoring/several-tables']);
    expect(codesOf(await checked(renal, [table('id\n')]))).toEqual(['scoring/no-cases']);
  });

  test('refuses a test part that is not the one of the digest', async () => {
    const chosen = thyroid.predict(1, 'a').map(named);
    const outcome = await check(packages(), new Blob([renal.test]), thyroid.dataset, chosen);
    expect(codesOf(outcome)).toEqual(['package/wrong-hash']);
  });

  test('refuses a damaged test part, and opens the whole one afterwards', async () => {
    const chosen = thyroid.predict(1, 'a').map(named);
    const kept = packages();
    const cut = new Blob([thyroid.test.slice(0, -100)]);
    expect((await check(kept, cut, thyroid.dataset, chosen)).ok).toBe(false);
    expect((await check(kept, new Blob([thyroid.test]), thyroid.dataset, chosen)).ok).toBe(true);
  });
});

describe('a packed submission', () => {
  const packed = async (chosen: readonly NamedFile[], document = claim, data = thyroid) =>
    pack(packages(), new Blob([data.test]), data.dataset, chosen, document, await newSigner(), '0.1.0');

  test('holds the predictions byte for byte, the claim, and the test part it answers', async () => {
    const [file] = thyroid.predict(1, 'a');
    const outcome = await packed([named(file!)]);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
    const opened = await opens(new Uint8Array(await outcome.value.file.arrayBuffer()));
    const read = await readSubmission(opened);
    expect(read).toMatchObject({
      ok: true,
      value: { document: { ...claim, challenge: 'thyroid', dataset: thyroid.dataset }, masks: [] },
    });
    expect(await opened.entry('predictions.csv')).toEqual({ ok: true, value: file!.bytes });
    expect(opened.signer).toBe(outcome.value.signer);
    expect(outcome.value).toMatchObject({
      digest: opened.digest,
      manifest: { createdAt: '2018-10-14T08:20:00.000Z', counts: { files: 2 } },
    });
  });

  test('holds each mask under the name of its case', async () => {
    const files = renal.predict(1, 'a');
    const outcome = await packed(files.map(named), claim, renal);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
    const opened = await opens(new Uint8Array(await outcome.value.file.arrayBuffer()));
    const ids = [...renal.masks.keys()].toSorted();
    expect(opened.paths.filter((path) => path.startsWith('masks/'))).toEqual(
      ids.map((id) => `masks/${id}.nii.gz`),
    );
    for (const id of ids) {
      const { bytes } = files.find(({ path }) => path === `mask_${id}.nii.gz`)!;
      expect(await opened.entry(`masks/${id}.nii.gz`)).toEqual({ ok: true, value: bytes });
    }
  });

  test('is not made of predictions with a fault', async () => {
    expect(codesOf(await packed([table('id,anormale\nthyroid-0001,1\n')]))).toContain('scoring/missing-case');
  });

  test('is not made without the name of a team', async () => {
    const chosen = thyroid.predict(1, 'a').map(named);
    expect(codesOf(await packed(chosen, { ...claim, team: '  ' }))).toEqual(['package/invalid-document']);
  });

  test('is abandoned where a chosen file can no longer be read', async () => {
    const [file] = thyroid.predict(1, 'a').map(named);
    let reads = 0;
    const slice: Blob['slice'] = (from, to) => {
      if (++reads > 1) throw new Error('the file is gone');
      return file!.file.slice(from, to);
    };
    const going = { name: file!.name, file: { size: file!.file.size, slice } as Blob };
    expect(await packed([going])).toMatchObject({
      failure: [{ code: 'machine/unexpected', details: { cause: expect.stringMatching('predictions.csv') } }],
    });
  });
});
