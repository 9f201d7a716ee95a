import { area } from './area.ts';
import { identity as en } from './en/identity.ts';
import { identity as fr } from './fr/identity.ts';

export const t = area(en, fr);
