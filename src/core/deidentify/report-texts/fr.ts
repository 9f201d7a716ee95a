import type { ReportTexts } from './en.ts';

const numbers = new Intl.NumberFormat('fr-FR');
const n = (value: number) => numbers.format(value);
const images = (count: number) => (count < 2 ? `${n(count)} image` : `${n(count)} images`);

export const fr: ReportTexts = {
  language: 'Français',
  title: 'Rapport de désidentification',
  number: n,
  images,
  at: (date, time) => `${date} à ${time} UTC`,
  made: (tool, when) => `Établi par Negatoscope ${tool}, ${when}`,
  challenge: (id, version) => `Challenge ${id}, version ${version}`,
  noValues:
    'Ce rapport ne contient aucune valeur des fichiers d’origine\u202f: des attributs, leur type et ce qu’ils sont devenus.',
  summary: 'Résumé',
  proven: 'Images prouvées',
  masked: 'Images dont des pixels sont mis à 0',
  overridden: 'Images acceptées malgré un critère',
  echoes: 'Identifiants d’origine retrouvés',
  blocked: 'Images bloquées par la preuve',
  left: 'Hors du paquet',
  leftOf: { open: 'à traiter', excluded: 'exclues', notCleared: 'acceptées, non validées' },
  actions: 'Attributs selon ce qu’ils sont devenus',
  action: {
    removed: 'supprimé',
    emptied: 'vidé',
    replaced: 'remplacé',
    uid: 'nouvel UID',
    cleaned: 'nettoyé',
    shifted: 'décalé',
    kept: 'conservé',
    added: 'ajouté',
  },
  rules: 'Par règle',
  rule: 'Règle',
  code: 'Code',
  option: 'Option',
  attribute: 'Attribut',
  before: 'Avant',
  after: 'Après',
  result: 'Devenir',
  imagesColumn: 'Images',
  pixelsColumn: 'Pixels mis à 0',
  frame: 'Image n°',
  image: 'Image',
  source: {
    'E.1-1': 'Table E.1-1',
    'E.3.4-1': 'Table E.3.4-1, éléments de contenu',
    'E.3.10-1': 'Table E.3.10-1, privés sûrs',
    unlisted: 'Absent de la table',
    own: 'Écrit par Negatoscope (section E.1.1)',
  },
  unlisted: {
    removed: 'inconnu, privé ou binaire hors de la description des pixels\u202f: supprimé',
    emptied: 'nom, date, heure ou adresse hors de la table\u202f: vidé',
    replaced: 'remplacé par une valeur qui ne dit rien',
    uid: 'UID étranger au standard\u202f: remplacé',
    cleaned: 'texte\u202f: seuls les mots d’imagerie restent',
    shifted: 'décalé',
    kept: 'nombre, code ou mot de l’appareil\u202f: conservé',
    added: 'ajouté',
  },
  optionName: {
    'retain-safe-private': 'Conserver les privés sûrs',
    'retain-uids': 'Conserver les UID',
    'retain-device-identity': 'Conserver l’identité de l’appareil',
    'retain-institution-identity': 'Conserver l’identité de l’établissement',
    'retain-patient-characteristics': 'Conserver les caractéristiques du patient',
    'retain-full-dates': 'Conserver les dates',
    'retain-modified-dates': 'Conserver les dates décalées',
    'clean-descriptors': 'Nettoyer les descriptions',
    'clean-structured-content': 'Nettoyer le contenu structuré',
    'clean-graphics': 'Nettoyer les graphiques',
  },
  allPrivate: 'tous les attributs privés',
  many: (count) => `${n(count)} attributs`,
  proof: 'Preuve',
  proofAt: { ingest: 'à l’import', clearing: 'à la validation' },
  check: {
    'second-path':
      'Relu par un second lecteur, strict\u202f: le fichier contient exactement ce qui était voulu',
    profile: 'Chaque attribut confronté au profil',
    echo: 'Tous les octets fouillés à la recherche des identifiants d’origine',
    pixels: 'Hors du masque les pixels valent 0, les autres sont ceux d’origine',
  },
  passed: 'réussie',
  notPossible: 'impossible',
  notPossibleWhy:
    'À la validation, les identifiants d’origine ne sont plus connus\u202f: ils ne sont jamais stockés.',
  blockedAt: 'Bloquées',
  blockedWhat: {
    'deidentify/echo': 'un identifiant d’origine restait dans le fichier',
    'deidentify/proof': 'le fichier n’était pas conforme au profil',
    'deidentify/pixels': 'les pixels n’étaient pas masqués comme demandé',
    'deidentify/overlay-in-pixels': 'un calque est caché dans les pixels',
    'deidentify/unreadable-stream':
      'les pixels compressés n’ont pas pu être suivis\u202f: ils peuvent porter autre chose',
  },
  blockedNone: 'aucune',
  details: 'Attributs',
  sameTreatment: (count) => `${images(count)} ${count < 2 ? 'traitée' : 'traitées'} de même`,
  incomplete:
    'Cet enregistrement est de version 1\u202f: il ne dit ni ce qui a été conservé, ni selon quelle règle. Les règles montrées sont celles de la table actuelle.',
  notRecorded: 'non enregistré',
  imageList: 'Images',
  exceptions: 'Exceptions',
  untouched: 'comme à l’origine',
  unmet: 'non rempli',
  acceptedAnyway: 'accepté quand même',
  statement: 'Déclaration de conformité',
  statementOf: ({ edition, methods, options, times, tool, tables }) => [
    {
      title: 'Profil',
      text: [
        `Chaque fichier a été désidentifié selon DICOM PS3.15 ${edition}, annexe E, par Negatoscope ${tool}, dans le navigateur du centre.`,
        `Appliqués, selon CID 7050\u202f: ${methods.map(({ code, meaning }) => `${meaning} (${code})`).join('\u202f; ')}.`,
        options.length === 0
          ? 'Aucune option de conservation n’a été demandée\u202f: ni âge, ni sexe, ni date, ni appareil, ni établissement n’est conservé.'
          : `Demandé par le challenge en plus du profil de base\u202f: ${options.join(', ')}.${times === 'cut' ? ' Les heures sont supprimées.' : ''}`,
        `Tables appliquées\u202f: ${tables.join(', ')}, tirées du texte du standard. Les séquences sont traitées à toute profondeur\u202f; les attributs privés sont supprimés, sauf si la table E.3.10-1 les dit sûrs et que l’option est demandée.`,
      ],
    },
    {
      title: 'Choix que le standard laisse ouverts',
      text: [
        'Un code composé (X/Z/D et autres) est résolu selon le type de l’attribut dans son objet, d’après les tables de PS3.3\u202f: valeur factice pour les types 1 et 1C, vide pour 2 et 2C, sinon suppression, chacun dans la mesure où le code le permet. Dans un objet que PS3.3 ne nomme pas, le type 2 est supposé.',
        'Le nettoyage des descriptions garde les mots d’un vocabulaire d’imagerie et les mesures\u202f; ce qui n’est pas reconnu est supprimé.',
        'Les attributs que la table ne nomme pas sont traités avec prudence\u202f: inconnus et binaires supprimés, noms, dates et adresses vidés, textes nettoyés\u202f; nombres et codes restent.',
        'Pseudonymes et nouveaux UID sont des valeurs HMAC-SHA-256 sous une clé du centre, impossible à extraire de son navigateur\u202f; les dates décalées le sont d’un nombre secret de jours par patient.',
      ],
    },
    {
      title: 'Pixels',
      text: [
        'Une personne a vu chaque image telle qu’elle partira et l’a acceptée\u202f; alors seulement «\u202fClean Pixel Data\u202f» (113101) est écrit. Sous un masque ou un rectangle noir, chaque pixel vaut exactement 0\u202f; sinon les pixels encodés sont ceux d’origine, octet pour octet.',
      ],
    },
    {
      title: 'Preuve',
      text: [
        'Chaque fichier écrit a été relu par un second lecteur qui ne partage aucun code avec le premier, confronté au profil attribut par attribut, et fouillé octet par octet à la recherche des noms, identifiants, dates, lieux et UID d’origine, sous plusieurs graphies et encodages. Un fichier qui échoue n’est pas stocké et ne peut pas partir.',
        'La recherche des identifiants se fait à l’import, quand ils sont connus. À la validation elle ne peut être répétée\u202f; les autres contrôles le sont.',
      ],
    },
    {
      title: 'Limites connues',
      text: [
        'Pseudonymisé n’est pas anonyme\u202f: le centre peut retrouver le patient, et un cas rare, la forme d’un visage ou un examen inhabituel peuvent en désigner un.',
        'Le texte incrusté dans les pixels est jugé par la personne qui valide l’image. Un nom qui est aussi un mot d’imagerie n’est cherché qu’avec le reste du nom.',
        'Cette déclaration est écrite par le programme sur lui-même\u202f; ce n’est pas un certificat.',
      ],
    },
  ],
};
