import type { Translation } from '../area.ts';
import type { sector as en } from '../en/sector.ts';
import { formats } from '../formats.ts';

const { count, number, pixelSize } = formats.fr;

export const sector: Translation<typeof en> = {
  about: 'À propos de cette image',
  from: {
    fit: 'Trouvé dans l’image.',
    scanner: 'Repris de la dernière image de cet échographe\u202F: à vérifier.',
    person: 'Tracé par vous.',
  },
  outside: 'Ce qui est dehors devient 0.',
  move: 'Tirez les coins, ou choisissez-en un et utilisez les flèches.',
  corner: {
    'upper-left': 'Coin supérieur gauche du secteur',
    'upper-right': 'Coin supérieur droit du secteur',
    'lower-right': 'Coin inférieur droit du secteur',
    'lower-left': 'Coin inférieur gauche du secteur',
  },
  ofField: (corner, field) => `${corner}, champ ${field}`,
  freeCorner: (n) => `Coin ${n} du contour`,
  undoCorner: 'Retirer le dernier coin',
  cancel: 'Annuler',
  keys: {
    title: 'Coin ou extrémité',
    next: 'Choisir le coin ou l’extrémité qui suit',
    leave: 'Lâcher le coin ou l’extrémité',
    nudge: {
      Left: (pixels) => `${count(pixels, 'pixel', 'pixels')} à gauche`,
      Right: (pixels) => `${count(pixels, 'pixel', 'pixels')} à droite`,
      Up: (pixels) => `${count(pixels, 'pixel', 'pixels')} en haut`,
      Down: (pixels) => `${count(pixels, 'pixel', 'pixels')} en bas`,
    },
  },
  maximum: {
    act: 'Toutes les images à la fois',
    back: 'Revenir à l’image',
    title: 'Maximum de toutes les images',
    shown: (frames) => `Maximum de ${count(frames, 'image', 'images')}, à regarder.`,
    accepts: (frame) => `C’est l’image ${number(frame)} qui est acceptée.`,
    working: (done, frames, seconds) =>
      `Image ${number(done)} sur ${number(frames)}` +
      (seconds === null ? '' : ` · encore ${formats.fr.duration(seconds)}`),
    cancel: 'Arrêter',
  },
  measured: {
    title: 'Taille de pixel',
    none: 'Le fichier n’en donne pas\u202F: le recadrage n’est pas rééchantillonné.',
    noneKept: 'Le fichier n’en donne pas.',
    how: 'Si l’image montre une règle ou une distance que vous connaissez, tracez une ligne dessus.',
    act: 'Mesurer une distance connue',
    again: 'Mesurer à nouveau',
    ends: 'Placez les extrémités de la ligne sur la distance\u202F: tirez-les, ou cliquez l’une puis l’autre.',
    length: 'Longueur',
    unit: 'Unité',
    millimetres: 'mm',
    centimetres: 'cm',
    keep: 'Utiliser cette longueur',
    cancel: 'Annuler',
    remove: 'Retirer la mesure',
    end: { first: 'Première extrémité de la ligne', second: 'Seconde extrémité de la ligne' },
    line: (pixels) => `${number(pixels, 1)} pixels`,
    tooShort: 'La ligne est trop courte pour mesurer.',
    found: (spacing) => `${pixelSize(spacing)}\u202Fmm, mesuré sur l’image`,
    said: (spacing, length, pixels) =>
      `Mesuré sur l’image\u202F: ${pixelSize(spacing)}\u202Fmm par pixel (${number(length, 1)}\u202Fmm sur ${number(pixels, 1)} pixels).`,
    by: (name, when) => `${name}, ${when}`,
    leaving: (spacing) => `Taille de pixel ${pixelSize(spacing)}\u202Fmm, mesurée sur l’image`,
    flag: 'taille de pixel mesurée',
  },
};
