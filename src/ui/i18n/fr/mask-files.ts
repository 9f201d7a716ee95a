import type { maskFiles as en } from '../en/mask-files.ts';
import { formats } from '../formats.ts';

const { count } = formats.fr;

export const maskFiles = {
  title: 'Masques d’après leurs noms',
  lead: 'NIfTI, PNG ou DICOM SEG, pour de nombreuses images à la fois. Un fichier est rapproché de l’image par le pseudonyme de l’examen ou le nom du fichier de l’image dans le sien, un DICOM SEG par les images qu’il cite. Chaque masque attend votre regard au poste.',
  files: 'Fichiers de masque',
  folder: 'Dossier de fichiers de masque',
  job: 'Rattachement des masques',
  attached: (images: number) => `${count(images, 'masque rattaché', 'masques rattachés')}.`,
  refused: (files: number) => count(files, 'masque non rattaché', 'masques non rattachés'),
} satisfies typeof en;
