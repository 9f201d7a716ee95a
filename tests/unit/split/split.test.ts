import { describe, expect, test } from 'vitest';
import { seededRandom, shuffled } from '../../../src/core/random.ts';
import type { SplitImage } from '../../../src/core/split/split-image.ts';
import { splitImages, strata } from '../../../src/core/split/split.ts';

const RATIOS = [60, 20, 20] as const;

/** 912 patients, 1,800 images, five labels of 4 to 45 % that cluster in patients. */
function cohort(seed: string): SplitImage[] {
  const random = seededRandom(seed);
  const prevalence = [0.45, 0.25, 0.15, 0.08, 0.04];
  const patients = Array.from({ length: 912 }, () => prevalence.map((p) => random() < p));
  const owners = [...patients.keys()];
  while (owners.length < 1800) owners.push(Math.floor(random() * 912));
  return owners.map((patient, index) => ({
    key: `image-${String(index).padStart(4, '0')}`,
    group: `centre/patient-${patient}`,
    labels: prevalence
      .map((p, label) => ({
        label,
        has: random() < 0.7 ? (patients[patient]![label] ?? false) : random() < p,
      }))
      .filter(({ has }) => has)
      .map(({ label }) => `label-${label}`),
  }));
}

/** No split does better: images are whole, so that 41 of a label cannot be cut 60/20/20 closer than 2.4 %. */
function unavoidable(images: readonly SplitImage[]): number {
  const labels = new Set(images.flatMap((image) => image.labels));
  const off = [...labels].flatMap((label) => {
    const total = images.filter((image) => image.labels.includes(label)).length;
    return RATIOS.map((ratio) => Math.abs(Math.round((total * ratio) / 100) / ((total * ratio) / 100) - 1));
  });
  return Math.max(...off);
}

function split(images: readonly SplitImage[], ratios: readonly [number, number, number], seed: string) {
  const result = splitImages(images, ratios, seed);
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
}

const plain = (groups: number, each = 1): SplitImage[] =>
  Array.from({ length: groups * each }, (_, index) => ({
    key: `k${index}`,
    group: `g${index % groups}`,
    labels: [],
  }));

describe('a split of 1,800 images of 912 patients', () => {
  const images = cohort('cohort');
  const splits = Array.from({ length: 20 }, (_, seed) => split(images, RATIOS, String(seed)));

  test('keeps prevalences within 2 % of the whole, in the median over 20 cohorts and seeds', () => {
    const worst = Array.from({ length: 20 }, (_, seed) =>
      split(cohort(`cohort ${seed}`), RATIOS, String(seed)),
    ).map(({ quality }) => quality.worst!.deviation);
    worst.sort((a, b) => a - b);
    expect((worst[9]! + worst[10]!) / 2).toBeLessThanOrEqual(0.02);
  });

  test('is as close as whole images allow, within half a percent, for each of 20 seeds', () => {
    const floor = unavoidable(images);
    for (const { quality } of splits) expect(quality.worst!.deviation).toBeLessThanOrEqual(floor + 0.005);
  });

  test('keeps sizes within 1 % of the ratios', () => {
    for (const { quality } of splits) {
      expect(Math.abs(quality.parts.train.images / 1800 - 0.6)).toBeLessThan(0.01);
      expect(Math.abs(quality.parts.validation.images / 1800 - 0.2)).toBeLessThan(0.01);
      expect(Math.abs(quality.parts.test.images / 1800 - 0.2)).toBeLessThan(0.01);
    }
  });

  test('puts no patient into two parts', () => {
    for (const { parts } of splits) {
      const seen = new Map<string, string>();
      for (const { key, group } of images) {
        expect(seen.get(group) ?? parts.get(key)).toBe(parts.get(key));
        seen.set(group, parts.get(key)!);
      }
      expect(parts.size).toBe(1800);
    }
  });

  test('is the same for the same seed, whatever the order of the images', () => {
    const again = split(shuffled(images, seededRandom('other order')), RATIOS, '7');
    const sorted = (parts: ReadonlyMap<string, string>) => [...parts].sort();
    expect(sorted(again.parts)).toEqual(sorted(splits[7]!.parts));
    expect(again.quality).toEqual(splits[7]!.quality);
  });

  test('differs between seeds', () => {
    expect([...splits[0]!.parts.values()]).not.toEqual([...splits[1]!.parts.values()]);
  });

  test('reports counts that a recount confirms', () => {
    const { parts, quality } = splits[3]!;
    const inTest = images.filter(({ key }) => parts.get(key) === 'test');
    expect(quality.parts.test.images).toBe(inTest.length);
    expect(quality.parts.test.groups).toBe(new Set(inTest.map(({ group }) => group)).size);
    const count = inTest.filter(({ labels }) => labels.includes('label-4')).length;
    expect(quality.parts.test.labels['label-4']!.count).toBe(count);
    expect(quality.parts.test.labels['label-4']!.prevalence).toBeCloseTo(count / inTest.length, 12);
  });
});

