import type { ChallengeDefinition } from '../../definition/definition.ts';
import { millimetres } from '../../measure.ts';
import {
  INFORMATION_LETTER,
  ONE_IMAGE_PER_EXAM,
  PIXEL_SPACING,
  ROUNDS_OF_2018,
  commonCriteria,
  numbers,
  splitBy,
} from './jfr-2018.ts';

const GLANDULAR = { value: 'Tissu glandulaire', name: { en: 'Glandular tissue', fr: 'Tissu glandulaire' } };

const DUCTAL = {
  value: 'Carcinome canalaire infiltrant',
  name: { en: 'Invasive ductal carcinoma', fr: 'Carcinome canalaire infiltrant' },
};

const OTHER_BENIGN = [
  { value: 'Adenose sclerosante', name: { en: 'Sclerosing adenosis', fr: 'Adénose sclérosante' } },
  {
    value: 'Autre lesion proliferante',
    name: { en: 'Other proliferative lesion', fr: 'Autre lésion proliférante' },
  },
  { value: 'Cicatrice radiaire', name: { en: 'Radial scar', fr: 'Cicatrice radiaire' } },
  { value: 'Fibroadenome', name: { en: 'Fibroadenoma', fr: 'Fibroadénome' } },
  { value: 'Galactophorite', name: { en: 'Galactophoritis', fr: 'Galactophorite' } },
  {
    value: 'Hyperplasie canalaire sans atypie',
    name: { en: 'Ductal hyperplasia without atypia', fr: 'Hyperplasie canalaire sans atypie' },
  },
  { value: 'Kyste', name: { en: 'Cyst', fr: 'Kyste' } },
  {
    value: 'PASH',
    name: {
      en: 'PASH (pseudoangiomatous stromal hyperplasia)',
      fr: 'PASH (hyperplasie stromale pseudo-angiomateuse)',
    },
  },
  { value: 'Papillome', name: { en: 'Papilloma', fr: 'Papillome' } },
  { value: 'cytosteatonecrose', name: { en: 'Fat necrosis', fr: 'Cytostéatonécrose' } },
  {
    value: 'ganglio intra-mammaire',
    name: { en: 'Intramammary lymph node', fr: 'Ganglion intra-mammaire' },
  },
];

const OTHER_MALIGNANT = [
  {
    value: 'Carcinome lobulaire infiltrant',
    name: { en: 'Invasive lobular carcinoma', fr: 'Carcinome lobulaire infiltrant' },
  },
  { value: 'Cancer triple negatif', name: { en: 'Triple-negative cancer', fr: 'Cancer triple négatif' } },
  {
    value: 'Carcinome intracanalaire',
    name: { en: 'Ductal carcinoma in situ', fr: 'Carcinome intracanalaire' },
  },
  { value: 'Carcinome mucineux', name: { en: 'Mucinous carcinoma', fr: 'Carcinome mucineux' } },
];

const TYPES = [GLANDULAR, DUCTAL, ...OTHER_BENIGN, ...OTHER_MALIGNANT];

const valuesOf = (types: readonly { readonly value: string }[]) => types.map(({ value }) => value);

export const breast: ChallengeDefinition = {
  format: 'negatoscope-challenge',
  formatVersion: 1,
  id: 'breast',
  version: '1.0.0',
  title: { en: 'Breast lesion on MRI', fr: 'Lésion mammaire en IRM' },
  question: {
    en: 'Is the lesion malignant? Which of 17 types is it?',
    fr: 'La lésion est-elle maligne\u202f? De quel type, parmi 17, est-elle\u202f?',
  },
  instructions: {
    en: 'Give one slice per exam, from the 3D dynamic sequence after injection, with both breasts visible. The lesion is proven by histology or by an earlier MRI. Click on the lesion to place the crop.',
    fr: 'Fournir une coupe par examen, tirée de la séquence dynamique 3D après injection, les deux seins étant visibles. La lésion est prouvée par l’histologie ou par une IRM antérieure. Cliquer sur la lésion pour placer le recadrage.',
  },
  modality: 'MR',
  imagesPerExam: 1,
  criteria: {
    automatic: [
      ...commonCriteria({ en: 'MRI', fr: 'IRM' }, ONE_IMAGE_PER_EXAM),
      PIXEL_SPACING,
      {
        id: 'contrast-or-dynamic',
        kind: 'contrast-or-dynamic',
        title: { en: 'Contrast agent or dynamic series', fr: 'Produit de contraste ou série dynamique' },
      },
    ],
    declared: [
      INFORMATION_LETTER,
      { id: 'both-breasts', title: { en: 'Both breasts are visible', fr: 'Les deux seins sont visibles' } },
      {
        id: 'three-dimensional-dynamic',
        title: {
          en: 'The slice comes from the 3D dynamic sequence with injection',
          fr: 'La coupe vient de la séquence dynamique 3D avec injection',
        },
      },
      {
        id: 'proven',
        title: {
          en: 'The lesion is proven by histology or by an earlier MRI',
          fr: 'La lésion est prouvée par l’histologie ou par une IRM antérieure',
        },
      },
    ],
  },
  preprocessing: {
    pixelSize: millimetres(0.7),
    imageSize: [440, 440],
    crop: 'click',
    mask: 'none',
    interpolation: 'linear',
    paddingValue: 0,
  },
  labels: {
    fields: [
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
        when: { column: 'Type de lesion', in: valuesOf([DUCTAL, ...OTHER_MALIGNANT]) },
        then: { column: 'Malin', equals: true },
        message: { en: 'A lesion of this type is malignant.', fr: 'Une lésion de ce type est maligne.' },
      },
      {
        when: { column: 'Type de lesion', in: valuesOf([GLANDULAR, ...OTHER_BENIGN]) },
        then: { column: 'Malin', equals: false },
        message: {
          en: 'A lesion of this type is not malignant.',
          fr: 'Une lésion de ce type n’est pas maligne.',
        },
      },
    ],
    reference: [
      { name: 'Malin', type: 'boolean' },
      { name: 'Type de lesion', type: 'category', values: valuesOf(TYPES) },
    ],
    prediction: numbers(['Malin', ...valuesOf(TYPES)]),
  },
  score: {
    ruleSet: 'jfr-2018',
    terms: [
      {
        kind: 'auc',
        name: 'Malin',
        weight: 0.6,
        truth: { column: 'Malin', equals: true },
        prediction: { column: 'Malin' },
      },
      {
        kind: 'auc',
        name: GLANDULAR.value,
        weight: 0.1,
        truth: { column: 'Type de lesion', equals: GLANDULAR.value },
        prediction: { column: GLANDULAR.value },
      },
      {
        kind: 'auc',
        name: DUCTAL.value,
        weight: 0.1,
        truth: { column: 'Type de lesion', equals: DUCTAL.value },
        prediction: { column: DUCTAL.value },
      },
      {
        kind: 'auc',
        name: 'Autre benin',
        weight: 0.1,
        truth: { column: 'Type de lesion', in: valuesOf(OTHER_BENIGN) },
        prediction: { sum: valuesOf(OTHER_BENIGN) },
      },
      {
        kind: 'auc',
        name: 'Autre malin',
        weight: 0.1,
        truth: { column: 'Type de lesion', in: valuesOf(OTHER_MALIGNANT) },
        prediction: { sum: valuesOf(OTHER_MALIGNANT) },
      },
    ],
  },
  split: splitBy(['Malin', 'Type de lesion']),
  ...ROUNDS_OF_2018,
};
