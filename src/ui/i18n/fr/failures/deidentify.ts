import { formats } from '../../formats.ts';
import { text, type FailureTexts } from '../../failure-text.ts';
import { proofCause } from './proof-causes.ts';

const { number, count } = formats.fr;

export const deidentify: FailureTexts<'deidentify'> = {
  'deidentify/echo': ({ attribute, place, count: times }) =>
    text(
      `Le résultat contenait encore ${attribute} de la source, ${count(times, 'fois', 'fois')}, dans ${place}. L’image a été bloquée et n’est pas stockée.`,
      'Excluez l’image, ou faites-la exporter sans ce texte.',
    ),
  'deidentify/proof': ({ attribute, cause }) =>
    text(
      `Le résultat n’est pas conforme au profil : ${attribute}, ${proofCause(cause)}. L’image a été bloquée.`,
      'Excluez l’image et signalez le cas, sans l’image.',
    ),
  'deidentify/overlay-in-pixels': ({ bit }) =>
    text(
      `Un calque est caché dans le bit ${number(bit)} des pixels compressés et pourrait montrer un nom. L’image a été bloquée.`,
      'Faites-la exporter sans compression et sans calques.',
    ),
  'deidentify/unreadable-stream': ({ cause }) =>
    text(
      `Les pixels compressés ne se laissent pas découper (${cause === 'frames' ? 'images' : 'segments'})\u202f: un commentaire pourrait y rester invisible. L’image a été bloquée.`,
      'Faites-la exporter sans compression.',
    ),
  'deidentify/open-text-flag': ({ count: places }) =>
    text(
      `${count(places, 'endroit ressemble', 'endroits ressemblent')} à du texte incrusté, sans que personne en ait répondu.`,
      'Au poste, noircissez chacun ou dites qu’il ne nomme personne.',
    ),
  'deidentify/not-deidentified': () =>
    text('Ce fichier n’a pas été désidentifié ici.', 'Importez plutôt le fichier source.'),
  'deidentify/other-source': () =>
    text(
      'Ce n’est pas le fichier dont cette image a été tirée.',
      'Choisissez le fichier d’origine de cette image même.',
    ),
  'deidentify/pixels': ({ outside, inside }) =>
    text(
      `L’image masquée n’a pas passé son contrôle : ${count(outside, 'pixel non noir', 'pixels non noirs')} hors du masque, ${number(inside)} modifiés à l’intérieur. Elle a été bloquée.`,
      'Redessinez le masque et recommencez.',
    ),
};
