import type { preparation as en } from '../en/preparation.ts';
import { formats } from '../formats.ts';

const { count } = formats.fr;

export const preparation = {
  title: 'Préparer la file',
  lead: {
    sector:
      'Propose le champ échographique de chaque image ouverte et cherche les images qui se ressemblent. Rien n’est accepté\u202F: chaque contour attend votre regard au poste.',
    centroid:
      'Examine chaque image ouverte et repère celles qui sont vides, floues ou semblables. Le centre du cadre découle du masque.',
    click:
      'Examine chaque image ouverte et repère celles qui sont vides, floues ou semblables. Le centre du cadre vous revient, sauf si vous demandez le milieu de chaque image.',
    none: 'Examine chaque image ouverte et repère celles qui sont vides, floues ou semblables.',
  },
  center: 'Placer le cadre au milieu là où il ne l’est pas',
  act: (images: number) => `Préparer ${count(images, 'image ouverte', 'images ouvertes')}`,
  nothing: 'Toutes les images ouvertes sont préparées.',
  job: 'Préparation de la file',
  done: (images: number) => `${count(images, 'image préparée', 'images préparées')}.`,
  outlines: (images: number) =>
    `${count(images, 'contour proposé, à regarder', 'contours proposés, à regarder')}`,
  centers: (images: number) =>
    `${count(images, 'cadre placé au milieu, à regarder', 'cadres placés au milieu, à regarder')}`,
  notFound: (images: number) =>
    `${count(images, 'image', 'images')} sans champ trouvé\u202F: tracez-le au poste`,
  withoutMask: (images: number) => `${count(images, 'image', 'images')} sans masque`,
  failed: (images: number) =>
    count(images, 'image n’a pas pu être préparée', 'images n’ont pas pu être préparées'),
  undo: 'Annuler',
  undone: 'Tout a été annulé.',
} satisfies typeof en;
