import { beforeAll, describe, expect, test } from 'vitest';
import { renalCortex } from '../../../src/core/challenge/presets/renal-cortex.ts';
import { thyroid } from '../../../src/core/challenge/presets/thyroid.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { maskNames, predictionTemplate } from '../../../src/core/labels/template.ts';
import { readDataset } from '../../../src/core/package/dataset.ts';
import { localTime } from '../../../src/core/package/local-time.ts';
import { openPackage, type OpenedPackage } from '../../../src/core/package/open.ts';
import { fingerprintOf } from '../../../src/core/package/signature.ts';
import { bytesSource } from '../../../src/core/bytes/source.ts';
import {
  documentFaults,
  entryOf,
  predictionsAmong,
  readSubmission,
  submissionEntries,
  submissionHead,
  type SubmissionDocument,
} from '../../../src/core/package/submission.ts';
import { writePackage } from '../../../src/core/package/write.ts';
import { checkPredictions, judge } from '../../../src/core/round/judge.ts';
import { predictionFiles, type ChosenFile } from '../../../src/core/scoring/prediction-files.ts';
import { openedDataset, pixelsOf, planOf, SIZE } from '../../fixtures/datasets.ts';
import { niftiMask } from '../../fixtures/nifti.ts';
import { memorySink, rawZip, text } from '../../fixtures/packages.ts';
import { pngOf } from '../../fixtures/png.ts';
import { newSigner } from '../../fixtures/signers.ts';

const DOCUMENT: SubmissionDocument = {
  team: 'Les Écossais',
  challenge: 'thyroid',
  dataset: '0'.repeat(64),
  preparedAt: '2018-10-13T10:59:59.250+02:00',
  method: {
    architecture: 'ResNet-50',
    pretraining: 'ImageNet',
    externalData: true,
    externalDataNote: 'none of it public',
    trainingHours: 3.5,
    remarks: '',
  },
};

const chosen = (files: Record<string, Uint8Array>): ChosenFile[] =>
  Object.entries(files).map(([path, bytes]) => ({ path, source: bytesSource(bytes) }));

/** All that a team's files go through: expanded, checked, packed, opened and read again. */
async function packed(test: OpenedPackage, files: ChosenFile[], document = DOCUMENT) {
  const expanded = await predictionFiles(files);
  if (!expanded.ok) return { failures: expanded.failure };
  const dataset = await readDataset(test);
  if (!dataset.ok) throw new Error(JSON.stringify(dataset.failure));
  const { definition } = dataset.value;
  const predictions = predictionsAmong(definition, expanded.value);
  if (!predictions.ok) return { failures: [predictions.failure] as readonly Failure[] };
  const entry = entryOf(expanded.value);
  const checked = await checkPredictions(test, dataset.value, predictions.value, entry, 'strict');
  if (!checked.ok) return { failures: checked.failure };
  const sink = memorySink();
  const signer = await newSigner();
  const head = submissionHead(definition, 1, '0.1.0', '2018-10-13T08:59:59.250Z');
  const own = { ...document, challenge: definition.id, dataset: test.digest };
  const written = await writePackage(head, submissionEntries(own, predictions.value, entry), sink, {
    signer,
  });
  if (!written.ok) throw new Error(JSON.stringify(written.failure));
  const opened = await openPackage(bytesSource(sink.bytes()));
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  const submission = await readSubmission(opened.value);
  if (!submission.ok) throw new Error(JSON.stringify(submission.failure));
  return {
    failures: [] as readonly Failure[],
    opened: opened.value,
    submission: submission.value,
    signer: await fingerprintOf(signer.publicKey),
  };
}

const codes = (failures: readonly Failure[]) =>
  failures.map(({ code, file, details }) => [code, (details as { id?: string }).id ?? null, file ?? null]);

