import type { UnreadableEntry } from '../../../../core/bytes/zip-entry.ts';
import type { UnsafePath } from '../../../../core/package/failures.ts';
import { formats } from '../../formats.ts';
import { some, text, type FailureTexts } from '../../failure-text.ts';

const { bytes, count, number } = formats.fr;
const ASK_AGAIN = 'Redemandez-le à son expéditeur. Rien n’en a été utilisé.';

const UNSAFE: Record<UnsafePath, string> = {
  empty: 'son nom est vide',
  absolute: 'son chemin est absolu',
  parent: 'son chemin sort du paquet',
  backslash: 'son chemin contient une barre oblique inverse',
  'control-character': 'son chemin contient un caractère de contrôle',
  'empty-segment': 'son chemin a une partie vide',
  'too-long': 'son chemin est trop long',
};

const UNREADABLE: Record<UnreadableEntry, string> = {
  checksum: 'sa somme de contrôle est fausse',
  deflate: 'ses octets compressés sont abîmés',
  size: 'il n’a pas la longueur annoncée',
  header: 'il n’est pas là où le dit le répertoire du zip',
  overlap: 'ses octets chevauchent ceux d’un autre fichier',
  'cut-off': 'le zip finit avant lui',
  unread: 'ses octets n’ont pas pu être lus',
};

