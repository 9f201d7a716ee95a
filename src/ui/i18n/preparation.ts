import { area } from './area.ts';
import { preparation as en } from './en/preparation.ts';
import { preparation as fr } from './fr/preparation.ts';

export const t = area(en, fr);