describe('a submission of a table', async () => {
  const plan = await planOf(thyroid);
  let test_: OpenedPackage;
  let key: OpenedPackage;
  const ids = plan.images.filter(({ part }) => part === 'test').map(({ id }) => id);
  const table = text(`id;anormale\n${ids.map((id, n) => `${id};0,${n + 1}\n`).join('')}`);
  beforeAll(async () => {
    test_ = await openedDataset(plan, 'test');
    key = await openedDataset(plan, 'answer-key');
  });

  test('carries the file byte for byte, the words, the data set and a signature', async () => {
    const { submission, opened, signer } = await packed(test_, chosen({ 'mine/results.csv': table }));
    expect(submission?.document).toEqual({ ...DOCUMENT, dataset: test_.digest });
    expect(opened?.signer).toBe(signer);
    expect(opened?.paths).toEqual(['submission.json', 'predictions.csv']);
    expect(submission?.table).toBe('predictions.csv');
    const bytes = await opened?.entry('predictions.csv');
    expect(bytes?.ok && bytes.value).toEqual(table);
  });

  test('is judged by the round as it was checked', async () => {
    const { submission, opened } = await packed(test_, chosen({ 'p.csv': table }));
    const judged = await judge(key, thyroid, submission!, (path) => opened!.entry(path), 'strict');
    expect(judged.ok && judged.value.report.terms[0]?.positives).toBeGreaterThan(0);
  });

  test('is not made of a table with errors, all told at once with their lines', async () => {
    const wrong = text(`id;anormale\n${ids[0]};beaucoup\n${ids[1]};\nother;0,5\n`);
    const { failures } = await packed(test_, chosen({ 'p.csv': wrong }));
    expect(failures.map(({ code, details }) => [code, (details as { line?: number }).line ?? null])).toEqual(
      expect.arrayContaining([
        ['labels/not-a-number', 2],
        ['labels/blank-value', 3],
        ['scoring/extra-id', 4],
        ['scoring/missing-case', null],
        ['scoring/missing-case', null],
      ]),
    );
    expect(failures).toHaveLength(5);
  });

  test('takes one table, also from a zip', async () => {
    const zip = await rawZip([
      { path: 'deep/p.csv', bytes: table },
      { path: 'deep/notes.md', bytes: text('x') },
    ]);
    expect((await packed(test_, chosen({ 'p.zip': zip }))).failures).toEqual([]);
    const two = await packed(test_, chosen({ 'a.csv': table, 'b.csv': table }));
    expect(two.failures.map(({ code }) => code)).toEqual(['scoring/several-tables']);
    expect((await packed(test_, [])).failures.map(({ code }) => code)).toEqual(['scoring/no-cases']);
    const broken = await packed(test_, chosen({ 'p.zip': zip.subarray(0, 60) }));
    expect(broken.failures.map(({ code, file }) => [code, file])).toEqual([['package/truncated', 'p.zip']]);
  });

  test('has a template with its ids and columns, which is refused as long as it is blank', async () => {
    const blank = predictionTemplate(thyroid, ids);
    expect(new TextDecoder().decode(blank)).toBe(`id,anormale\n${ids.map((id) => `${id},\n`).join('')}`);
    const { failures } = await packed(test_, chosen({ 't.csv': blank }));
    expect(failures.map(({ code }) => code)).toEqual(ids.map(() => 'labels/blank-value'));
  });
});