export const packages: FailureTexts<'package'> = {
  'package/nothing-cleared': () =>
    text(
      'Aucune image n’est validée : il n’y a rien à exporter.',
      'Regardez les images telles qu’elles partiront, et validez-les.',
    ),
  'package/not-a-zip': () =>
    text('Ce n’est pas un fichier zip.', 'Choisissez le paquet tel qu’il a été exporté.'),
  'package/truncated': () =>
    text('Le paquet est coupé.', 'Copiez-le de nouveau, ou redemandez-le à son expéditeur.'),
  'package/inconsistent-zip': ({ cause }) => text(`Le répertoire du zip se contredit : ${cause}.`, ASK_AGAIN),
  'package/encrypted': ({ path }) =>
    text(
      `« ${path} » est chiffré par un mot de passe zip.`,
      'Décompressez-le avec son mot de passe et zippez-le de nouveau sans, ou redemandez-le à son expéditeur.',
    ),
  'package/unsafe-path': ({ path, reason }) => text(`« ${path} » est refusé : ${UNSAFE[reason]}.`, ASK_AGAIN),
  'package/symlink': ({ path }) =>
    text(`« ${path} » est un lien vers un autre endroit, pas un fichier.`, ASK_AGAIN),
  'package/duplicate-entry': ({ path }) =>
    text(`« ${path} » apparaît deux fois, ou ne diffère que par la casse ou les accents.`, ASK_AGAIN),
  'package/bomb': ({ path, limit, value, maximum }) => {
    const where = path === null ? 'Le paquet' : `« ${path} »`;
    const figures = {
      entries: `${number(value)} fichiers, ${number(maximum)} au plus`,
      'entry-bytes': `${bytes(value)}, ${bytes(maximum)} au plus`,
      'entry-ratio': `${number(value)} fois plus gros une fois ouvert, ${number(maximum)} au plus`,
      'total-bytes': `${bytes(value)} une fois ouvert, ${bytes(maximum)} au plus`,
    }[limit];
    return text(`${where} dépasse toute taille réelle : ${figures}.`, ASK_AGAIN);
  },
  'package/unsupported-compression': ({ path, method }) =>
    text(
      `« ${path} » est compressé par la méthode ${number(method)}, qui n’est pas lue.`,
      'Refaites le zip avec deflate, ou sans compression.',
    ),
  'package/unreadable-entry': ({ path, cause }) =>
    text(
      `« ${path} » ne s’ouvre pas : ${UNREADABLE[cause]}.`,
      'Refaites le zip, ou redemandez-le à son expéditeur.',
    ),
  'package/zip-cut-off': ({ files }) =>
    text(
      `La fin du zip manque : ${count(files, 'fichier en a été lu', 'fichiers en ont été lus')} ; il y en avait peut-être d’autres.`,
      'Copiez-le de nouveau et importez-le encore : ce qui a été lu n’est gardé qu’une fois.',
    ),
  'package/no-manifest': () =>
    text(
      'Il n’y a pas de manifest.json : ce n’est pas un paquet de Negatoscope.',
      'Choisissez le zip exactement tel qu’il a été exporté.',
    ),
  'package/several-packages': () =>
    text(
      'Le zip contient plusieurs paquets dans des dossiers.',
      'Zippez chacun à part, ou choisissez-les tels qu’ils ont été exportés.',
    ),
  'package/unknown-format': ({ format }) =>
    text(
      `« ${format} » n’est pas un type de paquet connu ici.`,
      'Mettez l’application à jour, ou choisissez un autre fichier.',
    ),
  'package/unknown-version': ({ format, version }) =>
    text(`Ce paquet ${format} est de version ${version}, inconnue ici.`, 'Mettez l’application à jour.'),
  'package/wrong-format': ({ expected, format }) =>
    text(
      `C’est un paquet ${format} ; on attend ici un paquet ${expected}.`,
      'Choisissez un autre fichier, ou ouvrez-le à sa place.',
    ),
  'package/missing-file': ({ path }) =>
    text(`« ${path} » est au manifeste mais pas dans le paquet.`, ASK_AGAIN),
  'package/extra-file': ({ path }) =>
    text(`« ${path} » est dans le paquet mais pas à son manifeste.`, ASK_AGAIN),
  'package/wrong-size': ({ path, expected, got }) =>
    text(`« ${path} » fait ${bytes(got)} au lieu de ${bytes(expected)}.`, ASK_AGAIN),
  'package/wrong-hash': ({ path }) =>
    text(`« ${path} » n’est pas le fichier exporté : son SHA-256 diffère.`, ASK_AGAIN),
  'package/wrong-signature': ({ signer }) =>
    text(
      `La signature de ${signer} n’est pas celle de ce paquet : le paquet ou la signature a été modifié.`,
      ASK_AGAIN,
    ),
  'package/unverifiable-signature': ({ signer }) =>
    text(
      `Le paquet est signé par ${signer}, et ce navigateur ne peut pas le vérifier : il n’a pas Ed25519.`,
      'Ouvrez-le dans un Chrome, Edge, Firefox ou Safari à jour.',
    ),
  'package/wrong-challenge': ({ expected, got }) =>
    text(
      `Ce paquet est du challenge « ${got} », pas « ${expected} ».`,
      'Changez de challenge en haut, puis rouvrez-le.',
    ),
  'package/invalid-document': ({ path, where, message }) =>
    text(
      `« ${path} » n’est pas comme il devrait${where === '' ? '' : ` à ${where}`} : ${message}.`,
      ASK_AGAIN,
    ),
  'package/duplicate-image': ({ id }) => text(`L’image ${id} apparaît deux fois.`, ASK_AGAIN),
  'package/image-without-labels': ({ id }) => text(`L’image ${id} n’a pas d’étiquettes.`, ASK_AGAIN),
  'package/labels-without-image': ({ id }) =>
    text(`Il y a des étiquettes pour ${id}, mais pas d’image.`, ASK_AGAIN),
  'package/label-columns': ({ missing, unknown }) =>
    text(
      [
        missing.length > 0 ? `Des colonnes d’étiquettes manquent : ${some(missing)}.` : '',
        unknown.length > 0 ? `Des colonnes d’étiquettes sont inconnues : ${some(unknown)}.` : '',
      ]
        .join(' ')
        .trim(),
      'Vérifiez que le centre et l’organisateur utilisent la même version du challenge.',
    ),
  'package/invalid-label': ({ id, column, value }) =>
    text(`Image ${id} : « ${value} » n’est pas une valeur de « ${column} ».`, ASK_AGAIN),
  'package/image-without-record': ({ id }) =>
    text(`L’image ${id} n’a pas de trace de désidentification.`, ASK_AGAIN),
  'package/record-without-image': ({ id }) =>
    text(`Il y a une trace de désidentification pour ${id}, mais pas d’image.`, ASK_AGAIN),
  'package/image-without-mask': ({ id }) => text(`L’image ${id} n’a pas de masque.`, ASK_AGAIN),
  'package/not-as-cleared': ({ id }) =>
    text(
      `L’image ${id} n’est pas celle qui a été validée.`,
      'Regardez-la de nouveau telle qu’elle partira, et validez-la.',
    ),
  'package/withdrawal-unsigned': () =>
    text(
      'Personne n’a signé ce retrait : on ne peut pas dire qui retire.',
      'Demandez au centre de l’exporter de nouveau depuis l’espace de travail de sa contribution. Rien n’a changé.',
    ),
  'package/withdrawal-other-key': ({ centre, signer, images }) =>
    text(
      `Le retrait de ${centre} (clé ${signer}) vise ${count(images, 'image', 'images')} de contributions signées par une autre clé, ou par aucune. Seule la clé qui a signé une contribution peut en retirer : rien n’y a été touché.`,
      'Si le centre a perdu sa clé, excluez les images à la main, après l’avoir interrogé. Sinon, demandez-lui de restaurer sa sauvegarde et d’exporter de nouveau le retrait.',
    ),
  'package/write-failed': ({ cause }) =>
    text(
      `Le paquet n’a pas pu être écrit : ${cause}.`,
      'Vérifiez la place libre du disque et exportez de nouveau ; votre travail est gardé.',
    ),
};