describe('small and odd splits', () => {
  test.each([3, 4, 5, 7, 10])('leave no part empty with %i groups', (groups) => {
    for (let seed = 0; seed < 20; seed++) {
      const { quality } = split(plain(groups, 3), [90, 5, 5], String(seed));
      for (const part of Object.values(quality.parts)) expect(part.groups).toBeGreaterThan(0);
    }
  });

  test('leave a part without a share empty', () => {
    const { quality } = split(plain(10), [80, 0, 20], 'seed');
    expect(quality.parts.validation.images).toBe(0);
    expect(quality.parts.train.images).toBe(8);
    expect(quality.parts.test.images).toBe(2);
  });

  test('give everything to a single part', () => {
    expect(split(plain(5), [0, 0, 100], 'seed').quality.parts.test.images).toBe(5);
  });

  test('have no worst label when there are no labels', () => {
    expect(split(plain(10), RATIOS, 'seed').quality.worst).toBeNull();
  });

  test('spread a label of three images over three parts', () => {
    const images = plain(60).map((image, index) => ({ ...image, labels: index < 3 ? ['rare'] : ['common'] }));
    const { parts } = split(images, [34, 33, 33], 'seed');
    expect(new Set(images.slice(0, 3).map(({ key }) => parts.get(key)))).toHaveProperty('size', 3);
  });

  test('hold every property over random cohorts', () => {
    const random = seededRandom('properties');
    for (let round = 0; round < 60; round++) {
      const groups = 3 + Math.floor(random() * 30);
      const images = Array.from({ length: groups + Math.floor(random() * 60) }, (_, index) => ({
        key: `k${index}`,
        group: `g${index < groups ? index : Math.floor(random() * groups)}`,
        labels: ['a', 'b', 'c'].filter(() => random() < 0.3),
      }));
      const { parts, quality } = split(images, [50, 25, 25], `seed ${round}`);
      expect(parts.size).toBe(images.length);
      const places = new Map<string, Set<string>>();
      for (const { key, group } of images) {
        places.set(group, (places.get(group) ?? new Set()).add(parts.get(key)!));
      }
      for (const place of places.values()) expect(place.size).toBe(1);
      for (const part of Object.values(quality.parts)) expect(part.groups).toBeGreaterThan(0);
    }
  });
});

describe('a split is refused', () => {
  const code = (result: ReturnType<typeof splitImages>) => (result.ok ? 'ok' : result.failure.code);
  test('without images', () => expect(code(splitImages([], RATIOS, ''))).toBe('split/no-images'));
  test.each([[[60, 20, 10]], [[-20, 60, 60]], [[NaN, 50, 50]], [[Infinity, 50, 50]]])(
    'with the ratios %j',
    (ratios) =>
      expect(code(splitImages(plain(9), ratios as [number, number, number], ''))).toBe(
        'split/invalid-ratios',
      ),
  );
  test('with a key twice', () =>
    expect(code(splitImages([...plain(9), ...plain(1)], RATIOS, ''))).toBe('split/repeated-key'));
  test('with fewer groups than parts', () =>
    expect(code(splitImages(plain(2, 50), RATIOS, ''))).toBe('split/too-few-groups'));
});

test('each value of a column to stratify by is a label, a blank too', () => {
  expect(strata({ Lesion: '1', Type: 'Kyste', Malin: '' }, ['Lesion', 'Malin'])).toEqual([
    'Lesion=1',
    'Malin=',
  ]);
});
