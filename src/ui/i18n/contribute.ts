import { area } from './area.ts';
import { contribute as en } from './en/contribute.ts';
import { contribute as fr } from './fr/contribute.ts';

export const t = area(en, fr);
