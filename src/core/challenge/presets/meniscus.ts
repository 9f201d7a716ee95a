import type { ChallengeDefinition, Condition } from '../../definition/definition.ts';
import { millimetres } from '../../measure.ts';
import {
  INFORMATION_LETTER,
  PIXEL_SPACING,
  ROUNDS_OF_2018,
  commonCriteria,
  numbers,
  splitBy,
} from './jfr-2018.ts';

const ORIENTATIONS = [
  { value: 'Horizontale', name: { en: 'Horizontal', fr: 'Horizontale' } },
  { value: 'Verticale', name: { en: 'Vertical', fr: 'Verticale' } },
];

const ANTERIOR: Condition = { column: 'Corne anterieure', equals: true };
const TORN: Condition = { anyOf: [ANTERIOR, { column: 'Corne posterieure', equals: true }] };

const INTACT_HAS_NO_ORIENTATION = {
  en: 'An intact horn has no orientation of a tear.',
  fr: 'Une corne intacte n’a pas d’orientation de fissure.',
};

export const meniscus: ChallengeDefinition = {
  format: 'negatoscope-challenge',
  formatVersion: 1,
  id: 'meniscus',
  version: '1.0.0',
  title: { en: 'Meniscus tear on MRI', fr: 'Fissure du ménisque en IRM' },
  question: {
    en: 'Is the meniscus torn? In which horn? In which orientation?',
    fr: 'Le ménisque est-il fissuré\u202f? Dans quelle corne\u202f? Dans quelle orientation\u202f?',
  },
  instructions: {
    en: 'Give one sagittal slice for each meniscus, both menisci of each patient: proton density or intermediate weighting with fat suppression, at 1.5 T or 3 T. The anterior and the posterior horn are visible and well separated. No previous surgery of the knee. Click on the meniscus to place the crop.',
    fr: 'Fournir une coupe sagittale par ménisque, pour les deux ménisques de chaque patient\u202f: pondération en densité de protons ou intermédiaire avec suppression de la graisse, à 1,5\u202fT ou 3\u202fT. Les cornes antérieure et postérieure sont visibles et bien séparées. Pas de chirurgie antérieure du genou. Cliquer sur le ménisque pour placer le recadrage.',
  },
  modality: 'MR',
  imagesPerExam: 2,
  criteria: {
    automatic: [
      ...commonCriteria(
        { en: 'MRI', fr: 'IRM' },
        { en: 'Two images per exam, one for each meniscus', fr: 'Deux images par examen, une par ménisque' },
      ),
      PIXEL_SPACING,
      {
        id: 'sagittal',
        kind: 'plane',
        plane: 'sagittal',
        withinDegrees: 30,
        title: { en: 'Sagittal plane (within 30°)', fr: 'Plan sagittal (à 30° près)' },
      },
      {
        id: 'field-strength',
        kind: 'field-strength',
        anyOf: [1.5, 3],
        tolerance: 0.1,
        title: { en: 'Field of 1.5 T or 3 T', fr: 'Champ de 1,5\u202fT ou 3\u202fT' },
      },
      {
        id: 'fat-saturation',
        kind: 'fat-saturation',
        title: { en: 'Fat suppression', fr: 'Suppression de la graisse' },
      },
      {
        id: 'echo-time',
        kind: 'echo-time',
        minimum: 10,
        maximum: 60,
        title: { en: 'Echo time of 10 to 60 ms', fr: 'Temps d’écho de 10 à 60\u202fms' },
      },
      {
        id: 'repetition-time',
        kind: 'repetition-time',
        above: 1000,
        title: {
          en: 'Repetition time above 1,000 ms',
          fr: 'Temps de répétition de plus de 1\u202f000\u202fms',
        },
      },
      { id: 'laterality', kind: 'shown', attribute: 'laterality', title: { en: 'Side', fr: 'Côté' } },
    ],
    declared: [
      INFORMATION_LETTER,
      {
        id: 'horns-visible',
        title: {
          en: 'The anterior and the posterior horn are visible and well separated',
          fr: 'Les cornes antérieure et postérieure sont visibles et bien séparées',
        },
      },
      {
        id: 'no-surgery',
        title: { en: 'No previous surgery of the knee', fr: 'Pas de chirurgie antérieure du genou' },
      },
      {
        id: 'weighting',
        title: {
          en: 'Proton density or intermediate weighting',
          fr: 'Pondération en densité de protons ou intermédiaire',
        },
      },
    ],
  },
  preprocessing: {
    pixelSize: millimetres(0.332),
    imageSize: [256, 256],
    crop: 'click',
    mask: 'none',
    interpolation: 'linear',
    paddingValue: 0,
  },
  labels: {
    fields: [
      {
        id: 'anterior',
        kind: 'boolean',
        column: 'Corne anterieure',
        name: { en: 'Anterior horn torn', fr: 'Corne antérieure fissurée' },
      },
      {
        id: 'posterior',
        kind: 'boolean',
        column: 'Corne posterieure',
        name: { en: 'Posterior horn torn', fr: 'Corne postérieure fissurée' },
      },
      {
        id: 'anterior-orientation',
        kind: 'category',
        column: 'Orientation anterieure',
        options: ORIENTATIONS,
        optional: true,
        name: { en: 'Orientation of the anterior tear', fr: 'Orientation de la fissure antérieure' },
      },
      {
        id: 'posterior-orientation',
        kind: 'category',
        column: 'Orientation posterieure',
        options: ORIENTATIONS,
        optional: true,
        name: { en: 'Orientation of the posterior tear', fr: 'Orientation de la fissure postérieure' },
      },
    ],
    rules: [
      {
        when: { not: ANTERIOR },
        then: { column: 'Orientation anterieure', blank: true },
        message: INTACT_HAS_NO_ORIENTATION,
      },
      {
        when: { column: 'Corne posterieure', equals: false },
        then: { column: 'Orientation posterieure', blank: true },
        message: INTACT_HAS_NO_ORIENTATION,
      },
    ],
    // A sixth column of 2018, position, has neither a published name nor values: it is not asked for.
    reference: [
      { name: 'Corne anterieure', type: 'boolean' },
      { name: 'Corne posterieure', type: 'boolean' },
      {
        name: 'Orientation anterieure',
        type: 'category',
        values: ['Horizontale', 'Verticale'],
        optional: true,
      },
      {
        name: 'Orientation posterieure',
        type: 'category',
        values: ['Horizontale', 'Verticale'],
        optional: true,
      },
    ],
    prediction: numbers([
      'Corne anterieure',
      'Corne posterieure',
      'Fissure',
      'Orientation horizontale',
      'Orientation verticale',
    ]),
  },
  score: {
    ruleSet: 'jfr-2018',
    terms: [
      { kind: 'auc', name: 'Fissure', weight: 0.4, truth: TORN, prediction: { column: 'Fissure' } },
      {
        kind: 'auc',
        name: 'Corne anterieure',
        weight: 0.3,
        truth: ANTERIOR,
        prediction: { column: 'Corne anterieure' },
        rows: TORN,
      },
      {
        kind: 'auc',
        name: 'Orientation horizontale',
        weight: 0.3,
        truth: {
          anyOf: [
            { column: 'Orientation anterieure', equals: 'Horizontale' },
            { column: 'Orientation posterieure', equals: 'Horizontale' },
          ],
        },
        prediction: { column: 'Orientation horizontale' },
        rows: TORN,
      },
    ],
  },
  split: splitBy([
    'Corne anterieure',
    'Corne posterieure',
    'Orientation anterieure',
    'Orientation posterieure',
  ]),
  ...ROUNDS_OF_2018,
};
