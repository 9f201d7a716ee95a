import { formats } from '../../formats.ts';
import { size, some, text, type FailureTexts } from '../../failure-text.ts';
import { elsewhere } from './elsewhere.ts';

const { number, bytes } = formats.fr;

export const image: FailureTexts<'image'> = {
  'image/wrong-pixel-count': ({ expected, got }) =>
    text(
      `L’image devrait avoir ${number(expected)} pixels mais en a ${number(got)}.`,
      'Exportez de nouveau l’image depuis l’archive.',
    ),
  'image/resample-failed': ({ cause }) =>
    text(
      `L’image n’a pas pu être rééchantillonnée : ${cause}.`,
      'Vérifiez sa taille de pixel, ou excluez-la avec ce motif.',
    ),
  'image/nifti-not-read': ({ cause }) =>
    text(`Le fichier NIfTI est illisible : ${cause}.`, 'Enregistrez-le de nouveau en .nii ou .nii.gz.'),
  'image/nifti-unsupported': ({ what }) =>
    text(
      `Ce type de fichier NIfTI n’est pas lu : ${what}.`,
      'Enregistrez-le en NIfTI-1, en nombres entiers ou flottants de 32 bits.',
    ),
  'image/nifti-truncated': ({ expected, got }) =>
    text(
      `Le fichier NIfTI finit trop tôt : ${bytes(expected)} annoncés, ${bytes(got)} présents.`,
      'Copiez-le ou enregistrez-le de nouveau.',
    ),
  'image/png-not-read': ({ cause }) =>
    text(
      `Le fichier PNG est illisible : ${cause}.`,
      'Enregistrez-le ou copiez-le de nouveau ; rien n’en a été utilisé.',
    ),
  'image/png-unsupported': ({ what }) =>
    text(
      {
        colour: 'Le fichier PNG contient des couleurs, pas des niveaux de gris.',
        transparency: 'Le fichier PNG contient des pixels transparents.',
        size: 'Le fichier PNG dépasse la taille de tout masque réel.',
      }[what],
      'Enregistrez-le en niveaux de gris sans transparence : 0 à l’extérieur, 1 ou blanc à l’intérieur.',
    ),
  'image/nifti-not-2d': ({ size: lengths }) =>
    text(`On attend une image 2D ; ce fichier est de ${size(lengths)}.`, 'Enregistrez la coupe seule.'),
  'image/mask-other-size': ({ expected, got }) =>
    text(
      `Le masque fait ${size(got)} pixels, son image ${size(expected)}.`,
      'Dessinez-le sur l’image à sa propre taille ; les masques ne sont jamais rééchantillonnés.',
    ),
  'image/mask-axes-swapped': ({ expected, got }) =>
    text(
      `Le masque fait ${size(got)} pixels, son image ${size(expected)} : lignes et colonnes sont échangées.`,
      'Transposez le masque et enregistrez-le de nouveau.',
    ),
  'image/mask-elsewhere': (difference) =>
    text(
      `Selon sa propre géométrie, le masque ${elsewhere(difference, 'son image')}.`,
      'Donnez le masque de cette image, ou enregistrez-le avec la géométrie de l’image.',
    ),
  'image/mask-not-binary': ({ declared, values }) =>
    text(
      `Le masque contient d’autres valeurs que 0 et ${number(declared)} : ${some(values)}.`,
      `Gardez 0 à l’extérieur et ${number(declared)} à l’intérieur.`,
    ),
  'image/mask-empty': () => text('Le masque est vide.', 'Dessinez-le, ou excluez l’image avec un motif.'),
};
