import { area } from './area.ts';
import { headerNumbers as en } from './en/header-numbers.ts';
import { headerNumbers as fr } from './fr/header-numbers.ts';

export const t = area(en, fr);
