import type { Translation } from '../area.ts';
import type { selfTest as en } from '../en/self-test.ts';
import { formats } from '../formats.ts';

const { count, number } = formats.fr;

export const selfTest = {
  title: 'Autotest de désidentification',
  lead: 'Il dessine des examens de synthèse, y plante un patient inventé, leur fait suivre le chemin des vrais, et vérifie ce qui partirait.',
  how: [
    'Les mêmes processus et le même code que l’import, le masquage et la validation. Le fichier qui partirait est relu par le second lecteur.',
    'Rien n’est écrit dans votre espace de travail, et la clé de votre centre ne sert pas.',
    'Les dix actions sont celles de l’épreuve MIDI-B.',
  ],
  challenge: 'Challenge',
  options: 'Options',
  asAsked: 'comme le challenge le demande',
  allTen: 'aussi dates décalées, âge et sexe conservés, pour voir les dix actions',
  run: 'Lancer l’autotest',
  again: 'Le relancer',
  running: (done, total) => `Test en cours\u202f: ${number(done)} sur ${number(total)}`,
  failed: 'L’autotest n’a pas pu se faire',
  passed: (n) => `Les ${number(n)} actions demandées ont toutes été faites`,
  missed: (missed, of) => `${number(missed)} actions demandées sur ${number(of)} n’ont pas été faites`,
  facts: (files, seconds, tool, seed) =>
    `${count(files, 'fichier', 'fichiers')}, ${number(seconds, 1)}\u202fs, Negatoscope ${tool}, graine ${seed}`,
  optionsOf: (names) =>
    names === '' ? 'Options en plus du profil de base\u202f: aucune' : `Options\u202f: ${names}`,
  save: 'Enregistrer le résultat',
  actions: 'Les dix actions',
  action: 'Action',
  required: 'Demandées',
  done: 'Faites',
  meaning: 'Ce qu’elle demande',
  notAsked: 'non demandée par ces options',
  of: {
    tag_retained: 'L’attribut est encore là',
    text_notnull: 'L’attribut a encore une valeur',
    text_retained: 'Le texte qui ne dit rien d’une personne est conservé',
    text_removed: 'Le texte n’est nulle part dans le fichier',
    date_shifted: 'La date est décalée du nombre de jours propre au patient',
    uid_changed: 'L’UID est un autre',
    uid_consistent: 'Le même UID est devenu le même nouvel UID dans chaque fichier',
    patid_consistent: 'Le même patient a le même pseudonyme dans chaque fichier, un autre patient un autre',
    pixels_hidden: 'Le texte incrusté dans les pixels vaut 0',
    pixels_retained: 'Les pixels de l’image sont ceux d’origine',
  },
  things: 'Ce qui a été planté, et ce que c’est devenu',
  thing: 'Planté',
  place: 'Où',
  file: 'Fichier',
  became: 'Maintenant',
  result: 'Résultat',
  ok: 'faite',
  notOk: 'non faite',
  gone: 'absent',
  black: 'noir',
  legible: 'encore lisible',
  empty: 'vide',
  pixels: 'pixels',
  only: 'Montrer',
  all: (n) => `tout (${number(n)})`,
  onlyMissed: (n) => `non faites (${number(n)})`,
  category: {
    tag: 'attribut',
    text: 'texte',
    nested: 'séquence imbriquée',
    private: 'groupe privé',
    date: 'date',
    uid: 'UID',
    pixels: 'pixels',
  },
  blocked: (n) => count(n, 'fichier bloqué avant de partir', 'fichiers bloqués avant de partir'),
  failures: 'Ce qui n’a pas marché',
  words: {
    tag_retained: (place) => `${place} a disparu, alors qu’il doit rester.`,
    text_notnull: (place) => `${place} est vide, alors qu’il lui faut une valeur.`,
    text_retained: (place, text) => `${place} a perdu «\u202f${text}\u202f», qui ne dit rien d’une personne.`,
    text_removed: (place, text) => `«\u202f${text}\u202f», planté dans ${place}, est encore dans le fichier.`,
    date_shifted: (place, text) => `La date ${text} dans ${place} n’a pas été décalée comme il faut.`,
    uid_changed: (place) => `L’UID dans ${place} est celui d’origine.`,
    uid_consistent: (place) => `L’UID dans ${place} n’est pas devenu partout le même.`,
    patid_consistent: () => 'Un patient a deux pseudonymes, ou deux patients en ont un seul.',
    pixels_hidden: (_, text) =>
      text === ''
        ? 'Le texte incrusté dans l’image se lit encore.'
        : `«\u202f${text}\u202f», écrit dans l’image, se lit encore.`,
    pixels_retained: () => 'Des pixels de l’image ont changé.',
  },
  doNot:
    'N’exportez rien depuis cette machine. Rechargez la page\u202f; si le test échoue encore, enregistrez le résultat et signalez-le.',
  toLearn: 'Se former',
  open: 'Ouvrir l’autotest',
  short:
    'Plante un patient inventé dans des examens de synthèse et montre si quelque chose de lui partirait. Une demi-minute.',
} satisfies Translation<typeof en>;
