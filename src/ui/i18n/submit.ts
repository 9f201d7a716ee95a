import { area } from './area.ts';
import { submit as en } from './en/submit.ts';
import { submit as fr } from './fr/submit.ts';

export const t = area(en, fr);
