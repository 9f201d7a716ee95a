import { describe, expect, test } from 'vitest';
import { meniscus } from '../../../src/core/challenge/presets/meniscus.ts';
import { thyroid } from '../../../src/core/challenge/presets/thyroid.ts';
import { readContribution } from '../../../src/core/package/contribution.ts';
import { decisionOf, mergeContributions } from '../../../src/core/package/merge.ts';
import type { OpenedContribution } from '../../../src/core/package/merge.ts';
import type { ImageOf } from '../../fixtures/contributions.ts';
import { contributionFiles, openedContribution } from '../../fixtures/contributions.ts';

async function from(
  centre: string,
  createdAt: string,
  images: readonly ImageOf[],
  definition = thyroid,
): Promise<OpenedContribution> {
  const opened = await openedContribution(
    definition,
    await contributionFiles(definition, centre, images),
    createdAt,
  );
  const read = await readContribution(opened, definition);
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return { digest: opened.digest, createdAt, contribution: read.value };
}

const image = (exam: string, pixels: string): ImageOf => ({ exam, pixels, labels: { anormale: true } });
const kept = (contributions: readonly OpenedContribution[]) =>
  mergeContributions(contributions, 1).map((one) => decisionOf(one, new Map()));

describe('merged contributions', () => {
  test('have the same list whatever the order in which they were opened', async () => {
    const a = await from('A', '2026-03-03T00:00:00Z', [image('one', '1'), image('two', '2')]);
    const b = await from('B', '2026-03-02T00:00:00Z', [image('three', '3'), image('four', '1')]);
    const c = await from('C', '2026-03-02T00:00:00Z', [image('five', '3')]);
    const list = mergeContributions([a, b, c], 1);
    expect(mergeContributions([c, b, a], 1)).toEqual(list);
    expect(mergeContributions([b, a, c], 1)).toEqual(list);
    expect(list.map(({ centre }) => centre).at(-1)).toBe('A');
  });

  test('keep everything that is there once', async () => {
    const a = await from('A', '2026-03-01T00:00:00Z', [image('one', '1')]);
    const b = await from('B', '2026-03-02T00:00:00Z', [image('two', '2')]);
    expect(kept([a, b]).every(({ keep }) => keep)).toBe(true);
  });

  test('show other pixels of one exam as a clash, and keep the first until a curator decides', async () => {
    const first = await from('A', '2026-03-01T00:00:00Z', [image('one', '1')]);
    const second = await from('A', '2026-03-02T00:00:00Z', [image('one', '1 cropped')]);
    expect(kept([second, first])).toEqual([
      { imageKey: expect.stringContaining(first.digest) as string, keep: true, reason: null },
      {
        imageKey: expect.stringContaining(second.digest) as string,
        keep: false,
        reason: 'clash: same exam, other pixels',
      },
    ]);
  });

  test('keep the first of equal pixels of two centres', async () => {
    const a = await from('A', '2026-03-01T00:00:00Z', [image('one', 'same')]);
    const b = await from('B', '2026-03-02T00:00:00Z', [image('two', 'same')]);
    expect(kept([b, a]).map(({ keep, reason }) => [keep, reason])).toEqual([
      [true, null],
      [false, 'duplicate pixels'],
    ]);
  });

  test('keep both menisci of one exam in one package', async () => {
    const labels = {
      'Corne anterieure': false,
      'Corne posterieure': false,
      'Orientation anterieure': '',
      'Orientation posterieure': '',
    };
    const both = ['left', 'right'].map((pixels) => ({ exam: 'knees', pixels, labels }));
    expect(kept([await from('A', '2026-03-01T00:00:00Z', both, meniscus)]).map(({ keep }) => keep)).toEqual([
      true,
      true,
    ]);
  });

  test("follow the curator's word rather than the default", async () => {
    const a = await from('A', '2026-03-01T00:00:00Z', [image('one', 'same'), image('two', 'same')]);
    const [, second] = mergeContributions([a], 1);
    const word = { imageKey: second!.key, keep: true, reason: 'two lesions' };
    expect(decisionOf(second!, new Map([[second!.key, word]]))).toBe(word);
  });

  test('let an image stand whose twin is itself left out', async () => {
    const a = await from('A', '2026-03-01T00:00:00Z', [image('one', '1')]);
    const b = await from('A', '2026-03-02T00:00:00Z', [image('one', '2')]);
    const c = await from('C', '2026-03-03T00:00:00Z', [image('three', '2')]);
    expect(kept([a, b, c]).map(({ keep }) => keep)).toEqual([true, false, true]);
  });

  test('take the second knee of an exam from a later package', async () => {
    const knee = (pixels: string): ImageOf => ({
      exam: 'one',
      pixels,
      labels: { 'Corne anterieure': true, 'Corne posterieure': false },
    });
    const packages = [
      await from('A', '2026-03-01T00:00:00Z', [knee('left')], meniscus),
      await from('A', '2026-03-02T00:00:00Z', [knee('right')], meniscus),
      await from('A', '2026-03-03T00:00:00Z', [knee('again')], meniscus),
    ];
    const keeps = mergeContributions(packages, 2).map((one) => decisionOf(one, new Map()).keep);
    expect(keeps).toEqual([true, true, false]);
  });

  describe('that share an exam or a UID', () => {
    const at = (day: number) => `2026-03-0${day}T00:00:00Z`;
    const withUid = (uid: string, opened: OpenedContribution): OpenedContribution => ({
      ...opened,
      contribution: {
        ...opened.contribution,
        sopUids: Object.fromEntries(opened.contribution.images.map(({ id }) => [id, uid])),
      },
    });
    const of = (exam: string, pixels: string, patient = exam): ImageOf => ({
      ...image(exam, pixels),
      patient,
    });
    const shown = (contributions: readonly OpenedContribution[], imagesPerExam = 1) =>
      mergeContributions(contributions, imagesPerExam).map((one) => ({
        clash: [one.clash.exam && 'exam', one.clash.image && 'image'].filter(Boolean).join(' '),
        reason: decisionOf(one, new Map()).reason,
      }));
    const SAME_EXAM = 'clash: same exam, other pixels';
    const SAME_UID = 'clash: same UID, other pixels';

    test.each<[string, () => Promise<OpenedContribution[]>, [string, string | null][]]>([
      [
        'other pixels of one exam',
        async () => [await from('A', at(1), [of('one', '1')]), await from('A', at(2), [of('one', '2')])],
        [
          ['exam', null],
          ['exam', SAME_EXAM],
        ],
      ],
      [
        'two patients under one exam in one package',
        async () => [await from('A', at(1), [of('one', '1', 'p'), of('one', '2', 'q')])],
        [
          ['exam', null],
          ['exam', SAME_EXAM],
        ],
      ],
      [
        'two patients under one exam in two packages',
        async () => [
          await from('A', at(1), [of('one', '1', 'p')]),
          await from('A', at(2), [of('one', '2', 'q')]),
        ],
        [
          ['exam', null],
          ['exam', SAME_EXAM],
        ],
      ],
      [
        'one UID with other pixels in two exams',
        async () => [
          withUid('2.25.9', await from('A', at(1), [of('one', '1')])),
          withUid('2.25.9', await from('A', at(2), [of('two', '2')])),
        ],
        [
          ['image', null],
          ['image', SAME_UID],
        ],
      ],
      [
        'one UID with other pixels in one package',
        async () => [withUid('2.25.9', await from('A', at(1), [of('one', '1'), of('two', '2')]))],
        [
          ['image', null],
          ['image', SAME_UID],
        ],
      ],
      [
        'one UID and one exam with other pixels',
        async () => [
          withUid('2.25.9', await from('A', at(1), [of('one', '1')])),
          withUid('2.25.9', await from('A', at(2), [of('one', '2')])),
        ],
        [
          ['exam image', null],
          ['exam image', SAME_UID],
        ],
      ],
      [
        'three images under one UID',
        async () => [
          withUid('2.25.9', await from('A', at(1), [of('one', '1')])),
          withUid('2.25.9', await from('B', at(2), [of('two', '2')])),
          withUid('2.25.9', await from('C', at(3), [of('six', '3')])),
        ],
        [
          ['image', null],
          ['image', SAME_UID],
          ['image', SAME_UID],
        ],
      ],
      [
        'equal pixels under two UIDs: a duplicate',
        async () => [
          withUid('2.25.8', await from('A', at(1), [of('one', '1')])),
          withUid('2.25.9', await from('B', at(2), [of('two', '1')])),
        ],
        [
          ['', null],
          ['', 'duplicate pixels'],
        ],
      ],
      [
        'equal pixels under one UID: a duplicate',
        async () => [
          withUid('2.25.9', await from('A', at(1), [of('one', '1')])),
          withUid('2.25.9', await from('A', at(2), [of('one', '1')])),
        ],
        [
          ['', null],
          ['', 'duplicate exam'],
        ],
      ],
      [
        'a package of an earlier version without UIDs',
        async () => [
          await from('A', at(1), [of('one', '1')]),
          withUid('2.25.9', await from('A', at(2), [of('two', '2')])),
        ],
        [
          ['', null],
          ['', null],
        ],
      ],
    ])('%s', async (_, made, expected) => {
      const contributions = await made();
      const found = shown(contributions);
      expect(found.map(({ clash, reason }) => [clash, reason])).toEqual(expected);
      expect(shown([...contributions].reverse())).toEqual(found);
    });

    test('are kept where the curator says so', async () => {
      const both = [await from('A', at(1), [of('one', '1')]), await from('A', at(2), [of('one', '2')])];
      const [, second] = mergeContributions(both, 1);
      const word = { imageKey: second!.key, keep: true, reason: 'two slices' };
      expect(decisionOf(second!, new Map([[second!.key, word]]))).toBe(word);
    });
  });
});
