import { describe, expect, test } from 'vitest';
import { thyroid } from '../../../src/core/challenge/presets/thyroid.ts';
import { readContribution } from '../../../src/core/package/contribution.ts';
import { datasetEntries, datasetHead, planDataset, readDataset } from '../../../src/core/package/dataset.ts';
import { type DatasetPackage, type DatasetPlan } from '../../../src/core/package/dataset-plan.ts';
import { groupsOf, readGroups } from '../../../src/core/package/groups.ts';
import { mergeContributions } from '../../../src/core/package/merge.ts';
import { openPackage } from '../../../src/core/package/open.ts';
import { bytesSource } from '../../../src/core/bytes/source.ts';
import { writePackage } from '../../../src/core/package/write.ts';
import { contributionFiles, openedContribution } from '../../fixtures/contributions.ts';
import { collect, memorySink, stream, text } from '../../fixtures/packages.ts';

const CENTRES = ['CHU de Nulle-Part', 'Clinique du Lac', 'Institut Exemple'];
const AT = '2026-03-02T08:00:00Z';

/** Six images of three patients in each of three centres; two parts. */
async function planOf(seed = '7'): Promise<DatasetPlan> {
  const contributions = [];
  for (const centre of CENTRES) {
    const images = [...'abcdef'].map((letter, n) => ({
      exam: `exam${letter}${centre.slice(0, 3)}`,
      patient: `patient${'xyz'[n % 3]!}`,
      pixels: `${centre} ${letter}`,
      labels: { anormale: n % 2 === 0 },
    }));
    const opened = await openedContribution(thyroid, await contributionFiles(thyroid, centre, images));
    const read = await readContribution(opened, thyroid);
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    contributions.push({ digest: opened.digest, createdAt: AT, contribution: read.value });
  }
  const placed = mergeContributions(contributions, 1).map((source) => ({
    source,
    part: source.record.patient.startsWith('patientx') ? ('test' as const) : ('train' as const),
  }));
  return {
    definition: thyroid,
    images: planDataset(thyroid, placed, seed),
    ratios: [60, 20, 20],
    seed,
    version: '0.1.0',
    createdAt: AT,
  };
}

const filesOf = (plan: DatasetPlan, which: DatasetPackage) =>
  collect(
    datasetEntries(plan, which, ({ id }) =>
      Promise.resolve({ image: text(`nifti ${id}`), mask: null, resampled: true }),
    ),
  );

async function opened(plan: DatasetPlan, which: DatasetPackage) {
  const sink = memorySink();
  await writePackage(datasetHead(plan, which), stream(await filesOf(plan, which)), sink);
  const zip = await openPackage(bytesSource(sink.bytes()));
  if (!zip.ok) throw new Error(JSON.stringify(zip.failure));
  return readDataset(zip.value);
}

describe('the patients and centres of a dataset', () => {
  test('have names of their own, and the images of a patient share one', async () => {
    const plan = await planOf();
    const groups = groupsOf(plan.images);
    const names = new Map<string, Set<string>>();
    for (const { id, source } of plan.images) {
      const key = `${source.centre}/${source.record.patient}`;
      names.set(key, (names.get(key) ?? new Set()).add(groups.get(id)!.group));
    }
    expect([...names.values()].map((found) => found.size)).toEqual(new Array(9).fill(1));
    expect([...new Set([...groups.values()].map(({ group }) => group))].sort()).toEqual(
      Array.from({ length: 9 }, (_, n) => `g00${n + 1}`),
    );
    expect(new Set([...groups.values()].map(({ centre }) => centre))).toEqual(new Set(['A', 'B', 'C']));
  });

  test('tell neither a pseudonym nor the name of a centre, in any file', async () => {
    const plan = await planOf();
    for (const which of ['train', 'test', 'answer-key'] as const) {
      for (const { path, bytes } of await filesOf(plan, which)) {
        const found = new TextDecoder().decode(bytes);
        for (const word of [...CENTRES, 'patientx', 'patienty', 'examaCHU'.toLowerCase()])
          expect(found.includes(word), `${word} in ${path}`).toBe(false);
      }
    }
  });

  test('are ordered by what only the contributions know: the seed alone does not tell a centre', async () => {
    const plan = await planOf('7');
    const letter = async (one: DatasetPlan) => {
      const groups = groupsOf(one.images);
      return CENTRES.map(
        (centre) => groups.get(one.images.find((i) => i.source.centre === centre)!.id)!.centre,
      );
    };
    expect(await letter(await planOf('8'))).toEqual(await letter(plan));
    // Another image somewhere, same seed, same centres: the letters are drawn anew.
    const orders = new Set<string>();
    for (let n = 0; n < 12; n++) {
      const images = plan.images.slice(n % 6, plan.images.length - Math.floor(n / 6));
      orders.add((await letter({ ...plan, images })).join(''));
    }
    expect(orders.size).toBeGreaterThan(2);
  });

  test('are in the training part and the answer key, and not in the test part', async () => {
    const plan = await planOf();
    const train = await opened(plan, 'train');
    const hidden = await opened(plan, 'test');
    const key = await opened(plan, 'answer-key');
    if (!train.ok || !hidden.ok || !key.ok) throw new Error('not opened');
    expect(train.value.groups?.size).toBe(12);
    expect(hidden.value.groups).toBeNull();
    expect(key.value.groups?.size).toBe(6);
    expect(train.value.groups?.get(train.value.images[0]!.id)).toEqual(
      groupsOf(plan.images).get(train.value.images[0]!.id),
    );
  });
});

test('a table of groups that is not one is refused by its line', () => {
  const where = (csv: string) => {
    const read = readGroups(text(csv));
    return read.ok
      ? null
      : read.failure.map(({ code, details }) => [code, (details as { where?: string }).where]);
  };
  expect(where('id,group,centre\na,g001,A\nb,g001,A\n')).toBeNull();
  expect(where('id,centre,group\na,A,g001\n')).toEqual([['package/invalid-document', '1']]);
  expect(where('id,group,centre\na,,A\n')).toEqual([['package/invalid-document', '2']]);
  expect(where('id,group,centre\na,g001,A\na,g002,A\n')).toEqual([['package/invalid-document', '3']]);
});
