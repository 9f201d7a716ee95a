import { area } from './area.ts';
import { sector as en } from './en/sector.ts';
import { sector as fr } from './fr/sector.ts';

export const t = area(en, fr);
