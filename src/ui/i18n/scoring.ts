import { area } from './area.ts';
import { scoring as en } from './en/scoring.ts';
import { scoring as fr } from './fr/scoring.ts';

export const t = area(en, fr);
