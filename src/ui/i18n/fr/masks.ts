import type { masks as en } from '../en/masks.ts';
import { formats } from '../formats.ts';

const { number, count, list } = formats.fr;

export const masks = {
  title: 'Masque',
  keys: 'Masque',
  file: 'Masque (NIfTI, DICOM SEG, PNG)',
  remove: 'Retirer le masque',
  chooseSegment: 'Le fichier contient plusieurs segments de cette image. Lequel\u202F?',
  segment: (segment: number) => `Segment ${number(segment)}`,
  size: 'Taille',
  pixels: (pixels: number) => count(pixels, 'pixel', 'pixels'),
  area: (square: number) => `${number(square, 1)}\u202Fmm²`,
  volume: (millilitres: number) => `${number(millilitres, 2)}\u202FmL`,
  centre: 'Centre',
  parts: 'Composantes',
  partSizes: (sizes: readonly number[]) =>
    sizes.length === 1
      ? 'une seule'
      : `${number(sizes.length)}\u202F: ${list(sizes.slice(0, 5).map((size) => number(size)))} pixels${sizes.length > 5 ? '…' : ''}`,
  mend: 'Corriger le masque',
  tools: { brush: 'Pinceau', erase: 'Gomme', add: 'Ajouter une forme', cut: 'Découper une forme' },
  smaller: 'Pinceau plus petit',
  larger: 'Pinceau plus grand',
  radius: (radius: number) => `Rayon\u202F: ${number(radius, 1)} pixels`,
  corners: (corners: number) =>
    corners === 0 ? 'Cliquez les sommets de la forme.' : count(corners, 'sommet', 'sommets'),
  finish: 'Fermer la forme',
} satisfies typeof en;
