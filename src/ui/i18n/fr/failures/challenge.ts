import type { InvalidReason, JsonType, TextForm } from '../../../../core/challenge/failures.ts';
import { formats } from '../../formats.ts';
import { text, type FailureTexts } from '../../failure-text.ts';

const { number, list } = formats.fr;

const TYPES: Record<JsonType, string> = {
  text: 'un texte',
  number: 'un nombre',
  'true-or-false': 'vrai ou faux (true, false)',
  list: 'une liste',
  object: 'un objet',
  null: 'null',
};

const FORMS: Record<TextForm, string> = {
  identifier: 'des minuscules, des chiffres et des traits d’union isolés',
  version: 'une version comme 1.0.0',
  date: 'une date comme 2018-05-15',
  modality: 'une modalité DICOM comme CT, MR ou US',
  'column-name': 'un nom sur une ligne, sans blanc au début ni à la fin',
};

const COLUMNS = { boolean: 'vrai ou faux', category: 'une catégorie', number: 'un nombre' };
const TABLES = { reference: 'de la vérité terrain', prediction: 'de la prédiction' };

function reasonText(reason: InvalidReason): [why: string, remedy: string] {
  switch (reason.code) {
    case 'missing':
      return ['cette partie manque', 'Ajoutez-la.'];
    case 'unknown-key':
      return ['une définition n’a pas de telle partie', 'Retirez-la, ou corrigez son orthographe.'];
    case 'wrong-type':
      return [`on attend ${TYPES[reason.expected]}, on trouve ${TYPES[reason.got]}`, 'Changez la valeur.'];
    case 'not-one-of':
      return [`${reason.got} n’est pas permis ici`, `Utilisez ${list(reason.allowed, 'or')}.`];
    case 'wrong-length':
      return [
        `on attend ${number(reason.expected)} éléments, on en trouve ${number(reason.got)}`,
        'Corrigez la liste.',
      ];
    case 'blank':
      return ['c’est vide', 'Remplissez.'];
    case 'wrong-form':
      return ['la forme n’est pas la bonne', `Utilisez ${FORMS[reason.form]}.`];
    case 'out-of-range': {
      const { minimum, maximum } = reason;
      const range = [
        minimum === undefined ? '' : `au moins ${number(minimum)}`,
        maximum === undefined ? '' : `au plus ${number(maximum)}`,
      ].filter(Boolean);
      return ['la valeur est hors limites', `Utilisez ${list(range)}.`];
    }
    case 'not-positive':
      return ['la valeur n’est pas au-dessus de zéro', 'Utilisez un nombre au-dessus de zéro.'];
    case 'not-whole':
      return ['la valeur n’est pas un nombre entier', 'Utilisez un nombre entier.'];
    case 'too-deep':
      return [`c’est imbriqué à plus de ${number(reason.maximum)} niveaux`, 'Aplatissez.'];
    case 'not-a-condition':
      return ['ce n’est pas une condition', `Donnez-lui l’une des clés ${list(reason.keys, 'or')}.`];
    case 'not-a-sum-of-100':
      return [`la somme des parts est ${number(reason.sum)}`, 'Faites-en 100.'];
    case 'unknown-column':
      return [
        `il n’y a pas de colonne ${TABLES[reason.table]} « ${reason.column} »`,
        `Nommez une colonne de labels.${reason.table}, ou ajoutez celle-ci.`,
      ];
    case 'wrong-column-type':
      return [
        `la colonne « ${reason.column} » contient ${COLUMNS[reason.got]}, mais il faut ici ${COLUMNS[reason.expected]}`,
        'Nommez une autre colonne, ou changez son type.',
      ];
    case 'unknown-value':
      return [
        `« ${reason.value} » n’est pas une valeur de la colonne « ${reason.column} »`,
        'Corrigez-la, ou ajoutez-la aux valeurs de la colonne.',
      ];
    case 'duplicate':
      return [`« ${reason.value} » apparaît plus d’une fois`, 'Gardez-en un.'];
    case 'column-without-field':
      return [
        `aucun champ à remplir ne correspond à la colonne « ${reason.column} »`,
        'Ajoutez un champ, ou rendez la colonne facultative.',
      ];
    case 'required-by':
      return [`${reason.path} exige quelque chose ici`, 'Ajoutez-le, ou changez l’autre partie.'];
    case 'excluded-by':
      return [`${reason.path} interdit ceci`, 'Retirez-le, ou changez l’autre partie.'];
    case 'ends-before-start':
      return ['la fin précède le début', 'Corrigez les dates.'];
  }
}

export const challenge: FailureTexts<'challenge'> = {
  'challenge/not-complete': ({ open }) =>
    text(
      `L’image ne peut pas encore être acceptée. Reste à voir : ${list(open)}.`,
      'Réglez ces points, ou excluez l’image avec un motif.',
    ),
  'challenge/not-drawn': ({ modality }) =>
    text(
      `Aucun examen de synthèse de modalité ${modality} ne peut être dessiné\u202f: ce challenge ne peut pas être testé ici.`,
      'Choisissez un challenge de scanner, d’IRM ou d’échographie.',
    ),
  'challenge/wrong-modality': ({ expected, got }) =>
    text(
      `Le challenge demande ${expected} ; cette image est ${got}.`,
      'Choisissez une autre image, ou changez de challenge en haut.',
    ),
  'challenge/not-json': ({ position }) =>
    text(
      position === null
        ? 'Le fichier n’est pas du JSON valide.'
        : `Le fichier n’est pas du JSON valide : l’erreur est au caractère ${number(position + 1)}.`,
      'Cherchez-y un guillemet, un crochet ou une virgule qui manque.',
    ),
  'challenge/invalid': ({ path, reason }) => {
    const [why, remedy] = reasonText(reason);
    return text(`${path === '' ? 'Le document' : path} : ${why}.`, remedy);
  },
};
