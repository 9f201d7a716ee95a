import { area } from './area.ts';
import { round as en } from './en/round.ts';
import { round as fr } from './fr/round.ts';

export const t = area(en, fr);
export const both = { en, fr } as const;
