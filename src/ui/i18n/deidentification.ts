import { area } from './area.ts';
import { deidentification as en } from './en/deidentification.ts';
import { deidentification as fr } from './fr/deidentification.ts';

export const t = area(en, fr);
