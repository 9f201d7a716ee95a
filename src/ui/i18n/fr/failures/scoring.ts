import { formats } from '../../formats.ts';
import { size, some, text, type FailureTexts } from '../../failure-text.ts';
import { elsewhere } from './elsewhere.ts';

const { number } = formats.fr;
const EVERY_CASE = 'Chaque image du jeu de test en demande exactement une.';
const EVERY_MASK = 'Chaque image du jeu de test en demande exactement un.';

const shape = (expected: readonly number[], got: readonly number[], swapped: boolean): string =>
  `fait ${size(got)}, sa référence ${size(expected)}${swapped ? ' : les axes sont échangés' : ''}`;

export const scoring: FailureTexts<'scoring'> = {
  'scoring/reference-mask-truncated': ({ id, expected, got }) =>
    text(
      `Le masque de référence de ${id} a ${number(got)} valeurs au lieu de ${number(expected)}.`,
      'Enregistrez de nouveau le masque de référence.',
    ),
  'scoring/score-not-finite': ({ index, value }) =>
    text(`Le score ${number(index + 1)} vaut ${String(value)}.`, 'Donnez des nombres finis.'),
  'scoring/missing-case': ({ id }) => text(`Il n’y a pas de prédiction pour ${id}.`, EVERY_CASE),
  'scoring/extra-id': ({ id, line }) =>
    text(
      `Ligne ${number(line)} : l’id ${id} n’est pas dans la référence.`,
      'Retirez la ligne, ou corrigez son id.',
    ),
  'scoring/row-count': ({ expected, got }) =>
    text(
      `Le fichier a ${number(got)} lignes, la référence ${number(expected)}.`,
      'Chaque image du jeu de test demande exactement une ligne.',
    ),
  'scoring/column-count': ({ expected, got, columns }) =>
    text(
      `Le fichier a ${number(got)} colonnes outre l’id, on en attend ${number(expected)}. Trouvées : ${some(columns, 20)}.`,
      'Utilisez exactement les colonnes de prédiction du challenge.',
    ),
  'scoring/sum-not-finite': ({ line, id, term, columns }) =>
    text(
      `${line === null ? '' : `Ligne ${number(line)}, `}id ${id} : la somme de ${some(columns)} pour « ${term} » déborde.`,
      'Utilisez de plus petits nombres, comme des probabilités.',
    ),
  'scoring/term-column': ({ term, column }) =>
    text(
      `Le terme « ${term} » demande la colonne « ${column} », que la définition n’a pas.`,
      'Corrigez la définition.',
    ),
  'scoring/term-kind': ({ term, kind }) =>
    text(
      kind === 'dice'
        ? `Le terme « ${term} » s’évalue sur des masques, pas sur un tableau.`
        : `Le terme « ${term} » s’évalue sur un tableau, pas sur des masques.`,
      kind === 'dice' ? 'Déposez le dossier des masques.' : 'Déposez le CSV des prédictions.',
    ),
  'scoring/other-reference': ({ expected, got }) =>
    text(
      `Ces prédictions ont été lues pour une autre référence (${number(got)} cas, et non ${number(expected)}).`,
      'Rouvrez les prédictions.',
    ),
  'scoring/several-tables': ({ paths }) =>
    text(`Il y a plusieurs tableaux : ${some(paths)}.`, 'Donnez un seul fichier, une ligne par cas.'),
  'scoring/no-cases': () =>
    text('Il n’y a aucun cas à évaluer.', 'Ouvrez une référence avec au moins une ligne ou un masque.'),
  'scoring/reference-mask-values': ({ id, value, count, foreground }) =>
    text(
      `Le masque de référence de ${id} contient ${number(value)} en plus de 0 et ${number(foreground)} (${number(count)} fois).`,
      'Corrigez le masque de référence.',
    ),
  'scoring/duplicate-case': ({ id }) => text(`Il y a plusieurs masques pour ${id}.`, 'Gardez-en un.'),
  'scoring/missing-mask': ({ id }) => text(`Il n’y a pas de masque pour ${id}.`, EVERY_MASK),
  'scoring/extra-mask': ({ id }) =>
    text(`Le masque de ${id} n’a pas de référence.`, 'Retirez-le, ou corrigez son nom.'),
  'scoring/mask-shape': ({ id, expected, got, swapped }) =>
    text(
      `Le masque de ${id} ${shape(expected, got, swapped)}.`,
      swapped
        ? 'Transposez-le et enregistrez-le de nouveau.'
        : 'Enregistrez-le à la taille de son image ; les masques ne sont jamais rééchantillonnés.',
    ),
  'scoring/mask-truncated': ({ id, expected, got }) =>
    text(
      `Le masque de ${id} a ${number(got)} valeurs au lieu de ${number(expected)}.`,
      'Enregistrez-le de nouveau.',
    ),
  'scoring/mask-values': ({ id, value, count, foreground }) =>
    text(
      `Le masque de ${id} contient ${number(value)} en plus de 0 et ${number(foreground)} (${number(count)} fois).`,
      `Seuillez-le : 0 à l’extérieur, ${number(foreground)} à l’intérieur.`,
    ),
  'scoring/mask-affine': ({ id, difference }) =>
    text(
      `La géométrie du masque de ${id} s’écarte de sa référence de ${number(difference, 3)} au plus.`,
      'Il est tout de même évalué pixel à pixel ; recopiez l’en-tête de l’image pour être sûr.',
    ),
  'scoring/mask-elsewhere': ({ id, ...difference }) =>
    text(
      `Selon sa propre géométrie, le masque de ${id} ${elsewhere(difference, 'la référence')}.`,
      'Enregistrez-le avec la géométrie de son image. Les règles de 2018 le comparent pixel à pixel, tel quel.',
    ),
  'scoring/mask-reordered': ({ id }) =>
    text(
      `Les axes du masque de ${id} suivent un autre ordre que ceux de la référence.`,
      'Il a été remis dans l’ordre de la référence, comme sa géométrie le dit. Il n’y a rien à faire.',
    ),
  'scoring/mask-format': ({ id, format }) =>
    text(
      `Le masque de ${id} est un fichier .${format}, qui n’est pas lu.`,
      'Enregistrez-le en .nii.gz ou en .png.',
    ),
  'scoring/mask-shape-ignored': ({ id, expected, got, swapped }) =>
    text(
      `Le masque de ${id} ${shape(expected, got, swapped)}. Les règles de 2018 le comparent tout de même valeur par valeur.`,
      'Enregistrez-le à la forme de son image pour être sûr du score.',
    ),
  'scoring/one-class': ({ term, positives, negatives }) =>
    text(
      `« ${term} » est indéfini : ${number(positives)} positifs et ${number(negatives)} négatifs.`,
      'Une AUC demande les deux. Évaluez un jeu plus grand.',
    ),
  'scoring/left-out': ({ term, group }) =>
    text(
      `« ${term} » est indéfini et laissé hors de la moyenne « ${group} ».`,
      'Rien à faire : la définition le demande.',
    ),
  'scoring/constant': ({ term, value }) =>
    text(
      `« ${term} » : tous les scores valent ${number(value)}, l’AUC est donc 0,5.`,
      'Vérifiez que la sortie du modèle a bien été écrite.',
    ),
  'scoring/looks-thresholded': ({ term, values }) =>
    text(
      `« ${term} » n’a que deux scores, ${values.map((value) => number(value)).join(' et ')} : il paraît seuillé.`,
      'Envoyez des probabilités : une AUC a besoin de l’ordre des cas.',
    ),
  'scoring/possibly-inverted': ({ term, auc }) =>
    text(
      `« ${term} » a une AUC de ${number(auc, 3)} : peut-être inversé.`,
      'Vérifiez le sens du score. Il n’est jamais retourné pour vous.',
    ),
};
