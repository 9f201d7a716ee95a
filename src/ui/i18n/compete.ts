import { area } from './area.ts';
import { compete as en } from './en/compete.ts';
import { compete as fr } from './fr/compete.ts';

export const t = area(en, fr);
