import { describe, expect, test } from 'vitest';
import { renalCortex } from '../../../src/core/challenge/presets/renal-cortex.ts';
import { thyroid } from '../../../src/core/challenge/presets/thyroid.ts';
import { readContribution } from '../../../src/core/package/contribution.ts';
import { measuredOf } from '../../../src/core/package/contribution-record.ts';
import type { PackageEntry } from '../../../src/core/bytes/source.ts';
import { contributionFiles, openedContribution, pseudonym } from '../../fixtures/contributions.ts';
import { text } from '../../fixtures/packages.ts';

const IMAGES = [
  { exam: 'one', pixels: '1', labels: { anormale: true } },
  { exam: 'two', pixels: '2', labels: { anormale: false } },
  { exam: 'two', pixels: '3', labels: { anormale: false } },
];
const ID = `${pseudonym('one')}-1`;

const thyroidFiles = () => contributionFiles(thyroid, 'CHU', IMAGES);

describe('a contribution', () => {
  test('is read back as it was written', async () => {
    const read = await readContribution(await openedContribution(thyroid, await thyroidFiles()), thyroid);
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    const { charter, images, labels } = read.value;
    expect(charter).toMatchObject({ centre: 'CHU', by: 'A. Radiologist', language: 'en' });
    expect(images.map(({ id }) => id)).toEqual([ID, `${pseudonym('two')}-1`, `${pseudonym('two')}-2`]);
    expect(images[0]).toMatchObject({
      patient: pseudonym('one'),
      spacing: [0.5, 0.5],
      center: [2, 2],
      mask: null,
    });
    expect(labels[ID]).toEqual({ anormale: '1' });
  });

  test('holds the masks of a segmentation challenge beside its images', async () => {
    const files = await contributionFiles(renalCortex, 'CHU', [
      { exam: 'one', pixels: '1', mask: text('mask') },
    ]);
    expect(files.slice(0, 2).map(({ path }) => path)).toEqual([`images/${ID}.dcm`, `masks/${ID}.nii.gz`]);
    const read = await readContribution(await openedContribution(renalCortex, files), renalCortex);
    expect(read.ok && read.value.images[0]?.mask).toBe(`masks/${ID}.nii.gz`);
  });

  test('tells in its audit who cleared which image', async () => {
    const audit = (await thyroidFiles()).find(({ path }) => path === 'audit.jsonl')!;
    const acts = new TextDecoder()
      .decode(audit.bytes)
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { act: string }).act);
    expect(acts).toEqual([
      'charter-signed',
      'image-cleared',
      'image-cleared',
      'image-cleared',
      'contribution-exported',
    ]);
  });
});

describe('a spacing that a person measured', () => {
  const files = () =>
    contributionFiles(thyroid, 'CHU', [
      { exam: 'one', pixels: '1', labels: { anormale: true }, measured: { pixels: 40, millimetres: 10 } },
    ]);

  test('stands in the package with its line, who drew it and when', async () => {
    const read = await readContribution(await openedContribution(thyroid, await files()), thyroid);
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    const [image] = read.value.images;
    expect(image).toMatchObject({
      spacing: [0.25, 0.25],
      measured: { millimetres: 10, by: 'A. Radiologist', at: '2026-03-01T09:30:00Z' },
    });
    expect(measuredOf(image!)).toEqual([0.25, 0.25]);
    const audit = (await files()).find(({ path }) => path === 'audit.jsonl')!;
    expect(new TextDecoder().decode(audit.bytes)).toContain('spacing-measured');
  });

  test.each([
    ['another figure', { spacing: [0.3, 0.3] }],
    ['none', { spacing: null }],
  ])('is refused with %s beside it', async (_, change) => {
    const changed = (await files()).map((file) => {
      if (file.path !== 'images.json') return file;
      const records = JSON.parse(new TextDecoder().decode(file.bytes)) as object[];
      return { ...file, bytes: text(JSON.stringify(records.map((one) => ({ ...one, ...change })))) };
    });
    const read = await readContribution(await openedContribution(thyroid, changed), thyroid);
    expect(read.ok ? [] : read.failure.map(({ code }) => code)).toContain('package/invalid-document');
  });
});

describe('a contribution is refused', () => {
  const json = (file: PackageEntry) =>
    JSON.parse(new TextDecoder().decode(file.bytes)) as Record<string, unknown>[];
  const images = (change: (records: Record<string, unknown>[]) => unknown) => ({
    'images.json': (file: PackageEntry) => text(JSON.stringify(change(json(file)))),
  });
  const csv = (value: string) => ({ 'labels.csv': () => text(value) });
  const tampered: [string, Record<string, (file: PackageEntry) => Uint8Array | null>, string][] = [
    ['without images.json', { 'images.json': () => null }, 'package/missing-file'],
    ['without charter.json', { 'charter.json': () => null }, 'package/missing-file'],
    ['without labels.csv', { 'labels.csv': () => null }, 'package/missing-file'],
    [
      'with another image than was cleared',
      { [`images/${ID}.dcm`]: () => text('x') },
      'package/not-as-cleared',
    ],
    ['without an image that it lists', { [`images/${ID}.dcm`]: () => null }, 'package/missing-file'],
    ['with an image listed twice', images((all) => [...all, ...all.slice(0, 1)]), 'package/duplicate-image'],
    ['with labels of no image', images((all) => all.slice(1)), 'package/labels-without-image'],
    ['with an image without labels', csv(`id,anormale\n${ID},1\n`), 'package/image-without-labels'],
    ['with labels that have no id', csv('anormale\n1\n'), 'package/label-columns'],
    ['with labels of ragged rows', csv(`id,anormale\n${ID}\n`), 'labels/ragged-row'],
    [
      'with an unknown key',
      images((all) => all.map((one) => ({ ...one, name: 'x' }))),
      'package/invalid-document',
    ],
    [
      'with a pseudonym that is none',
      images((all) => all.map((one) => ({ ...one, patient: 'DOE^JOHN' }))),
      'package/invalid-document',
    ],
    [
      'with a mask that is not there',
      images((all) => all.map((one) => ({ ...one, mask: 'masks/none.nii.gz' }))),
      'package/image-without-mask',
    ],
    ['without deidentification.json', { 'deidentification.json': () => null }, 'package/missing-file'],
    [
      'with no record of de-identification',
      { 'deidentification.json': () => text('[]') },
      'package/image-without-record',
    ],
    ['without audit.jsonl', { 'audit.jsonl': () => null }, 'package/missing-file'],
    ['with a label that is none', csv(`id,anormale\n${ID},maybe\n`), 'package/invalid-label'],
    ['with an image that nobody cleared', images((all) => all.slice(1)), 'package/extra-file'],
    ['with a charter that nobody signed', { 'charter.json': () => text('{}') }, 'package/invalid-document'],
  ];
  test.each(tampered)('%s', async (_, changes, code) => {
    const files = (await thyroidFiles()).flatMap((file) => {
      const change = changes[file.path];
      const bytes = change ? change(file) : file.bytes;
      return bytes ? [{ path: file.path, bytes }] : [];
    });
    const read = await readContribution(await openedContribution(thyroid, files), thyroid);
    expect(read.ok ? [] : read.failure.map((one) => one.code)).toContain(code);
  });
});
