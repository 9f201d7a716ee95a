import { describe, expect, test } from 'vitest';
import type { ChallengeDefinition, Term } from '../../../src/core/definition/definition.ts';
import { PRESETS, presetById } from '../../../src/core/challenge/presets.ts';
import { readDefinition } from '../../../src/core/challenge/read-definition.ts';

const preset = (id: string): ChallengeDefinition => presetById(id)!;

describe('presets', () => {
  test('are the five challenges of 2018', () => {
    expect(PRESETS.map(({ id }) => id)).toEqual(['renal-cortex', 'breast', 'liver', 'meniscus', 'thyroid']);
    expect(presetById('spleen')).toBeUndefined();
  });

  test.each(PRESETS.map((one) => [one.id, one] as const))(
    '%s validates, as value and as JSON text',
    (_, one) => {
      expect(readDefinition(one)).toEqual({ ok: true, value: one });
      expect(readDefinition('\uFEFF' + JSON.stringify(one))).toEqual({ ok: true, value: one });
    },
  );

  test.each([
    ['renal-cortex', 'CT', 1, 1, [192, 192], 'centroid', 'none', -1024],
    ['breast', 'MR', 1, 0.7, [440, 440], 'click', 'none', 0],
    ['liver', 'US', 1, null, null, 'none', 'sector', 0],
    ['meniscus', 'MR', 2, 0.332, [256, 256], 'click', 'none', 0],
    ['thyroid', 'CT', 1, 0.45, [192, 192], 'click', 'none', -1024],
  ] as const)(
    '%s is prepared as Table 1 says',
    (id, modality, imagesPerExam, pixelSize, imageSize, crop, mask, paddingValue) => {
      const { preprocessing, ...rest } = preset(id);
      expect([rest.modality, rest.imagesPerExam]).toEqual([modality, imagesPerExam]);
      expect(preprocessing).toEqual({
        pixelSize,
        imageSize,
        crop,
        mask,
        interpolation: 'linear',
        paddingValue,
      });
    },
  );

  test.each([
    ['liver', ['Malin', 'Lesion', 'Kyste', 'Angiome', 'CHC', 'Foie Homogene', 'HNF', 'Metastase']],
    [
      'meniscus',
      [
        'Corne anterieure',
        'Corne posterieure',
        'Fissure',
        'Orientation horizontale',
        'Orientation verticale',
      ],
    ],
    ['thyroid', ['anormale']],
    ['renal-cortex', []],
  ])('%s is predicted in the published columns', (id, columns) => {
    expect(preset(id).labels.prediction).toEqual(columns.map((name) => ({ name, type: 'number' })));
  });

  test('breast is predicted in 18 columns: Malin and the 17 types', () => {
    const { prediction, reference } = preset('breast').labels;
    const types = reference[1]!.values!;
    expect(types).toHaveLength(17);
    expect(prediction.map(({ name }) => name)).toEqual(['Malin', ...types]);
  });

  test.each([
    ['liver', ['Lesion', 'Benin', 'Malin', 'Type de lesion']],
    [
      'meniscus',
      ['Corne anterieure', 'Corne posterieure', 'Orientation anterieure', 'Orientation posterieure'],
    ],
    ['breast', ['Malin', 'Type de lesion']],
    ['thyroid', ['anormale']],
    ['renal-cortex', []],
  ])('%s has the published reference columns', (id, columns) => {
    expect(preset(id).labels.reference.map(({ name }) => name)).toEqual(columns);
  });

  test('liver types and meniscus orientations are spelt as in 2018', () => {
    expect(new Set(preset('liver').labels.reference[3]!.values)).toEqual(
      new Set(['Kyste', 'Angiome', 'CHC', 'HNF', 'Metastase', 'Foie Homogene']),
    );
    for (const column of preset('meniscus').labels.reference.slice(2)) {
      expect(column).toMatchObject({ values: ['Horizontale', 'Verticale'], optional: true });
    }
  });

  test.each([
    ['liver', { Lesion: 0.5, Malin: 0.3, 'Type de lesion': 0.2 }],
    ['meniscus', { Fissure: 0.4, 'Corne anterieure': 0.3, 'Orientation horizontale': 0.3 }],
    [
      'breast',
      {
        Malin: 0.6,
        'Tissu glandulaire': 0.1,
        'Carcinome canalaire infiltrant': 0.1,
        'Autre benin': 0.1,
        'Autre malin': 0.1,
      },
    ],
    ['renal-cortex', { Dice: 1 }],
    ['thyroid', { anormale: 1 }],
  ])('%s is scored with the published weights, by the rules of 2018', (id, weights) => {
    const { ruleSet, terms } = preset(id).score;
    expect(ruleSet).toBe('jfr-2018');
    expect(Object.fromEntries(terms.map(({ name, weight }) => [name, weight]))).toEqual(weights);
    expect(terms.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  test('breast groups hold 11 benign and 4 malignant types, each summed', () => {
    const terms = preset('breast').score.terms;
    const sums = terms
      .slice(3)
      .map((term) => term.kind === 'auc' && 'sum' in term.prediction && term.prediction.sum);
    expect(sums[0]).toEqual([
      'Adenose sclerosante',
      'Autre lesion proliferante',
      'Cicatrice radiaire',
      'Fibroadenome',
      'Galactophorite',
      'Hyperplasie canalaire sans atypie',
      'Kyste',
      'PASH',
      'Papillome',
      'cytosteatonecrose',
      'ganglio intra-mammaire',
    ]);
    expect(sums[1]).toEqual([
      'Carcinome lobulaire infiltrant',
      'Cancer triple negatif',
      'Carcinome intracanalaire',
      'Carcinome mucineux',
    ]);
  });

  test('liver counts Malin and the five types on rows with a lesion, and leaves undefined types out', () => {
    const [lesion, malignant, types] = preset('liver').score.terms as [Term, Term, Term];
    const rows = { column: 'Lesion', equals: true };
    expect(lesion).not.toHaveProperty('rows');
    expect(malignant).toMatchObject({ rows });
    expect(types).toMatchObject({ kind: 'mean', undefinedMember: 'left-out' });
    expect(types.kind === 'mean' && types.of.map((one) => [one.name, one.rows])).toEqual(
      ['Kyste', 'HNF', 'Angiome', 'Metastase', 'CHC'].map((name) => [name, rows]),
    );
  });

  test.each(PRESETS.map((one) => [one.id, one] as const))(
    '%s has the plan, people and dates of 2018',
    (_, one) => {
      expect(one.split).toEqual({ ratios: [60, 20, 20], stratifyBy: expect.anything(), groupBy: 'patient' });
      expect(one.team).toEqual({
        minimum: { radiologist: 1, 'engineering-student': 1 },
        anyOf: ['research-lab', 'company'],
      });
      expect(one.phases.map(({ from, to }) => [from, to])).toEqual([
        ['2018-05-15', '2018-09-15'],
        ['2018-09-15', '2018-10-12'],
        ['2018-10-12', '2018-10-14'],
        ['2018-10-14', '2018-10-14'],
        ['2018-10-15', '2018-10-15'],
      ]);
      expect([one.roundMinutes, one.targetImages]).toEqual([60, 600]);
    },
  );

  test('French has no breaking space before a high punctuation mark', () => {
    const french = JSON.stringify(PRESETS, (key, value: unknown) => (key === 'en' ? undefined : value));
    expect(french).not.toMatch(/[ ][?!;:»]|« /);
    expect(french).not.toMatch(/\p{L}[?!;]/u);
    expect(french).not.toContain("'");
  });
});
