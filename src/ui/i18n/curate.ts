import { area } from './area.ts';
import { curate as en } from './en/curate.ts';
import { curate as fr } from './fr/curate.ts';

export const t = area(en, fr);
