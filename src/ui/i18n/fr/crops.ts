import type { crops as en } from '../en/crops.ts';
import { formats } from '../formats.ts';

const { number, count, bytes } = formats.fr;

export const crops = {
  title: 'Images recadrées',
  lead: (images: number) =>
    `${count(images, 'image validée', 'images validées')}, recadrées et rééchantillonnées exactement comme dans une base\u202F: .nii.gz avec les masques, et un tableau des centres, espacements, tailles et remarques. Les noms sont des pseudonymes\u202F; aucune étiquette n’y figure. Pour vérifier dans votre centre\u202F: les curateurs, eux, ont besoin du paquet ci-dessus.`,
  act: 'Produire les images recadrées',
  resume: 'Reprendre',
  job: 'Images recadrées',
  made: (made: number, of: number) =>
    `${number(made)} sur ${count(of, 'image est déjà produite et conservée', 'images sont déjà produites et conservées')}\u202F; la suite reprend de là.`,
  all: (of: number) =>
    `${count(of, 'image est produite', 'images sont produites')}\u202F: il ne reste qu’à écrire le fichier.`,
  done: 'Les images recadrées sont écrites',
  failed: 'Les images recadrées n’ont pas été écrites',
  kept: 'Ce qui a été produit est conservé.',
  file: 'Fichier',
  images: 'Images',
  imagesOf: (images: number) => count(images, 'image', 'images'),
  size: 'Taille',
  sizeOf: (value: number) => bytes(value),
  digest: 'SHA-256',
  again: 'Enregistrer à nouveau le fichier',
} satisfies typeof en;
