import { area } from './area.ts';
import { viewer as en } from './en/viewer.ts';
import { viewer as fr } from './fr/viewer.ts';

export const t = area(en, fr);
