import type { AucTerm, ChallengeDefinition, Condition } from '../../definition/definition.ts';
import {
  INFORMATION_LETTER,
  ONE_IMAGE_PER_EXAM,
  ROUNDS_OF_2018,
  commonCriteria,
  numbers,
  splitBy,
} from './jfr-2018.ts';

const TYPES = [
  { value: 'Kyste', name: { en: 'Cyst', fr: 'Kyste' } },
  { value: 'Angiome', name: { en: 'Haemangioma', fr: 'Angiome' } },
  { value: 'CHC', name: { en: 'Hepatocellular carcinoma', fr: 'Carcinome hépatocellulaire (CHC)' } },
  { value: 'HNF', name: { en: 'Focal nodular hyperplasia', fr: 'Hyperplasie nodulaire focale (HNF)' } },
  { value: 'Metastase', name: { en: 'Metastasis', fr: 'Métastase' } },
  { value: 'Foie Homogene', name: { en: 'Homogeneous liver, no lesion', fr: 'Foie homogène, sans lésion' } },
];

const LESION: Condition = { column: 'Lesion', equals: true };

const aucOfType = (name: string): Omit<AucTerm, 'weight'> => ({
  kind: 'auc',
  name,
  truth: { column: 'Type de lesion', equals: name },
  prediction: { column: name },
  rows: LESION,
});

export const liver: ChallengeDefinition = {
  format: 'negatoscope-challenge',
  formatVersion: 1,
  id: 'liver',
  version: '1.0.0',
  title: { en: 'Liver lesion on ultrasound', fr: 'Lésion hépatique en échographie' },
  question: {
    en: 'Is there a lesion? Is it malignant? Which of five types is it?',
    fr: 'Y a-t-il une lésion\u202f? Est-elle maligne\u202f? De quel type, parmi cinq, est-elle\u202f?',
  },
  instructions: {
    en: 'Give one cross-sectional image per exam, with the edge of the liver visible, without rib artefact and without calipers. The gold standard is an exam with injection or a biopsy. The image is neither resampled nor cropped: everything outside the ultrasound sector is set to 0, and all written text is removed.',
    fr: 'Fournir une image en coupe par examen, le bord du foie étant visible, sans artefact costal et sans calipers. La référence est un examen avec injection ou une biopsie. L’image n’est ni rééchantillonnée ni recadrée\u202f: tout ce qui est hors du secteur échographique est mis à 0, et tout texte incrusté est retiré.',
  },
  modality: 'US',
  imagesPerExam: 1,
  criteria: {
    automatic: [
      ...commonCriteria({ en: 'Ultrasound', fr: 'Échographie' }, ONE_IMAGE_PER_EXAM),
      {
        id: 'single-frame-chosen',
        kind: 'single-frame-chosen',
        title: { en: 'A single frame is chosen', fr: 'Une seule image de la boucle est choisie' },
      },
      {
        id: 'sector-found',
        kind: 'sector-found',
        title: { en: 'Ultrasound sector found', fr: 'Secteur échographique trouvé' },
      },
    ],
    declared: [
      INFORMATION_LETTER,
      {
        id: 'liver-edge',
        title: { en: 'The edge of the liver is visible', fr: 'Le bord du foie est visible' },
      },
      { id: 'no-rib', title: { en: 'No rib artefact', fr: 'Pas d’artefact costal' } },
      { id: 'no-calipers', title: { en: 'No calipers', fr: 'Pas de calipers' } },
      {
        id: 'gold-standard',
        title: {
          en: 'The label rests on an exam with injection or on a biopsy',
          fr: 'L’annotation repose sur un examen avec injection ou sur une biopsie',
        },
      },
    ],
  },
  preprocessing: {
    pixelSize: null,
    imageSize: null,
    crop: 'none',
    mask: 'sector',
    interpolation: 'linear',
    paddingValue: 0,
  },
  labels: {
    fields: [
      { id: 'lesion', kind: 'boolean', column: 'Lesion', name: { en: 'Lesion', fr: 'Lésion' } },
      { id: 'benign', kind: 'boolean', column: 'Benin', name: { en: 'Benign', fr: 'Bénin' } },
      { id: 'malignant', kind: 'boolean', column: 'Malin', name: { en: 'Malignant', fr: 'Malin' } },
      {
        id: 'type',
        kind: 'category',
        column: 'Type de lesion',
        options: TYPES,
        name: { en: 'Type of lesion', fr: 'Type de lésion' },
      },
    ],
    rules: [
      {
        when: { column: 'Lesion', equals: false },
        then: {
          allOf: [
            { column: 'Benin', equals: false },
            { column: 'Malin', equals: false },
            { column: 'Type de lesion', equals: 'Foie Homogene' },
          ],
        },
        message: {
          en: 'Without a lesion the liver is homogeneous, neither benign nor malignant.',
          fr: 'Sans lésion, le foie est homogène, ni bénin ni malin.',
        },
      },
      {
        when: LESION,
        then: { not: { column: 'Type de lesion', equals: 'Foie Homogene' } },
        message: {
          en: 'A liver with a lesion is not homogeneous: choose the type of the lesion.',
          fr: 'Un foie avec une lésion n’est pas homogène\u202f: choisir le type de la lésion.',
        },
      },
      {
        when: { column: 'Type de lesion', in: ['Kyste', 'Angiome', 'HNF'] },
        then: {
          allOf: [
            { column: 'Benin', equals: true },
            { column: 'Malin', equals: false },
          ],
        },
        message: { en: 'A lesion of this type is benign.', fr: 'Une lésion de ce type est bénigne.' },
      },
      {
        when: { column: 'Type de lesion', in: ['CHC', 'Metastase'] },
        then: {
          allOf: [
            { column: 'Benin', equals: false },
            { column: 'Malin', equals: true },
          ],
        },
        message: { en: 'A lesion of this type is malignant.', fr: 'Une lésion de ce type est maligne.' },
      },
    ],
    reference: [
      { name: 'Lesion', type: 'boolean' },
      { name: 'Benin', type: 'boolean' },
      { name: 'Malin', type: 'boolean' },
      { name: 'Type de lesion', type: 'category', values: TYPES.map(({ value }) => value) },
    ],
    prediction: numbers(['Malin', 'Lesion', 'Kyste', 'Angiome', 'CHC', 'Foie Homogene', 'HNF', 'Metastase']),
  },
  score: {
    ruleSet: 'jfr-2018',
    terms: [
      { kind: 'auc', name: 'Lesion', weight: 0.5, truth: LESION, prediction: { column: 'Lesion' } },
      {
        kind: 'auc',
        name: 'Malin',
        weight: 0.3,
        truth: { column: 'Malin', equals: true },
        prediction: { column: 'Malin' },
        rows: LESION,
      },
      {
        kind: 'mean',
        name: 'Type de lesion',
        weight: 0.2,
        of: ['Kyste', 'HNF', 'Angiome', 'Metastase', 'CHC'].map(aucOfType),
        undefinedMember: 'left-out',
      },
    ],
  },
  split: splitBy(['Lesion', 'Malin', 'Type de lesion']),
  ...ROUNDS_OF_2018,
};
