import { area } from './area.ts';
import { organise as en } from './en/organise.ts';
import { organise as fr } from './fr/organise.ts';

export const t = area(en, fr);
