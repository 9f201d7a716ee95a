import { area } from './area.ts';
import { signature as en } from './en/signature.ts';
import { signature as fr } from './fr/signature.ts';

export const t = area(en, fr);
