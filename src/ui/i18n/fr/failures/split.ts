import { formats } from '../../formats.ts';
import { some, text, type FailureTexts } from '../../failure-text.ts';

const { count } = formats.fr;

export const split: FailureTexts<'split'> = {
  'split/no-images': () =>
    text(
      'Il n’y a pas d’image à répartir.',
      'Ouvrez d’abord des paquets de contribution et gardez des images.',
    ),
  'split/invalid-ratios': ({ ratios }) =>
    text(
      `${some(ratios)} ne sont pas trois pourcentages de somme 100.`,
      'Corrigez-les, par exemple 60, 20, 20.',
    ),
  'split/repeated-key': ({ key }) =>
    text(
      `L’image « ${key} » apparaît plus d’une fois.`,
      'Excluez les doublons, puis répartissez de nouveau.',
    ),
  'split/too-few-groups': ({ groups, parts }) =>
    text(
      `${count(groups, 'groupe d’images ne peut', 'groupes d’images ne peuvent')} remplir ${count(parts, 'part', 'parts')}\u202f: l’une serait vide.`,
      'Ajoutez des images d’autres patients, ou donnez 0 % à une part.',
    ),
};
