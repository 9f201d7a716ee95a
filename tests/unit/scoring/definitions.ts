import type {
  AucTerm,
  ChallengeDefinition,
  Column,
  Condition,
  Term,
} from '../../../src/core/challenge/definition.ts';

/** The parts of a definition that labels and scores read, for the challenges of CHALLENGES.md; the rest is left out. */
const definition = (id: string, reference: Column[], prediction: string[], terms: Term[]) =>
  ({
    id,
    labels: {
      fields: [],
      rules: [],
      reference,
      prediction: prediction.map((name) => ({ name, type: 'number' })),
    },
    score: { ruleSet: 'jfr-2018', terms },
  }) as unknown as ChallengeDefinition;

const is = (column: string, value: string | boolean = true): Condition => ({ column, equals: value });
const auc = (name: string, weight: number, truth: Condition, rows?: Condition, sum?: string[]): AucTerm => ({
  kind: 'auc',
  name,
  weight,
  truth,
  prediction: sum ? { sum } : { column: name },
  ...(rows && { rows }),
});
const bool = (name: string): Column => ({ name, type: 'boolean' });
const category = (name: string, values: string[], optional = false): Column => ({
  name,
  type: 'category',
  values,
  optional,
});

const torn: Condition = { anyOf: [is('Corne anterieure (0/1)'), is('Corne posterieure (0/1)')] };
const otherBenign = [
  'Adenose sclerosante', 'Autre lesion proliferante', 'Cicatrice radiaire', 'Fibroadenome', 'Galactophorite',
  'Hyperplasie canalaire sans atypie', 'Kyste', 'PASH', 'Papillome', 'cytosteatonecrose', 'ganglio intra-mammaire',
]; // prettier-ignore
const otherMalignant = [
  'Carcinome lobulaire infiltrant', 'Cancer triple negatif', 'Carcinome intracanalaire', 'Carcinome mucineux',
]; // prettier-ignore
const breastTypes = ['Tissu glandulaire', 'Carcinome canalaire infiltrant', ...otherBenign, ...otherMalignant];
const TYPE = 'Type de lesion';

export const LIVER = definition(
  'liver',
  [bool('Lesion'), bool('Benin'), bool('Malin'), category(TYPE, ['Kyste', 'Angiome', 'CHC', 'HNF', 'Metastase', 'Foie Homogene'])],
  ['Malin', 'Lesion', 'Kyste', 'Angiome', 'CHC', 'Foie Homogene', 'HNF', 'Metastase'],
  [
    auc('Lesion', 0.5, is('Lesion')),
    auc('Malin', 0.3, is('Malin'), is('Lesion')),
    {
      kind: 'mean',
      name: 'types',
      weight: 0.2,
      undefinedMember: 'left-out',
      of: ['Kyste', 'HNF', 'Angiome', 'Metastase', 'CHC'].map((name) => auc(name, 1, is(TYPE, name), is('Lesion'))),
    },
  ],
);
export const MENISCUS = definition(
  'meniscus',
  [
    bool('Corne anterieure (0/1)'),
    bool('Corne posterieure (0/1)'),
    category('Orientation anterieure', ['Horizontale', 'Verticale'], true),
    category('Orientation posterieure', ['Horizontale', 'Verticale'], true),
  ],
  ['Corne anterieure', 'Corne posterieure', 'Fissure', 'Orientation horizontale', 'Orientation verticale'],
  [
    auc('Fissure', 0.4, torn),
    auc('Corne anterieure', 0.3, is('Corne anterieure (0/1)'), torn),
    auc(
      'Orientation horizontale',
      0.3,
      { anyOf: [is('Orientation anterieure', 'Horizontale'), is('Orientation posterieure', 'Horizontale')] },
      torn,
    ),
  ],
);
export const BREAST = definition(
  'breast',
  [bool('Malin'), category(TYPE, breastTypes)],
  ['Malin', ...breastTypes],
  [
    auc('Malin', 0.6, is('Malin')),
    auc('Tissu glandulaire', 0.1, is(TYPE, 'Tissu glandulaire')),
    auc('Carcinome canalaire infiltrant', 0.1, is(TYPE, 'Carcinome canalaire infiltrant')),
    auc('Autres benins', 0.1, { column: TYPE, in: otherBenign }, undefined, otherBenign),
    auc('Autres malins', 0.1, { column: TYPE, in: otherMalignant }, undefined, otherMalignant),
  ],
);
export const THYROID = definition('thyroid', [bool('anormale')], ['anormale'], [auc('anormale', 1, is('anormale'))]);
export const RENAL = definition('renal-cortex', [], [], [{ kind: 'dice', name: 'Dice', weight: 1 }]);

export const BY_ID: Record<string, ChallengeDefinition> = {
  liver: LIVER,
  meniscus: MENISCUS,
  breast: BREAST,
  thyroid: THYROID,
};
export const bytes = (text: string) => new TextEncoder().encode(text);
