import { area } from './area.ts';
import { verification as en } from './en/verification.ts';
import { verification as fr } from './fr/verification.ts';

export const t = area(en, fr);
