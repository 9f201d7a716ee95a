import type { ChallengeDefinition } from '../../definition/definition.ts';
import { millimetres } from '../../measure.ts';
import {
  INFORMATION_LETTER,
  ONE_IMAGE_PER_EXAM,
  PIXEL_SPACING,
  ROUNDS_OF_2018,
  commonCriteria,
  splitBy,
} from './jfr-2018.ts';

export const renalCortex: ChallengeDefinition = {
  format: 'negatoscope-challenge',
  formatVersion: 1,
  id: 'renal-cortex',
  version: '1.0.0',
  title: { en: 'Renal cortex on CT', fr: 'Cortex rénal au scanner' },
  question: { en: 'Segment the renal cortex.', fr: 'Segmenter le cortex rénal.' },
  instructions: {
    en: 'Give one coronal image per exam, oblique along the long axis of the kidney, with a binary mask of the renal cortex. Exams before and after injection of contrast are both wanted. The image is cropped automatically around the centroid of the mask.',
    fr: 'Fournir une image coronale par examen, oblique dans le grand axe du rein, avec un masque binaire du cortex rénal. Des examens sans et avec injection de produit de contraste sont souhaités. L’image est recadrée automatiquement autour du centre de gravité du masque.',
  },
  modality: 'CT',
  imagesPerExam: 1,
  criteria: {
    automatic: [
      ...commonCriteria({ en: 'CT', fr: 'Scanner' }, ONE_IMAGE_PER_EXAM),
      PIXEL_SPACING,
      {
        id: 'coronal',
        kind: 'plane',
        plane: 'coronal',
        withinDegrees: 45,
        title: {
          en: 'Coronal plane, oblique allowed (45° at most)',
          fr: 'Plan coronal, oblique accepté (45° au plus)',
        },
      },
      {
        id: 'contrast',
        kind: 'shown',
        attribute: 'contrast',
        title: { en: 'Contrast agent', fr: 'Produit de contraste' },
      },
    ],
    declared: [
      INFORMATION_LETTER,
      {
        id: 'long-axis',
        title: {
          en: 'The image follows the long axis of the kidney',
          fr: 'L’image suit le grand axe du rein',
        },
      },
      {
        id: 'mask-checked',
        title: {
          en: 'The mask covers the cortex, and nothing but the cortex',
          fr: 'Le masque couvre le cortex, et seulement le cortex',
        },
      },
    ],
  },
  preprocessing: {
    pixelSize: millimetres(1),
    imageSize: [192, 192],
    crop: 'centroid',
    mask: 'none',
    interpolation: 'linear',
    paddingValue: -1024,
  },
  labels: {
    fields: [
      { id: 'mask', kind: 'mask', name: { en: 'Mask of the renal cortex', fr: 'Masque du cortex rénal' } },
    ],
    rules: [],
    reference: [],
    prediction: [],
  },
  score: { ruleSet: 'jfr-2018', terms: [{ kind: 'dice', name: 'Dice', weight: 1 }] },
  split: splitBy([]),
  ...ROUNDS_OF_2018,
};
