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

export const thyroid: ChallengeDefinition = {
  format: 'negatoscope-challenge',
  formatVersion: 1,
  id: 'thyroid',
  version: '1.0.0',
  title: { en: 'Thyroid cartilage on CT', fr: 'Cartilage thyroïde au scanner' },
  question: {
    en: 'Is the thyroid cartilage normal or abnormal (lysis or condensation)?',
    fr: 'Le cartilage thyroïde est-il normal ou anormal (lyse ou condensation)\u202f?',
  },
  instructions: {
    en: 'Give one image per exam, at the level of the thyroid cartilage, of a patient whose initial check-up is suspicious for a laryngeal or hypopharyngeal tumour. Slices are at least 1 mm thick. Click on the cartilage to place the crop.',
    fr: 'Fournir une image par examen, au niveau du cartilage thyroïde, d’un patient dont le bilan initial fait suspecter une tumeur laryngée ou hypopharyngée. Les coupes ont au moins 1\u202fmm d’épaisseur. Cliquer sur le cartilage pour placer le recadrage.',
  },
  modality: 'CT',
  imagesPerExam: 1,
  criteria: {
    automatic: [
      ...commonCriteria({ en: 'CT', fr: 'Scanner' }, ONE_IMAGE_PER_EXAM),
      PIXEL_SPACING,
      {
        id: 'axial',
        kind: 'plane',
        plane: 'axial',
        withinDegrees: 30,
        title: { en: 'Axial plane (within 30°)', fr: 'Plan axial (à 30° près)' },
      },
      {
        id: 'slice-thickness',
        kind: 'slice-thickness',
        minimum: millimetres(1),
        title: { en: 'Slice at least 1 mm thick', fr: 'Coupe d’au moins 1\u202fmm d’épaisseur' },
      },
    ],
    declared: [
      INFORMATION_LETTER,
      {
        id: 'cartilage-level',
        title: {
          en: 'The image is at the level of the thyroid cartilage',
          fr: 'L’image est au niveau du cartilage thyroïde',
        },
      },
      {
        id: 'suspicious-check-up',
        title: {
          en: 'Initial check-up, suspicious for a laryngeal or hypopharyngeal tumour',
          fr: 'Bilan initial faisant suspecter une tumeur laryngée ou hypopharyngée',
        },
      },
    ],
  },
  preprocessing: {
    pixelSize: millimetres(0.45),
    imageSize: [192, 192],
    crop: 'click',
    mask: 'none',
    interpolation: 'linear',
    paddingValue: -1024,
  },
  labels: {
    fields: [
      {
        id: 'abnormal',
        kind: 'boolean',
        column: 'anormale',
        name: { en: 'Abnormal (lysis or condensation)', fr: 'Anormal (lyse ou condensation)' },
      },
    ],
    rules: [],
    reference: [{ name: 'anormale', type: 'boolean' }],
    prediction: numbers(['anormale']),
  },
  score: {
    ruleSet: 'jfr-2018',
    terms: [
      {
        kind: 'auc',
        name: 'anormale',
        weight: 1,
        truth: { column: 'anormale', equals: true },
        prediction: { column: 'anormale' },
      },
    ],
  },
  split: splitBy(['anormale']),
  ...ROUNDS_OF_2018,
};
