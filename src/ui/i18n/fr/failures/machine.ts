import { formats } from '../../formats.ts';
import { text, type FailureTexts } from '../../failure-text.ts';

const { bytes } = formats.fr;

export const machine: FailureTexts<'machine'> = {
  'machine/storage-full': ({ needed }) =>
    text(
      needed === undefined
        ? 'Il n’y a plus de place sur le disque pour les données de cette page.'
        : `Il n’y a plus de place sur le disque : il manque ${bytes(needed)}.`,
      'Rien de ce qui est stocké n’est perdu. Libérez de l’espace, ou exportez puis effacez le travail fini dans les réglages, et continuez.',
    ),
  'machine/storage-unavailable': ({ cause }) =>
    text(
      `Le stockage du navigateur est inutilisable : ${cause}.`,
      'Quittez la navigation privée, autorisez ce site à stocker des données, ou rechargez la page.',
    ),
  'machine/worker-crashed': ({ cause }) =>
    text(
      `Une tâche de fond s’est arrêtée : ${cause}.`,
      'Elle a été relancée. Réessayez ce fichier ; réduisez le nombre de tâches dans les réglages si la mémoire manque.',
    ),
  'machine/cancelled': () => text('Annulé.', 'Ce qui était fait est gardé. Recommencez quand vous voulez.'),
  'machine/unexpected': ({ cause }) =>
    text(
      `Un imprévu s’est produit : ${cause}.`,
      'Le reste continue. Réessayez ; si cela revient, signalez-le.',
    ),
};
