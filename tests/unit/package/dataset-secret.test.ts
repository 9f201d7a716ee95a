import { describe, expect, test } from 'vitest';
import { presetById } from '../../../src/core/challenge/presets.ts';
import { planDataset } from '../../../src/core/package/dataset.ts';
import type { MergedImage } from '../../../src/core/package/merge.ts';
import { seededRandom, shuffled, type Random } from '../../../src/core/random.ts';
import { splitImages } from '../../../src/core/split/split.ts';

/**
 * An attack on the order of ids with public facts only: ids, parts and seed; centre and label of
 * every image outside the test part. The attacker tries every public order in which images of one
 * centre or patient could be neighbours.
 */

interface Simulated {
  readonly key: string;
  readonly centre: number;
  readonly exam: string;
  readonly positive: boolean;
}

interface Public {
  readonly test: boolean;
  readonly image: Simulated;
}

const SEED = '1';
const CASES = [
  ['meniscus', 2, 6, 100],
  ['meniscus', 2, 46, 20],
  ['thyroid', 1, 6, 80],
  ['liver', 1, 46, 12],
  ['breast', 1, 20, 25],
  ['renal-cortex', 1, 10, 40],
] as const;

const hexOf = (random: Random, length: number) =>
  Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');

/** Centres differ in prevalence, as a cancer centre and a general hospital do. */
function simulated(perExam: number, centres: number, exams: number, random: Random): Simulated[] {
  return Array.from({ length: centres }, (_, centre) => {
    const digest = hexOf(random, 64);
    const prevalence = centre % 2 ? 0.1 : 0.8;
    return Array.from({ length: Math.max(3, Math.round(exams * (0.5 + random()))) }, () => {
      const exam = `${centre}/${hexOf(random, 16)}`;
      const positive = random() < prevalence;
      return Array.from({ length: perExam }, (_, n) => ({
        key: `${digest}/${exam.split('/')[1]!}-${n + 1}`,
        centre,
        exam,
        positive,
      }));
    }).flat();
  }).flat();
}

/** What the public sees, in the order of the ids. */
function published(challenge: string, images: readonly Simulated[]): Public[] {
  const random = seededRandom(`digests ${challenge}`);
  const split = splitImages(
    images.map(({ key, exam, positive }) => ({ key, group: exam, labels: [`y=${positive}`] })),
    [60, 20, 20],
    SEED,
  );
  if (!split.ok) throw new Error(split.failure.code);
  const byKey = new Map(images.map((image) => [image.key, image]));
  const sources = images.map(({ key }) => ({
    source: { key, record: { clearing: { digest: hexOf(random, 64) } } } as unknown as MergedImage,
    part: split.value.parts.get(key)!,
  }));
  const plan = planDataset(presetById(challenge)!, sources, SEED);
  return [...plan]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ part, source }) => ({ test: part === 'test', image: byKey.get(source.key)! }));
}

/** For each test image, the centre of its nearest neighbour outside the test part. */
function guesses(order: readonly Public[]): { guess: number; image: Simulated }[] {
  return order.flatMap(({ test, image }, at) => {
    if (!test) return [];
    for (let away = 1; away < order.length; away++) {
      const near = [order[at - away], order[at + away]].find((one) => one && !one.test);
      if (near) return [{ guess: near.image.centre, image }];
    }
    return [];
  });
}

const rightOf = (order: readonly Public[]): number => {
  const found = guesses(order);
  return found.filter(({ guess, image }) => guess === image.centre).length / found.length;
};

/** Pairs of neighbouring test images that are one patient. */
const pairsOf = (order: readonly Public[]): number =>
  order.filter((one, at) => {
    const next = order[at + 1];
    return one.test && next?.test === true && one.image.exam === next.image.exam;
  }).length;

/** Area under the curve of the guessed centre's prevalence against the hidden labels. */
function aucOf(order: readonly Public[]): number {
  const counts = new Map<number, [number, number]>();
  for (const { test, image } of order) {
    if (test) continue;
    const [positive, all] = counts.get(image.centre) ?? [0, 0];
    counts.set(image.centre, [positive + (image.positive ? 1 : 0), all + 1]);
  }
  const scored = guesses(order).map(({ guess, image }) => {
    const [positive, all] = counts.get(guess) ?? [1, 2];
    return { score: positive / all, positive: image.positive };
  });
  let sum = 0;
  let pairs = 0;
  for (const a of scored)
    for (const b of scored)
      if (a.positive && !b.positive) {
        pairs++;
        sum += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
      }
  return sum / pairs;
}

/** Least and greatest value of a statistic over 1,000 random orders. */
function byChance(order: readonly Public[], statistic: (order: readonly Public[]) => number) {
  const random = seededRandom('chance');
  const values = Array.from({ length: 1000 }, () => statistic(shuffled(order, random))).sort((a, b) => a - b);
  return [values[0]!, values.at(-1)!] as const;
}

/** The order before the shuffle with the published seed, if that is how the ids were drawn. */
function inverted(order: readonly Public[]): Public[] {
  const places = shuffled(
    order.map((_, at) => at),
    seededRandom(`ids ${SEED}`),
  );
  const before: Public[] = [];
  places.forEach((place, at) => (before[place] = order[at]!));
  return before;
}

const ATTACKS = [
  ['the order of the ids', (order: readonly Public[]) => [...order]],
  ['the order before a shuffle with the seed', inverted],
] as const;

describe.each(CASES)('the ids of %s, %i an exam, %i centres', (challenge, perExam, centres, exams) => {
  const random = seededRandom(`${challenge} ${centres}`);
  const order = published(challenge, simulated(perExam, centres, exams, random));

  test.each(ATTACKS)('tell neither centre, patient nor label by %s', (name, attack) => {
    const found = attack(order);
    for (const [what, statistic] of [
      ['centre told right', rightOf],
      ['pairs of a patient', pairsOf],
      ['AUC on labels', aucOf],
    ] as const) {
      const value = statistic(found);
      const [low, high] = byChance(order, statistic);
      console.log(
        `${challenge}, ${centres} centres, ${name}: ${what} ${value.toFixed(3)}, chance ${low.toFixed(3)} to ${high.toFixed(3)}`,
      );
      if (statistic === aucOf) expect(value, what).toBeGreaterThanOrEqual(low);
      expect(value, what).toBeLessThanOrEqual(high);
    }
  });
});

test('the attack finds the centres when ids are shuffled with the published seed', () => {
  const images = simulated(2, 6, 100, seededRandom('planted'));
  const parts = published('meniscus', images);
  const isTest = new Map(parts.map(({ image, test }) => [image.key, test]));
  const sorted = [...images].sort((a, b) => (a.key < b.key ? -1 : 1));
  const leaking = shuffled(sorted, seededRandom(`ids ${SEED}`)).map((image) => ({
    image,
    test: isTest.get(image.key)!,
  }));
  expect(rightOf(inverted(leaking))).toBeGreaterThan(0.9);
  expect(pairsOf(inverted(leaking))).toBeGreaterThan(100);
  expect(aucOf(inverted(leaking))).toBeGreaterThan(0.8);
});
