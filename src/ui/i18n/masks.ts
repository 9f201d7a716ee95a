import { area } from './area.ts';
import { masks as en } from './en/masks.ts';
import { masks as fr } from './fr/masks.ts';

export const t = area(en, fr);
