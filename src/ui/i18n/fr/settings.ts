import type { Translation } from '../area.ts';
import type { settings as en } from '../en/settings.ts';
import { formats } from '../formats.ts';

const { number, bytes } = formats.fr;

export const settings = {
  title: 'Réglages',
  appearance: 'Langue et thème',
  language: 'Langue',
  theme: 'Thème',
  dark: 'Sombre, pour la salle de lecture',
  light: 'Clair',
  hand: 'Souris et machine',
  invertDrag: 'Inverser le glissement vertical',
  invertDragHint: 'Glisser vers le haut assombrit au lieu d’éclaircir.',
  workers: 'Images traitées en même temps',
  workersHint: (cores: number) =>
    `Cette machine a ${number(cores)} fils de calcul. Plus va plus vite et prend plus de mémoire.`,
  storage: 'Stockage',
  storageText: 'Votre travail est dans ce navigateur, sur cette machine, et nulle part ailleurs.',
  kept: 'Le navigateur a promis de le conserver.',
  notKept: 'Le navigateur peut l’effacer si le disque vient à manquer.',
  used: (used: number, available: number) => `${bytes(used)} utilisés sur ${bytes(available)}`,
  space: 'Espace utilisé',
  unknown: 'Ce navigateur ne dit pas combien est utilisé.',
  purge: 'Tout effacer sur cette machine',
  purgeText:
    'Efface toutes les images, étiquettes, paquets, définitions et la clé du centre. Les pseudonymes ne pourront plus être reliés aux patients. Les paquets que vous avez exportés ne sont pas touchés.',
  purgeConfirm: 'Il n’y a pas de retour. Exportez d’abord ce dont vous avez besoin.',
  purgeGo: 'Tout effacer',
  purgeCancel: 'Conserver',
  keys: 'Touches',
  keysText: 'Les touches actives, par endroit, sont listées dans l’aide.',
  keysGo: 'Afficher les touches',
  about: 'À propos',
  version: 'Version',
  licence: 'Licence',
  licenceText: 'Licence Apache 2.0. Libre d’usage, d’étude, de modification et de partage.',
  licences: 'Construit avec',
  offlineReady: 'Fonctionne hors ligne',
  offlineReadyYes: 'oui : tout est stocké dans ce navigateur',
  offlineReadyNo: 'pas encore : chargement en cours',
  lookForUpdate: 'Chercher une mise à jour',
  upToDate: 'C’est la version la plus récente qui ait pu être jointe.',
  notMedicalDevice:
    'Negatoscope prépare et évalue des données de recherche. Ce n’est pas un dispositif médical et il ne sert pas au diagnostic.',
} satisfies Translation<typeof en>;
