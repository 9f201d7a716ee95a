import type { Text } from '../../text.ts';
import type { AutomaticCriterion, ChallengeDefinition, Column } from '../../definition/definition.ts';

/*
 * What the five challenges of 2018 have in common. Figures: Lassau et al., "Five simultaneous artificial intelligence data challenges on
 * ultrasound, CT, and MRI", Diagn Interv Imaging 2019. The words are ours.
 */

/** All five: these conditions first, then the challenge's own. Each can be overridden with a reason, but the modality. */
export function commonCriteria(modality: Text, imagesPerExam: Text): readonly AutomaticCriterion[] {
  return [
    { id: 'modality', kind: 'modality', title: modality },
    { id: 'images-per-exam', kind: 'images-per-exam', title: imagesPerExam },
    {
      id: 'minimum-size',
      kind: 'minimum-size',
      pixels: 128,
      title: { en: 'At least 128 rows and columns', fr: 'Au moins 128\u202flignes et colonnes' },
    },
    {
      id: 'not-secondary-capture',
      kind: 'not-secondary-capture',
      title: {
        en: 'Original image, not a derived secondary capture',
        fr: 'Image d’origine, pas une capture secondaire',
      },
    },
    {
      id: 'no-open-text-flag',
      kind: 'no-open-text-flag',
      title: { en: 'No written text left to check', fr: 'Aucun texte incrusté à vérifier' },
    },
  ];
}

export const ONE_IMAGE_PER_EXAM: Text = { en: 'One image per exam', fr: 'Une image par examen' };

/** Without it the image is kept and flagged, and is not resampled. */
export const PIXEL_SPACING: AutomaticCriterion = {
  id: 'pixel-spacing',
  kind: 'pixel-spacing',
  title: {
    en: 'Pixel size known (otherwise the image will not be resampled)',
    fr: 'Taille du pixel connue (sinon l’image ne sera pas rééchantillonnée)',
  },
};

export const INFORMATION_LETTER = {
  id: 'information-letter',
  title: {
    en: 'The patient has received the information letter and has not objected',
    fr: 'Le patient a reçu la lettre d’information et ne s’est pas opposé',
  },
};

/** Columns of probabilities. */
export const numbers = (names: readonly string[]): readonly Column[] =>
  names.map((name) => ({ name, type: 'number' }));

const CHARTER: Text = {
  en: [
    'By signing, I commit myself and my centre to the following.',
    '1. Information. Every patient whose images I contribute has received an information letter: what the images are used for, by whom, for how long, and how to refuse.',
    '2. Right to object. I contribute no image of a patient who has objected. When a patient objects later, I use the correspondence table of my centre to find the images and ask for their withdrawal.',
    '3. One purpose. The images and labels serve this challenge alone: building its datasets, and scoring and publishing its results. Any other use needs a new agreement.',
    '4. De-identification. The images leave my centre without name, number, date of birth or any other identifier, in the header as in the pixels. I look at each image as it will leave before I clear it.',
    '5. Key kept here. The table that links pseudonyms and patients stays in my centre. I do not pass it on, and nobody taking part tries to identify a patient.',
    '6. Truth. I label each image in good faith, from the best evidence that I have, and I accept that the referent radiologist of the challenge reviews and corrects my labels.',
    '7. Least data. I contribute only the images that the question needs, and only exams that my centre is entitled to use.',
  ].join('\n\n'),
  fr: [
    'En signant, je prends pour moi-même et pour mon centre les engagements suivants.',
    '1. Information. Chaque patient dont je fournis des images a reçu une lettre d’information disant à quoi servent les images, qui les utilise, combien de temps, et comment refuser.',
    '2. Droit d’opposition. Je ne fournis aucune image d’un patient qui s’est opposé. Si un patient s’oppose plus tard, je retrouve ses images grâce à la table de correspondance de mon centre et j’en demande le retrait.',
    '3. Un seul usage. Les images et les annotations servent à ce seul challenge\u202f: constituer ses jeux de données, calculer les scores et publier les résultats. Tout autre usage demande un nouvel accord.',
    '4. Désidentification. Les images quittent mon centre sans nom, numéro, date de naissance ni autre identifiant, dans l’en-tête comme dans les pixels. Je regarde chaque image telle qu’elle partira avant de la valider.',
    '5. Clé conservée sur place. La table qui relie pseudonymes et patients reste dans mon centre. Je ne la transmets pas, et aucun participant ne cherche à identifier un patient.',
    '6. Vérité. J’annote chaque image de bonne foi, d’après la meilleure preuve disponible, et j’accepte que le radiologue référent du challenge relise et corrige mes annotations.',
    '7. Minimisation. Je ne fournis que les images nécessaires à la question posée, et seulement des examens que mon centre a le droit d’utiliser.',
  ].join('\n\n'),
};

export const ROUNDS_OF_2018 = {
  team: { minimum: { radiologist: 1, 'engineering-student': 1 }, anyOf: ['research-lab', 'company'] },
  phases: [
    {
      id: 'collection',
      title: { en: 'Collection', fr: 'Recueil' },
      from: '2018-05-15',
      to: '2018-09-15',
    },
    {
      id: 'first-dataset',
      title: { en: 'First dataset', fr: 'Premier jeu de données' },
      from: '2018-09-15',
      to: '2018-10-12',
    },
    {
      id: 'second-dataset',
      title: { en: 'Second dataset', fr: 'Deuxième jeu de données' },
      from: '2018-10-12',
      to: '2018-10-14',
    },
    {
      id: 'test',
      title: { en: 'Test set and round', fr: 'Jeu de test et épreuve' },
      from: '2018-10-14',
      to: '2018-10-14',
    },
    {
      id: 'winners',
      title: { en: 'Winners', fr: 'Palmarès' },
      from: '2018-10-15',
      to: '2018-10-15',
    },
  ],
  roundMinutes: 60,
  targetImages: 600,
  charter: CHARTER,
} as const satisfies Partial<ChallengeDefinition>;

/** The shares of 2018 are not published: 60/20/20 is our choice. */
export const splitBy = (columns: readonly string[]): ChallengeDefinition['split'] => ({
  ratios: [60, 20, 20],
  stratifyBy: columns,
  groupBy: 'patient',
});
