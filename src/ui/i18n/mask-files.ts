import { area } from './area.ts';
import { maskFiles as en } from './en/mask-files.ts';
import { maskFiles as fr } from './fr/mask-files.ts';

export const t = area(en, fr);
