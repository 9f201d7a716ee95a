import type { AllFailureTexts } from '../failure-text.ts';
import { challenge } from './failures/challenge.ts';
import { deidentify } from './failures/deidentify.ts';
import { dicom } from './failures/dicom.ts';
import { identity } from './failures/identity.ts';
import { image } from './failures/image.ts';
import { labels } from './failures/labels.ts';
import { machine } from './failures/machine.ts';
import { packages } from './failures/package.ts';
import { round } from './failures/round.ts';
import { scoring } from './failures/scoring.ts';
import { split } from './failures/split.ts';

export const failures: AllFailureTexts = {
  ...challenge,
  ...deidentify,
  ...dicom,
  ...identity,
  ...image,
  ...labels,
  ...machine,
  ...packages,
  ...round,
  ...scoring,
  ...split,
};
