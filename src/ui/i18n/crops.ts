import { area } from './area.ts';
import { crops as en } from './en/crops.ts';
import { crops as fr } from './fr/crops.ts';

export const t = area(en, fr);
