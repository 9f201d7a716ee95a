import { area } from './area.ts';
import { selfTest as en } from './en/self-test.ts';
import { selfTest as fr } from './fr/self-test.ts';

export const t = area(en, fr);
