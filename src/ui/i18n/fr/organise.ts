import type {
  AutomaticCriterion,
  Condition,
  Prediction,
  TeamRole,
} from '../../../core/definition/definition.ts';
import type { Translation } from '../area.ts';
import type { organise as en } from '../en/organise.ts';
import { formats } from '../formats.ts';

const { number, list, date, count } = formats.fr;

const PLANES = { axial: 'axiale', coronal: 'coronale', sagittal: 'sagittale' };

function limits(minimum: number | undefined, maximum: number | undefined, unit: string): string {
  if (minimum !== undefined && maximum !== undefined)
    return `de ${number(minimum)} à ${number(maximum)} ${unit}`;
  if (minimum !== undefined) return `d’au moins ${number(minimum)} ${unit}`;
  if (maximum !== undefined) return `d’au plus ${number(maximum)} ${unit}`;
  return 'présent';
}

function criterion(it: AutomaticCriterion, modality: string, images: number): string {
  switch (it.kind) {
    case 'modality':
      return `La modalité est ${modality}`;
    case 'images-per-exam':
      return `Au plus ${count(images, 'image', 'images')} par examen`;
    case 'plane':
      return `Coupe ${PLANES[it.plane]}, à ${number(it.withinDegrees)}° près`;
    case 'slice-thickness':
      return `Épaisseur de coupe ${limits(it.minimum, it.maximum, 'mm')}`;
    case 'field-strength':
      return `${list(
        it.anyOf.map((tesla) => number(tesla)),
        'or',
      )} T (± ${number(it.tolerance)})`;
    case 'echo-time':
      return `Temps d’écho ${limits(it.minimum, it.maximum, 'ms')}`;
    case 'repetition-time':
      if (it.maximum !== undefined) return `Temps de répétition ${limits(undefined, it.maximum, 'ms')}`;
      return it.above === undefined
        ? 'Temps de répétition présent'
        : `Temps de répétition de plus de ${number(it.above)} ms`;
    case 'fat-saturation':
      return 'Saturation de graisse dans les options ou le nom de la séquence';
    case 'contrast-or-dynamic':
      return 'Produit de contraste, ou série dynamique';
    case 'pixel-spacing':
      return 'Taille de pixel présente';
    case 'minimum-size':
      return `Au moins ${number(it.pixels)} lignes et colonnes`;
    case 'not-secondary-capture':
      return 'Pas une capture secondaire dérivée';
    case 'no-open-text-flag':
      return 'Plus de texte écrit visible';
    case 'single-frame-chosen':
      return 'Une image de la boucle choisie';
    case 'sector-found':
      return 'Secteur échographique trouvé';
    case 'shown':
      return it.attribute === 'contrast'
        ? 'Le contraste est affiché, jamais refusé'
        : 'La latéralité est affichée, jamais refusée';
  }
}

function condition(it: Condition): string {
  if ('equals' in it) {
    if (typeof it.equals === 'boolean') return `${it.column} est ${it.equals ? 'vrai' : 'faux'}`;
    return `${it.column} est « ${it.equals} »`;
  }
  if ('in' in it) return `${it.column} est ${list(it.in, 'or')}`;
  if ('blank' in it) return `${it.column} est ${it.blank ? 'vide' : 'rempli'}`;
  if ('anyOf' in it) return it.anyOf.map(condition).join(' ou ');
  if ('allOf' in it) return it.allOf.map(condition).join(' et ');
  return `non (${condition(it.not)})`;
}

const prediction = (it: Prediction): string => ('column' in it ? it.column : `somme de ${list(it.sum)}`);

const ROLES: Record<TeamRole, [string, string]> = {
  radiologist: ['radiologue', 'radiologues'],
  'engineering-student': ['élève ingénieur', 'élèves ingénieurs'],
  engineer: ['ingénieur', 'ingénieurs'],
  researcher: ['chercheur', 'chercheurs'],
  'research-lab': ['laboratoire de recherche', 'laboratoires de recherche'],
  company: ['entreprise', 'entreprises'],
};

