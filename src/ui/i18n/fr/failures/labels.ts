import type { CellPlace } from '../../../../core/labels/failures.ts';
import { formats } from '../../formats.ts';
import { some, text, type FailureTexts } from '../../failure-text.ts';

const { number } = formats.fr;

const cell = ({ line, id, column }: CellPlace): string =>
  `Ligne ${number(line)}${id === null ? '' : ` (id ${id})`}, colonne « ${column} »`;
const SEPARATORS: Record<string, string> = { ',': 'virgule', ';': 'point-virgule', '\t': 'tabulation' };

export const labels: FailureTexts<'labels'> = {
  'labels/unknown-file': ({ line }) =>
    text(
      `La ligne ${number(line)} nomme un fichier qui n’a pas été importé.`,
      'Importez-le aussi, ou corrigez son chemin dans le tableau.',
    ),
  'labels/ambiguous-file': ({ line, candidates }) =>
    text(
      `La ligne ${number(line)} nomme un fichier qui peut être l’un de ${number(candidates.length)} : ${some(candidates)}.`,
      'Écrivez le dossier devant le nom dans le tableau.',
    ),
  'labels/mask-of-no-image': () =>
    text(
      'Le nom de ce masque ne désigne aucune image de la file.',
      'Nommez-le d’après le pseudonyme de l’examen ou le fichier de l’image, ou choisissez-le pour son image au poste.',
    ),
  'labels/mask-of-several': ({ images }) =>
    text(
      `Le nom de ce masque peut désigner ${number(images)} images.`,
      'Nommez-le d’après la seule image concernée, ou choisissez-le pour son image au poste.',
    ),
  'labels/mask-of-other': ({ exam }) =>
    text(
      `Ce masque porte le nom d’une autre image de la file\u202F: ${exam}.`,
      'Déposez-le sur elle\u202F; si son nom est faux, choisissez le fichier par le bouton de cette image.',
    ),
  'labels/several-masks': ({ files }) =>
    text(
      `${number(files)} fichiers sont des masques de la même image\u202F: aucun n’a été pris.`,
      'Ne gardez que le bon.',
    ),
  'labels/empty-file': () => text('Le fichier est vide.', 'Choisissez le fichier qui contient le tableau.'),
  'labels/not-text': ({ line }) =>
    text(
      `La ligne ${number(line)} n’est pas du texte : on dirait un classeur ou une image.`,
      'Enregistrez la feuille en CSV UTF-8.',
    ),
  'labels/undecodable': ({ encoding }) =>
    text(`Le fichier se dit en ${encoding}, mais ses octets n’en sont pas.`, 'Enregistrez-le en CSV UTF-8.'),
  'labels/unclosed-quote': ({ line }) =>
    text(`Un guillemet ouvert à la ligne ${number(line)} n’est jamais fermé.`, 'Fermez-le, ou retirez-le.'),
  'labels/malformed-quote': ({ line }) =>
    text(
      `À la ligne ${number(line)}, du texte suit un guillemet fermant.`,
      'Doublez les guillemets à l’intérieur d’un champ entre guillemets.',
    ),
  'labels/ragged-row': ({ line, expected, got, separator }) =>
    text(
      `La ligne ${number(line)} a ${number(got)} champs, l’en-tête ${number(expected)} (séparateur : ${SEPARATORS[separator] ?? separator}).`,
      separator === ','
        ? 'Mettez un point dans les nombres, ou le point-virgule comme séparateur : une virgule décimale coupe un champ en deux.'
        : 'Corrigez la ligne.',
    ),
  'labels/blank-line': ({ line }) => text(`La ligne ${number(line)} est vide.`, 'Retirez-la.'),
  'labels/no-rows': () => text('Il y a un en-tête mais aucune ligne.', 'Ajoutez une ligne par image.'),
  'labels/duplicate-header': ({ header, positions }) =>
    text(
      `La colonne « ${header} » apparaît ${number(positions.length)} fois (${some(positions)}).`,
      'Gardez-en une.',
    ),
  'labels/duplicate-column': ({ column, headers }) =>
    text(`Plusieurs colonnes signifient « ${column} » : ${some(headers)}.`, 'Gardez-en une.'),
  'labels/missing-column': ({ column, found }) =>
    text(`La colonne « ${column} » manque. Trouvées : ${some(found)}.`, 'Ajoutez-la, ou corrigez son nom.'),
  'labels/unknown-column': ({ header, position, expected }) =>
    text(
      `En-tête, colonne ${number(position)} : « ${header} » n’est pas de ce challenge.`,
      `Retirez-la, ou renommez-la ainsi : ${some(expected, 20)}.`,
    ),
  'labels/blank-id': ({ line }) =>
    text(`La ligne ${number(line)} n’a pas d’id.`, 'Donnez l’id de son image.'),
  'labels/duplicate-id': ({ id, lines }) =>
    text(`L’id ${id} apparaît aux lignes ${some(lines)}.`, 'Gardez une ligne par image.'),
  'labels/blank-value': (place) => text(`${cell(place)} : la valeur manque.`, 'Remplissez-la.'),
  'labels/unknown-boolean': ({ value, ...place }) =>
    text(
      `${cell(place)} : « ${value} » n’est ni vrai ni faux.`,
      'Écrivez 1 ou 0 (ou True, False, Oui, Non, Vrai, Faux).',
    ),
  'labels/not-a-number': ({ value, decimalComma, ...place }) =>
    text(
      `${cell(place)} : « ${value} » n’est pas un nombre.`,
      decimalComma
        ? 'Écrivez-le avec un point, ou enregistrez le fichier avec des points-virgules comme séparateurs.'
        : 'Écrivez un nombre comme 0.87.',
    ),
  'labels/nan-value': ({ value, ...place }) =>
    text(
      `${cell(place)} : « ${value} » n’est pas un score.`,
      'Donnez un nombre fini ; 0.5 si le modèle n’a pas d’avis.',
    ),
  'labels/infinite-value': ({ value, ...place }) =>
    text(`${cell(place)} : « ${value} » est infini.`, 'Donnez un nombre fini.'),
  'labels/unknown-category': ({ value, legal, ...place }) =>
    text(
      `${cell(place)} : « ${value} » n’est pas une valeur de cette colonne.`,
      `Utilisez : ${some(legal, 20)}.`,
    ),
  'labels/rule-broken': ({ line, id, message }) =>
    text(
      line === null ? message.fr : `Ligne ${number(line)}${id === null ? '' : ` (id ${id})`} : ${message.fr}`,
      'Corrigez l’une des étiquettes concernées.',
    ),
  'labels/label-missing': ({ column }) => text(`« ${column} » n’est pas rempli.`, 'Choisissez une valeur.'),
  'labels/label-not-legal': ({ column, value, legal }) =>
    text(`« ${value} » n’est pas une valeur de « ${column} ».`, `Choisissez : ${some(legal, 20)}.`),
};
