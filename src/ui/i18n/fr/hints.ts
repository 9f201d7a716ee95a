import type { hints as en } from '../en/hints.ts';
import { formats } from '../formats.ts';

const { number, percent } = formats.fr;

export const hints = {
  title: 'Image',
  thickness: 'Épaisseur de coupe',
  field: 'Champ magnétique',
  pixel: 'Taille de pixel',
  unknown: 'non indiqué',
  millimetres: (value: number) => `${number(value, 2)}\u202Fmm`,
  tesla: (value: number) => `${number(value, 1)}\u202FT`,
  empty: 'L’image semble vide.',
  'less-sharp': 'Moins nette que les autres\u202F: le patient a-t-il bougé\u202F?',
  clipped: (share: number) => `${percent(share)} du recadrage est hors de l’image.`,
  identical: (exam: string) => `Mêmes pixels que l’examen ${exam}.`,
  similar: (exam: string) => `Ressemble à l’examen ${exam}.`,
} satisfies typeof en;
