import { area } from './area.ts';
import { settings as en } from './en/settings.ts';
import { settings as fr } from './fr/settings.ts';

export const t = area(en, fr);
