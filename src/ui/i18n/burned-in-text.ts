import { area } from './area.ts';
import { burnedInText as en } from './en/burned-in-text.ts';
import { burnedInText as fr } from './fr/burned-in-text.ts';

export const t = area(en, fr);
