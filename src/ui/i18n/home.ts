import { area } from './area.ts';
import { home as en } from './en/home.ts';
import { home as fr } from './fr/home.ts';

export const t = area(en, fr);
