import { formats } from '../../formats.ts';
import { some, text, type FailureTexts } from '../../failure-text.ts';
import { faults } from '../header-numbers.ts';

const { number, bytes } = formats.fr;
const EXPORT_AGAIN = 'Exportez de nouveau cette image depuis l’archive ; les autres ne sont pas touchées.';

export const dicom: FailureTexts<'dicom'> = {
  'dicom/not-dicom': () => text('Ce n’est pas un fichier DICOM.', 'Rien à faire : il a été laissé de côté.'),
  'dicom/truncated': ({ tag, expected, actual }) =>
    text(
      `Le fichier finit trop tôt, dans l’élément ${tag} : ${bytes(expected)} annoncés, ${bytes(actual)} présents.`,
      'Copiez-le ou exportez-le de nouveau ; le transfert a sans doute été coupé.',
    ),
  'dicom/malformed': ({ cause, offset }) =>
    text(`La structure du fichier est illisible après l’octet ${number(offset)} : ${cause}.`, EXPORT_AGAIN),
  'dicom/unknown-vr': ({ tag, vr, offset }) =>
    text(
      `L’élément ${tag} a une représentation de valeur inconnue, « ${vr} » (octet ${number(offset)}) ; la suite du fichier est illisible.`,
      EXPORT_AGAIN,
    ),
  'dicom/no-pixels': () =>
    text(
      'Le fichier ne contient pas d’image (un compte rendu, un plan ou un répertoire).',
      'Rien à faire : il a été laissé de côté.',
    ),
  'dicom/bad-header': ({ cause }) => text(`La description de l’image ne tient pas : ${cause}.`, EXPORT_AGAIN),
  'dicom/unreadable-number': ({ attribute, fault }) =>
    text(
      `${attribute} est illisible dans l’en-tête : ${faults[fault]}.`,
      'Rien n’est mis à sa place. Exportez de nouveau l’image, ou faites-la corriger par l’archive.',
    ),
  'dicom/truncated-pixels': ({ expected, actual }) =>
    text(`Des pixels manquent : ${bytes(expected)} annoncés, ${bytes(actual)} présents.`, EXPORT_AGAIN),
  'dicom/unsupported-syntax': ({ syntax, name }) =>
    text(
      `Il n’y a pas de décodeur pour ${name} (${syntax}).`,
      'Faites-la exporter sans compression par l’archive.',
    ),
  'dicom/unsupported-pixels': ({ cause }) =>
    text(
      `Ce type de pixels n’est pas lu : ${cause}.`,
      'Faites-la exporter en niveaux de gris ou en RVB, sans compression.',
    ),
  'dicom/decode-failed': ({ cause }) => text(`L’image compressée est abîmée : ${cause}.`, EXPORT_AGAIN),
  'dicom/decoded-mismatch': ({ what, expected, actual }) =>
    text(
      `L’image décodée n’est pas celle qui est décrite (${what} : ${expected} annoncé, ${actual} trouvé) ; elle n’est pas utilisée.`,
      EXPORT_AGAIN,
    ),
  'dicom/missing-frames': ({ expected, actual }) =>
    text(
      `Des images de la boucle manquent : ${number(expected)} annoncées, ${number(actual)} trouvées.`,
      EXPORT_AGAIN,
    ),
  'dicom/no-such-frame': ({ frame, frames }) =>
    text(
      `Il n’y a pas d’image ${number(frame)} : le fichier en a ${number(frames)}.`,
      `Choisissez une image de 1 à ${number(frames)}.`,
    ),
  'dicom/not-a-segmentation': () =>
    text(
      'Ce fichier DICOM n’est pas un objet de segmentation.',
      'Déposez un DICOM SEG, un masque NIfTI ou un masque PNG.',
    ),
  'dicom/no-segment-of-image': ({ frames }) =>
    text(
      `Aucune des ${number(frames)} images de la segmentation n’appartient à cette coupe.`,
      'Choisissez la coupe segmentée, ou déposez la segmentation de cet examen.',
    ),
  'dicom/several-segments': ({ segments }) =>
    text(
      `La segmentation contient plusieurs segments de cette image\u202F: ${some(segments)}.`,
      'Exportez un seul segment, ou choisissez-le au poste de travail.',
    ),
};
