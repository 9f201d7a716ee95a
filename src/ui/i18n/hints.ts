import { area } from './area.ts';
import { hints as en } from './en/hints.ts';
import { hints as fr } from './fr/hints.ts';

export const t = area(en, fr);
