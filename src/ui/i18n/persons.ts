import { area } from './area.ts';
import { persons as en } from './en/persons.ts';
import { persons as fr } from './fr/persons.ts';

export const t = area(en, fr);