describe('a submission of masks', async () => {
  const plan = await planOf(renalCortex);
  const test_ = await openedDataset(plan, 'test');
  const key = await openedDataset(plan, 'answer-key');
  const images = plan.images.filter(({ part }) => part === 'test');
  const data = Uint8Array.from({ length: SIZE[0] * SIZE[1] }, (_, at) => (at % 3 === 0 ? 1 : 0));
  const nifti = () => niftiMask(data, SIZE);
  const png = () =>
    pngOf(
      data.map((value) => value * 255),
      SIZE,
    );
  const all = (name: (id: string) => string, bytes: () => Uint8Array) =>
    Object.fromEntries(images.map(({ id }) => [name(id), bytes()]));

  test.each([
    ['a folder of .nii.gz', () => chosen(all((id) => `out/${id}.nii.gz`, nifti))],
    ['a folder of PNG, with the names of 2018', () => chosen(all((id) => `out/mask_${id}.PNG`, png))],
    [
      'a folder with other files, hidden ones too',
      () =>
        chosen({
          ...all((id) => `out/${id}.nii.gz`, nifti),
          'out/plans.json': text('{}'),
          'out/._a.png': text('x'),
        }),
    ],
  ])('is taken from %s', async (_, files) => {
    const { failures, submission, opened } = await packed(test_, files());
    expect(failures).toEqual([]);
    expect(submission?.masks.map(({ id }) => id)).toEqual(images.map(({ id }) => id).sort());
    const judged = await judge(key, renalCortex, submission!, (path) => opened!.entry(path), 'strict');
    expect(judged.ok && judged.value.report.masks?.cases).toHaveLength(images.length);
  });

  test('gives the same score from NIfTI, PNG and a zip of either', async () => {
    const zipOf = (files: Record<string, Uint8Array>) =>
      rawZip(Object.entries(files).map(([path, bytes]) => ({ path, bytes })));
    const forms = [
      chosen(all((id) => `${id}.nii.gz`, nifti)),
      chosen(all((id) => `${id}.png`, png)),
      chosen({ 'p.zip': await zipOf(all((id) => `a/${id}.nii.gz`, nifti)) }),
      chosen({ 'p.zip': await zipOf(all((id) => `a/${id}.png`, png)) }),
    ];
    const totals = await Promise.all(
      forms.map(async (files) => {
        const { submission, opened } = await packed(test_, files);
        const judged = await judge(key, renalCortex, submission!, (path) => opened!.entry(path), 'strict');
        return judged.ok ? judged.value.report.total : null;
      }),
    );
    expect(totals[0]).toBeGreaterThan(0);
    expect(new Set(totals).size).toBe(1);
  });

  test('tells every error at once, one that cannot be read among them', async () => {
    const [a, b, c] = images.map(({ id }) => id);
    const { failures } = await packed(
      test_,
      chosen({
        [`out/${a}.nii.gz`]: nifti().subarray(0, 50),
        [`out/${b}.png`]: pngOf(
          Uint8Array.from({ length: 63 }, (_, at) => (at % 2 ? 7 : 0)),
          SIZE,
        ),
        [`out/${c}.png`]: pngOf(new Uint8Array(63), [7, 9]),
        'out/stranger.nii.gz': nifti(),
      }),
    );
    expect(codes(failures)).toEqual(
      expect.arrayContaining([
        ['image/nifti-not-read', null, `out/${a}.nii.gz`],
        ['scoring/mask-values', b, `out/${b}.png`],
        ['scoring/mask-shape', c, `out/${c}.png`],
        ['scoring/missing-mask', images[3]!.id, null],
        ['scoring/extra-mask', 'stranger', 'out/stranger.nii.gz'],
      ]),
    );
    expect(failures).toHaveLength(5);
  });

  test('refuses two masks of one case', async () => {
    const [first] = images;
    const files = { ...all((id) => `${id}.nii.gz`, nifti), [`mask_${first!.id}.png`]: png() };
    expect((await packed(test_, chosen(files))).failures.map(({ code }) => code)).toEqual([
      'scoring/duplicate-case',
      'scoring/extra-mask',
    ]);
  });

  test('has a list of the names to give', () =>
    expect(new TextDecoder().decode(maskNames(['a', 'b']))).toBe('a.nii.gz\nb.nii.gz\n'));

  test('holds reference masks that follow from the fixtures', async () => {
    const { mask } = await pixelsOf(images[0]!);
    const bytes = await key.entry(`labelsTs/${images[0]!.id}.nii.gz`);
    expect(bytes.ok && bytes.value).toEqual(mask);
  });
});

describe('the words of a submission', () => {
  test('are held to their form before packing', () => {
    expect(documentFaults(DOCUMENT)).toEqual([]);
    expect(documentFaults({ ...DOCUMENT, team: '  ' })).toHaveLength(1);
    expect(documentFaults({ ...DOCUMENT, preparedAt: '2018-10-13 10:59' })).toHaveLength(1);
    const method = { ...DOCUMENT.method, trainingHours: -1 };
    expect(documentFaults({ ...DOCUMENT, method, dataset: 'x' })).toHaveLength(2);
  });

  test.each([
    [Date.UTC(2018, 9, 13, 8, 59, 59, 250), 120, '2018-10-13T10:59:59.250+02:00'],
    [Date.UTC(2018, 11, 31, 23, 30), 60, '2019-01-01T00:30:00.000+01:00'],
    [Date.UTC(2018, 0, 1, 1, 0), -210, '2017-12-31T21:30:00.000-03:30'],
    [Date.UTC(2018, 0, 1, 1, 0), 0, '2018-01-01T01:00:00.000+00:00'],
  ])('bear the local time with its offset: %i, %i minutes', (time, offset, expected) => {
    expect(localTime(time, offset)).toBe(expected);
    expect(Date.parse(expected)).toBe(time);
  });
});
