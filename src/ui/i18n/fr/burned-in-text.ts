import { formats } from '../formats.ts';
import type { burnedInText as en } from '../en/burned-in-text.ts';
import type { Translation } from '../area.ts';

const { count } = formats.fr;

export const burnedInText = {
  title: 'Texte incrusté dans l’image',
  looking: 'Recherche de texte',
  none: 'Rien ne ressemble à du texte',
  notLooked: 'L’image n’a pas pu être examinée',
  point: (n: number | null) =>
    n === null ? 'Texte : recherche en cours' : `Texte : ${count(n, 'endroit', 'endroits')} à traiter`,
  flag: (n: number) => `Texte ${n}`,
  readFlag: (n: number, attribute: string) => `Texte ${n} : se lit comme ${attribute} de la source`,
  state: { open: 'à traiter', black: 'noirci', 'no-identity': 'ne nomme personne' },
  by: (name: string, when: string) => `${name}, ${when}`,
  black: (n) => count(n, 'endroit est noir', 'endroits sont noirs'),
  blackOut: 'Noircir',
  blackOutAll: 'Tout noircir',
  noIdentity: 'Ne nomme personne',
  mustBeBlack: 'Seul le noir répond à celui-ci',
  rectangle: 'Noircir un rectangle',
  outline: 'Noircir un contour',
  firstCorner: 'Cliquez deux coins opposés',
  secondCorner: 'Cliquez le coin opposé',
  drawing: (n: number) => `Cliquez les sommets : ${n} pour l’instant`,
  close: 'Fermer le contour',
  cancel: 'Annuler',
  blackouts: (n: number) => count(n, 'zone noircie', 'zones noircies'),
  blackout: (n: number) => `Zone noircie ${n}`,
  remove: 'Retirer',
  byNumbers: 'Par des nombres',
  left: 'Première colonne',
  top: 'Première ligne',
  right: 'Dernière colonne',
  bottom: 'Dernière ligne',
  keys: {
    next: 'Endroit suivant qui ressemble à du texte',
    blackOut: 'Noircir l’endroit',
    noIdentity: 'L’endroit ne nomme personne',
  },
  table: 'Noircir tout ce qui ressemble à du texte',
  read: {
    title: 'Lecture',
    act: 'Lire le texte',
    again: 'Relire',
    waiting: 'À lire',
    running: 'Lecture en cours',
    loading: 'Chargement du lecteur, une seule fois',
    cancel: 'Arrêter',
    outcome: {
      'no-identifier': (words: number) =>
        `${count(words, 'mot lu', 'mots lus')}, aucun identifiant de la source parmi eux`,
      identifier: 'Un identifiant de la source a été lu : à traiter de nouveau au poste',
      unreadable: 'Il y a peut-être du texte, mais rien n’a pu être lu. Regardez vous-même',
      'no-text': 'Rien à lire',
    },
    failed: 'Le texte n’a pas pu être lu',
    progress: (done: number, total: number) => `${done} lues sur ${total}`,
  },
} satisfies Translation<typeof en>;
