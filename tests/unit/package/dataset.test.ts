import { beforeAll, describe, expect, test } from 'vitest';
import { renalCortex } from '../../../src/core/challenge/presets/renal-cortex.ts';
import { thyroid } from '../../../src/core/challenge/presets/thyroid.ts';
import type { DatasetImage, DatasetPackage, DatasetPlan } from '../../../src/core/package/dataset-plan.ts';
import { datasetEntries, readDataset } from '../../../src/core/package/dataset.ts';
import { DATASET_PACKAGES } from '../../../src/core/package/dataset-plan.ts';
import { sha256 } from '../../../src/core/bytes/digest.ts';
import { openPackage } from '../../../src/core/package/open.ts';
import type { PackageEntry } from '../../../src/core/bytes/source.ts';
import { bytesSource } from '../../../src/core/bytes/source.ts';
import { PARTS } from '../../../src/core/split/part.ts';
import { pseudonym } from '../../fixtures/contributions.ts';
import { datasetZip, EXAMS, planOf } from '../../fixtures/datasets.ts';
import { collect, text } from '../../fixtures/packages.ts';

const pixels = (image: DatasetImage) =>
  Promise.resolve({ image: text(`nifti ${image.id}`), mask: text(`mask ${image.id}`), resampled: true });

const filesOf = (plan: DatasetPlan, which: DatasetPackage) => collect(datasetEntries(plan, which, pixels));

const content = (files: readonly PackageEntry[], path: string) =>
  new TextDecoder().decode(files.find((file) => file.path === path)?.bytes);

const zipOf = (plan: DatasetPlan, which: DatasetPackage) => datasetZip(plan, which, pixels);

describe.each([thyroid, renalCortex])('a dataset of $id', (definition) => {
  let plan: DatasetPlan;
  beforeAll(async () => {
    plan = await planOf(definition);
  });

  test('is the same, byte for byte, when made anew', async () => {
    for (const which of DATASET_PACKAGES) {
      expect(await zipOf(await planOf(definition), which)).toEqual(await zipOf(plan, which));
    }
  });

  test('names neither centre nor pseudonym', async () => {
    for (const which of DATASET_PACKAGES) {
      for (const { path, bytes } of await filesOf(plan, which)) {
        const all = `${path}\n${new TextDecoder().decode(bytes)}`;
        expect(all).not.toContain('Nulle-Part');
        expect(all).not.toContain('Radiologist');
        for (const exam of EXAMS) expect(all).not.toContain(pseudonym(exam));
        for (const { source } of plan.images) expect(all).not.toContain(source.packageDigest);
      }
    }
  });

  test('opens and lists its cases', async () => {
    for (const which of PARTS) {
      const opened = await openPackage(bytesSource(await zipOf(plan, which)));
      const dataset = opened.ok ? await readDataset(opened.value) : opened;
      if (!dataset.ok) throw new Error(JSON.stringify(dataset.failure));
      const ids = plan.images.filter(({ part }) => part === which).map(({ id }) => id);
      expect(dataset.value.images.map(({ id }) => id)).toEqual(ids);
      expect(dataset.value.definition).toEqual(definition);
    }
  });

  test('carries every case in one part, and no label in the test part', async () => {
    const ids = new Set(plan.images.map(({ id }) => id));
    expect(ids.size).toBe(EXAMS.length);
    const paths = (await filesOf(plan, 'test')).map(({ path }) => path);
    expect(paths.filter((path) => /^labels/.test(path))).toEqual([]);
  });

  test('has ids in an order that changes with the seed', async () => {
    const order = (of: DatasetPlan) => of.images.map(({ source }) => source.record.id);
    expect(plan.images[0]!.id).toBe(`${definition.id}-0001`);
    expect(order(plan)).not.toEqual([...order(plan)].sort());
    expect(order(await planOf(definition, '8'))).not.toEqual(order(plan));
  });
});

describe('the commitment to the test labels and groups', () => {
  const commitment = (files: readonly PackageEntry[]) =>
    (JSON.parse(content(files, 'commitment.json')) as { commitment: string }).commitment;
  const salted = (salt: string, ...parts: readonly Uint8Array[]) =>
    sha256(Buffer.concat([Buffer.from(salt.trim(), 'hex'), ...parts]));
  const bytesOf = (files: readonly PackageEntry[], path: string) =>
    files.find((file) => file.path === path)!.bytes;

  test('is opened by the salt, labels and groups of the answer key', async () => {
    const plan = await planOf(thyroid);
    const key = await filesOf(plan, 'answer-key');
    const parts = [bytesOf(key, 'labels.csv'), bytesOf(key, 'groups.csv')];
    expect(content(key, 'salt.txt').trim()).toHaveLength(64);
    expect(await salted(content(key, 'salt.txt'), ...parts)).toBe(commitment(await filesOf(plan, 'test')));
  });

  test('is opened by the digests of the masks of a segmentation', async () => {
    const plan = await planOf(renalCortex);
    const key = await filesOf(plan, 'answer-key');
    const masks = key.filter(({ path }) => path.startsWith('labelsTs/'));
    const lines = await Promise.all(
      masks.map(async ({ path, bytes }) => `${path.slice(9, -7)},${await sha256(bytes)}\n`),
    );
    expect(await salted(content(key, 'salt.txt'), text(lines.join('')), bytesOf(key, 'groups.csv'))).toBe(
      commitment(await filesOf(plan, 'test')),
    );
  });
});

test('a classification has images and a table of labels', async () => {
  const plan = await planOf(thyroid);
  const files = await filesOf(plan, 'train');
  const rows = content(files, 'labels.csv').trim().split('\n');
  expect(rows[0]).toBe('id,anormale');
  expect(rows).toHaveLength(5);
  for (const row of rows.slice(1)) {
    const [id, label] = row.split(',');
    const { source } = plan.images.find((image) => image.id === id)!;
    expect(label).toBe(source.labels['anormale']);
    expect(files.map(({ path }) => path)).toContain(`images/${id}.nii.gz`);
  }
});

test('a segmentation is laid out as nnU-Net raw', async () => {
  const plan = await planOf(renalCortex);
  const train = await filesOf(plan, 'train');
  const [first] = plan.images.filter(({ part }) => part === 'train');
  const paths = train.map(({ path }) => path);
  expect(paths).toContain(`imagesTr/${first!.id}_0000.nii.gz`);
  expect(paths).toContain(`labelsTr/${first!.id}.nii.gz`);
  expect(JSON.parse(content(train, 'dataset.json'))).toEqual({
    channel_names: { '0': 'CT' },
    labels: { background: 0, 'renal-cortex': 1 },
    numTraining: 4,
    file_ending: '.nii.gz',
  });
  expect((await filesOf(plan, 'test')).map(({ path }) => path)).toContain(
    `imagesTs/${plan.images.find(({ part }) => part === 'test')!.id}_0000.nii.gz`,
  );
});