export const organise = {
  title: 'Définition',
  lead: 'Tout ce qui fait ce challenge, en un document. Le même fichier commande chaque écran et chaque score.',
  download: 'Télécharger en JSON',
  drop: 'Déposer une autre définition',
  dropHint: 'Un fichier JSON. Il est vérifié en entier ; chaque erreur est dite avec sa place.',
  remove: 'Retirer ce challenge',
  removed: (title: string) => `Challenge retiré : ${title}`,
  undo: 'Rétablir',
  preset: 'Prédéfini',
  own: 'Ajouté par vous',
  version: (version: string) => `version ${version}`,
  texts: 'Textes',
  question: 'Question',
  instructions: 'Ce qui est demandé au centre',
  charter: 'Charte éthique',
  facts: 'En bref',
  modality: 'Modalité',
  imagesPerExam: 'Images par examen',
  target: 'Objectif',
  targetImages: (images: number) => count(images, 'image', 'images'),
  round: 'Épreuve',
  minutes: (minutes: number) => count(minutes, 'minute', 'minutes'),
  criteria: 'Critères',
  automatic: 'Lus dans l’en-tête DICOM',
  declared: 'Déclarés par le radiologue',
  criterionName: 'Critère',
  criterionTest: 'Test',
  criterion,
  preprocessing: 'Préparation des images',
  pixelSize: 'Taille de pixel',
  notResampled: 'pas de rééchantillonnage',
  millimetres: (size: number) => `${number(size)} mm`,
  imageSize: 'Taille d’image',
  asSource: 'comme la source',
  pixels: (columns: number, rows: number) => `${columns} × ${rows} pixels`,
  crop: 'Recadrage',
  crops: { click: 'autour d’un clic', centroid: 'autour du centre de gravité du masque', none: 'aucun' },
  mask: 'Masque',
  masks: { sector: 'hors du secteur échographique mis à 0', none: 'aucun' },
  interpolation: 'Interpolation',
  linear: 'linéaire',
  padding: 'Valeur hors de l’image',
  labels: 'Étiquettes à remplir',
  field: 'Champ',
  column: 'Colonne',
  answers: 'Réponses',
  kinds: { boolean: 'oui ou non', mask: 'masque binaire (NIfTI)', number: 'nombre', category: 'catégorie' },
  optional: 'peut rester vide',
  rules: 'Règles',
  rule: (when: string, then: string) => `Quand ${when}, alors ${then}`,
  condition,
  tables: 'Fichiers',
  reference: 'Colonnes de la vérité terrain',
  predictionColumns: 'Colonnes de la prédiction',
  maskFiles: 'Un masque binaire par image (NIfTI), pas de tableau.',
  score: 'Score',
  ruleSet: (name: string) => `Jeu de règles « ${name} »`,
  term: 'Terme',
  weight: 'Poids',
  truth: 'Vrai quand',
  predicted: 'Prédit par',
  rows: 'Lignes comptées',
  allRows: 'toutes',
  prediction,
  auc: (name: string) => `AUC de ${name}`,
  mean: (name: string) => `AUC moyenne de ${name}`,
  dice: 'Dice moyen sur les images',
  leftOut: 'un membre indéfini est laissé de côté',
  becomesUndefined: 'un membre indéfini le rend indéfini',
  split: 'Répartition',
  parts: (train: number, validation: number, test: number) =>
    `apprentissage ${number(train)} %, validation ${number(validation)} %, test ${number(test)} %`,
  stratified: (columns: readonly string[]) =>
    columns.length === 0 ? 'sans stratification' : `proportions conservées de ${list(columns)}`,
  grouped: {
    patient: 'toutes les images d’un patient dans la même part',
    exam: 'toutes les images d’un examen dans la même part',
  },
  team: 'Équipe',
  teamRole: (role: TeamRole, minimum: number) => count(minimum, ...ROLES[role]),
  teamAnyOf: (roles: readonly TeamRole[]) =>
    `l’un de : ${list(
      roles.map((role) => ROLES[role][0]),
      'or',
    )}`,
  atLeast: (members: readonly string[]) => `Au moins ${list(members)}`,
  anyTeam: 'Aucune condition',
  phases: 'Phases',
  from: 'Du',
  to: 'Au',
  date,
} satisfies Translation<typeof en>;
