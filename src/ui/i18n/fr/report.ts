import type { Translation } from '../area.ts';
import type { report as en } from '../en/report.ts';
import { formats } from '../formats.ts';

const { count, number } = formats.fr;

export const report = {
  title: 'Rapport de désidentification',
  lead: 'Ce qui a été fait de chaque image, selon quelle règle, et comment c’est prouvé. Le paquet l’emporte en page HTML et en JSON.',
  making: 'Rapport en préparation',
  empty: 'Aucune image pour l’instant. Importez d’abord des examens.',
  toImport: 'Importer des examens',
  notCleared:
    'Rien n’est encore validé\u202f: voici l’état des images après l’import. Les pixels sont prouvés à la validation.',
  print: 'Imprimer',
  asPage: 'Enregistrer en HTML',
  asJson: 'Enregistrer en JSON',
  again: 'Refaire',
  failed: 'Le rapport n’a pas pu être établi',
  unread: 'Le rapport de ce paquet est illisible',
  imagesOf: 'Image par image',
  look: 'Avant et après',
  lookAt: (image) => `Avant et après\u202f: ${image}`,
  toReport: 'Rapport de désidentification',
  back: 'Tout le rapport',
  backToPackages: 'Vers les paquets',
  ofPackage: (centre) => `Désidentification de ${centre}`,
  imageTitle: (image) => `Image ${image}`,
  imageLead: 'Chaque attribut d’origine, et ce qui tient sa place dans le fichier qui part.',
  notFound: 'Cette image n’est plus dans la file.',
  show: 'Montrer les valeurs d’origine',
  hide: 'Masquer les valeurs d’origine',
  choose: 'Choisir le fichier d’origine',
  sessionValues:
    'Les valeurs viennent du fichier importé dans cette session. Elles ne sont montrées qu’ici et ne sont pas stockées.',
  keptValues:
    'Les valeurs d’origine ne sont jamais stockées. De cette image, seule la ligne de la table de correspondance est connue (nom, identifiant, date de naissance, numéro d’examen, date)\u202f; pour les autres, choisissez de nouveau le fichier d’origine.',
  filter: 'Montrer',
  all: (n) => `tout (${number(n)})`,
  search: 'Chercher un attribut',
  none: 'Aucun attribut de ce genre.',
  table: 'Attributs, avant et après',
  length: (bytes) => count(bytes, 'octet', 'octets'),
  items: (n) => count(n, 'élément', 'éléments'),
  places: (n) => `à ${count(n, 'endroit', 'endroits')}`,
  absent: 'absent',
  empty_: 'vide',
  binary: 'binaire',
  pixels: 'Pixels',
  pixelsKept: 'Les pixels sont ceux d’origine, octet pour octet.',
  pixelsHidden: (n) =>
    `${count(n, 'pixel mis à 0 hors du masque', 'pixels mis à 0 hors du masque')}\u202f; les autres sont ceux d’origine.`,
  pixelsNotYet: 'Les pixels sont prouvés à la validation de l’image.',
  clearingTitle: 'Changé à la validation',
  blocked: {
    title: 'Bloqués par la preuve',
    lead: 'Ces fichiers ont été désidentifiés, mais le résultat n’était pas ce qu’il doit être. Rien n’en est stocké, et rien ne peut les faire passer tels quels.',
    check: 'Contrôle en échec',
    where: 'Attribut',
    pixels: 'les pixels',
    again: 'Importer de nouveau',
    leaveOut: 'L’écarter',
    save: 'Enregistrer le cas, sans l’image',
    remedies: 'Que faire',
    remedy: {
      'second-path':
        'Importez de nouveau le fichier\u202f: une erreur de lecture du disque se présente ainsi. S’il échoue encore, enregistrez le cas et signalez-le\u202f; écartez l’image en attendant.',
      'dicom-parser':
        'Validez de nouveau l’image. Si dicom-parser et notre lecteur diffèrent encore, enregistrez le cas et signalez-le\u202f; écartez l’image en attendant.',
      profile:
        'Importez de nouveau le fichier. S’il échoue encore, enregistrez le cas et demandez à l’organisateur une option qui traite cet attribut\u202f; écartez l’image en attendant.',
      echo: 'Le texte se trouve là où le profil en garde un. Demandez à vos archives l’examen sans ce texte, ou à l’organisateur une option qui supprime l’attribut, puis importez-le de nouveau\u202f; sinon, écartez l’image.',
      pixels:
        'Demandez à vos archives l’examen non compressé et sans calques, ou redessinez le masque\u202f; sinon, écartez l’image.',
    },
  },
} satisfies Translation<typeof en>;
