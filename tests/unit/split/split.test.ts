import { describe, expect, test } from 'vitest';
import { seededRandom, shuffled } from '../../../src/core/random.ts';
import type { SplitImage } from '../../../src/core/split/split.ts';
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
      .map((p, label) => ({ label, has: random() < 0.7 ? (patients[patient]![label] ?? false) : random() < p }))
      .filter(({ has }) => has)
      .map(({ label }) => `label-${label}`),
  }));
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

  test('keeps prevalences within 2 % of the whole, in the median over 20 seeds', () => {
    const worst = splits.map(({ quality }) => quality.worst!.deviation).sort((a, b) => a - b);
    console.log(`worst relative deviation: median ${worst[10]}, largest ${worst[19]}`);
    expect(worst[10]).toBeLessThanOrEqual(0.02);
    expect(worst[19]).toBeLessThanOrEqual(0.04);
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
  test.each([
    [[60, 20, 10]],
    [[-20, 60, 60]],
    [[NaN, 50, 50]],
    [[Infinity, 50, 50]],
  ])('with the ratios %j', (ratios) =>
    expect(code(splitImages(plain(9), ratios as [number, number, number], ''))).toBe('split/invalid-ratios'));
  test('with a key twice', () =>
    expect(code(splitImages([...plain(9), ...plain(1)], RATIOS, ''))).toBe('split/repeated-key'));
  test('with fewer groups than parts', () =>
    expect(code(splitImages(plain(2, 50), RATIOS, ''))).toBe('split/too-few-groups'));
});

test('each value of a column to stratify by is a label, a blank too', () => {
  expect(strata({ Lesion: '1', Type: 'Kyste', Malin: '' }, ['Lesion', 'Malin'])).toEqual(['Lesion=1', 'Malin=']);
});
