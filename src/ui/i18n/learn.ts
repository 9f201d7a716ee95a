import { area } from './area.ts';
import { learn as en } from './en/learn.ts';
import { learn as fr } from './fr/learn.ts';

export const t = area(en, fr);
