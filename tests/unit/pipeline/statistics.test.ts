import { describe, expect, test } from 'vitest';
import { liver } from '../../../src/core/challenge/presets/liver.ts';
import { groupNumbers } from '../../../src/core/scoring/groups.ts';
import { joinDraws, resamplerOf } from '../../../src/core/scoring/resample.ts';
import { scoreTables } from '../../../src/pipeline/scoring.ts';
import { analyse, compare, draws, permutations } from '../../../src/pipeline/statistics.ts';
import { liverDataset, liverPrediction, type TableRow } from '../../fixtures/self-score.ts';

const { rows } = await liverDataset(60);
const truth = ({ id, type }: TableRow) => {
  const lesion = type !== 'Foie Homogene';
  const malignant = ['CHC', 'Metastase'].includes(type);
  return [id, Number(lesion), Number(lesion && !malignant), Number(malignant), type].join(',');
};
const reference = new Blob([['id,Lesion,Benin,Malin,Type de lesion', ...rows.map(truth)].join('\n')]);
const run = (skill: number) => ({
  reference,
  prediction: new Blob([liverPrediction(rows, skill, `run ${skill}`).csv]),
  ruleSet: 'strict' as const,
});
const groups = new Map(rows.map(({ id, patient, centre }) => [id, { group: patient, centre }] as const));
const broken = { ...run(1), prediction: new Blob(['id,Malin\nx,1\n']) };

async function analysed() {
  const outcome = await analyse(liver, run(1), groups);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
  return outcome.value;
}

describe('the analysis of a run', () => {
  test('has a plan whose total is that of the score', async () => {
    const { plan, ids } = await analysed();
    const { prediction } = run(1);
    const report = await scoreTables(
      liver,
      { name: 'truth.csv', file: reference },
      { name: 'ours.csv', file: prediction },
      'strict',
    );
    if (!report.ok) throw new Error(JSON.stringify(report.failure));
    const total = resamplerOf(plan).total(new Uint8Array(rows.length).fill(1));
    expect(total).toBeCloseTo(report.value.total!, 12);
    expect(ids).toEqual(rows.map(({ id }) => id));
  });

  test('is refused for a prediction of other images', async () => {
    const outcome = await analyse(liver, broken, groups);
    expect(outcome.ok).toBe(false);
    expect(!outcome.ok && outcome.failure.map(({ code }) => code)).toContain('labels/missing-column');
  });

  test('is refused for an empty reference', async () => {
    expect(await analyse(liver, { ...run(1), reference: new Blob([]) }, groups)).toMatchObject({
      failure: [{ code: 'labels/empty-file' }],
    });
  });
});

describe('draws', () => {
  test('are the same in one range or in several', async () => {
    const { plan, ids } = await analysed();
    const numbers = Uint32Array.from(groupNumbers(ids, groups) ?? []);
    const of = (from: number, to: number) => {
      const made = draws(plan, numbers, 'seed', from, to);
      return made.ok ? made.value : null;
    };
    expect(joinDraws([of(0, 7), of(7, 30), of(30, 40)])).toEqual(of(0, 40));
    expect(of(0, 40)).not.toEqual(of(40, 80));
  });

  test('keep the images of a patient together', async () => {
    const { plan } = await analysed();
    const one = draws(plan, new Uint32Array(rows.length), 'seed', 0, 5);
    // A single group: each draw is the whole dataset.
    const total = resamplerOf(plan).total(new Uint8Array(rows.length).fill(1))!;
    for (const drawn of one.ok ? one.value!.totals : []) expect(drawn).toBeCloseTo(total, 12);
    const apart = draws(plan, null, 'seed', 0, 5);
    expect(new Set(apart.ok ? apart.value!.totals : []).size).toBeGreaterThan(1);
  });

  test('are null where a class has too few images', () => {
    const members = [
      { name: 'x', rows: Uint32Array.of(0, 1), truth: Uint8Array.of(1, 1), tied: Uint8Array.of(0, 0) },
    ];
    const plan = { kind: 'table', rows: 2, terms: [{ weight: 1, leftOut: false, members }] } as const;
    expect(draws(plan, null, 'seed', 0, 3)).toEqual({ ok: true, value: null });
  });
});

describe('two runs', () => {
  test('that are equal do not differ, in any term or case', async () => {
    const outcome = await compare(liver, run(1), run(1));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
    const { difference, terms, changes } = outcome.value.comparison;
    expect(difference).toBe(0);
    expect(new Set(terms.map((term) => term.difference))).toEqual(new Set([0]));
    expect(changes.every(({ one, other }) => one === other)).toBe(true);
  });

  test('differ by other minus one, with the sign turned when they change places', async () => {
    const [there, back] = [await compare(liver, run(0), run(3)), await compare(liver, run(3), run(0))];
    if (!there.ok || !back.ok) throw new Error('not compared');
    expect(there.value.comparison.difference).toBeGreaterThan(0);
    expect(back.value.comparison.difference).toBe(-there.value.comparison.difference!);
    expect(back.value.comparison.terms.map(({ p }) => p)).toEqual(
      there.value.comparison.terms.map(({ p }) => p),
    );
  });

  test('are refused where the second cannot be read', async () => {
    expect((await compare(liver, run(1), broken)).ok).toBe(false);
    expect((await permutations(liver, run(1), broken, null, 0, 5)).ok).toBe(false);
  });

  test('are permuted the same in one range or in several', async () => {
    const count = async (from: number, to: number) => {
      const counted = await permutations(liver, run(1), run(1.2), null, from, to);
      return counted.ok ? counted.value! : NaN;
    };
    const whole = await count(0, 50);
    expect((await count(0, 20)) + (await count(20, 50))).toBe(whole);
    expect(whole).toBeGreaterThan(0);
  });

  test('reach an observed difference of 0 with each permutation, a large one seldom', async () => {
    expect(await permutations(liver, run(1), run(1), null, 0, 50)).toEqual({ ok: true, value: 50 });
    const far = await permutations(liver, run(0), run(3), null, 0, 50);
    expect(far.ok && far.value).toBeLessThanOrEqual(2);
  });
});
