import type {
  AutomaticCriterion,
  Condition,
  Prediction,
  TeamRole,
} from '../../../core/definition/definition.ts';
import { formats } from '../formats.ts';
import type { Millimetres } from '../../../core/measure.ts';

const { number, list, date, count } = formats.en;

const PLANES = { axial: 'axial', coronal: 'coronal', sagittal: 'sagittal' };

function limits(minimum: number | undefined, maximum: number | undefined, unit: string): string {
  if (minimum !== undefined && maximum !== undefined)
    return `${number(minimum)} to ${number(maximum)} ${unit}`;
  if (minimum !== undefined) return `at least ${number(minimum)} ${unit}`;
  if (maximum !== undefined) return `at most ${number(maximum)} ${unit}`;
  return 'present';
}

function criterion(it: AutomaticCriterion, modality: string, images: number): string {
  switch (it.kind) {
    case 'modality':
      return `Modality is ${modality}`;
    case 'images-per-exam':
      return `At most ${count(images, 'image', 'images')} per exam`;
    case 'plane':
      return `${PLANES[it.plane]}, within ${number(it.withinDegrees)}°`;
    case 'slice-thickness':
      return `Slice thickness ${limits(it.minimum, it.maximum, 'mm')}`;
    case 'field-strength':
      return `${list(
        it.anyOf.map((tesla) => number(tesla)),
        'or',
      )} T (± ${number(it.tolerance)})`;
    case 'echo-time':
      return `Echo time ${limits(it.minimum, it.maximum, 'ms')}`;
    case 'repetition-time':
      if (it.maximum !== undefined) return `Repetition time ${limits(undefined, it.maximum, 'ms')}`;
      return it.above === undefined
        ? 'Repetition time present'
        : `Repetition time above ${number(it.above)} ms`;
    case 'fat-saturation':
      return 'Fat saturation in the scan options or sequence name';
    case 'contrast-or-dynamic':
      return 'Contrast agent, or a dynamic series';
    case 'pixel-spacing':
      return 'Pixel spacing present';
    case 'minimum-size':
      return `At least ${number(it.pixels)} rows and columns`;
    case 'not-secondary-capture':
      return 'Not a derived secondary capture';
    case 'no-open-text-flag':
      return 'No written text left in view';
    case 'single-frame-chosen':
      return 'One frame chosen';
    case 'sector-found':
      return 'Ultrasound sector found';
    case 'shown':
      return it.attribute === 'contrast'
        ? 'Contrast is shown, never refused'
        : 'Laterality is shown, never refused';
  }
}

function condition(it: Condition): string {
  if ('equals' in it) {
    if (typeof it.equals === 'boolean') return `${it.column} is ${it.equals ? 'true' : 'false'}`;
    return `${it.column} is “${it.equals}”`;
  }
  if ('in' in it) return `${it.column} is one of ${list(it.in, 'or')}`;
  if ('blank' in it) return `${it.column} is ${it.blank ? 'blank' : 'filled in'}`;
  if ('anyOf' in it) return it.anyOf.map(condition).join(' or ');
  if ('allOf' in it) return it.allOf.map(condition).join(' and ');
  return `not (${condition(it.not)})`;
}

const prediction = (it: Prediction): string => ('column' in it ? it.column : `sum of ${list(it.sum)}`);

const ROLES: Record<TeamRole, [string, string]> = {
  radiologist: ['radiologist', 'radiologists'],
  'engineering-student': ['engineering student', 'engineering students'],
  engineer: ['engineer', 'engineers'],
  researcher: ['researcher', 'researchers'],
  'research-lab': ['research lab', 'research labs'],
  company: ['company', 'companies'],
};

export const organise = {
  title: 'Definition',
  lead: 'All that makes this challenge, as one document. The same file drives every screen and every score.',
  download: 'Download as JSON',
  drop: 'Drop another definition',
  dropHint: 'A JSON file. It is checked whole; every error is told with its place.',
  remove: 'Remove this challenge',
  removed: (title: string) => `Challenge removed: ${title}`,
  undo: 'Undo',
  preset: 'Preset',
  own: 'Added by you',
  version: (version: string) => `version ${version}`,
  texts: 'Texts',
  question: 'Question',
  instructions: 'What is asked of the centre',
  charter: 'Charter',
  facts: 'In short',
  modality: 'Modality',
  imagesPerExam: 'Images per exam',
  target: 'Target',
  targetImages: (images: number) => count(images, 'image', 'images'),
  round: 'Scoring round',
  minutes: (minutes: number) => count(minutes, 'minute', 'minutes'),
  criteria: 'Criteria',
  automatic: 'Read from the DICOM header',
  declared: 'Declared by the radiologist',
  criterionName: 'Criterion',
  criterionTest: 'Test',
  criterion,
  preprocessing: 'Preparation of images',
  pixelSize: 'Pixel size',
  notResampled: 'not resampled',
  millimetres: (size: Millimetres) => `${number(size)} mm`,
  imageSize: 'Image size',
  asSource: 'as the source',
  pixels: (columns: number, rows: number) => `${columns} × ${rows} pixels`,
  crop: 'Crop',
  crops: { click: 'around a click', centroid: 'around the mask’s centroid', none: 'none' },
  mask: 'Mask',
  masks: { sector: 'outside the ultrasound sector set to 0', none: 'none' },
  interpolation: 'Interpolation',
  linear: 'linear',
  padding: 'Value outside the image',
  labels: 'Label form',
  field: 'Field',
  column: 'Column',
  answers: 'Answers',
  kinds: { boolean: 'yes or no', mask: 'binary mask (NIfTI)', number: 'number', category: 'category' },
  optional: 'may be blank',
  rules: 'Rules',
  rule: (when: string, then: string) => `When ${when}, then ${then}`,
  condition,
  tables: 'Files',
  reference: 'Reference columns',
  predictionColumns: 'Prediction columns',
  maskFiles: 'One binary mask per image (NIfTI), no table.',
  score: 'Score',
  ruleSet: (name: string) => `Rule set “${name}”`,
  term: 'Term',
  weight: 'Weight',
  truth: 'True when',
  predicted: 'Predicted by',
  rows: 'Rows counted',
  allRows: 'all',
  prediction,
  auc: (name: string) => `AUC of ${name}`,
  mean: (name: string) => `Mean AUC of ${name}`,
  dice: 'Mean Dice over the images',
  leftOut: 'an undefined member is left out',
  becomesUndefined: 'an undefined member makes it undefined',
  split: 'Split',
  parts: (train: number, validation: number, test: number) =>
    `training ${number(train)} %, validation ${number(validation)} %, test ${number(test)} %`,
  stratified: (columns: readonly string[]) =>
    columns.length === 0 ? 'no stratification' : `proportions kept of ${list(columns)}`,
  grouped: { patient: 'all images of a patient in one part', exam: 'all images of an exam in one part' },
  team: 'Team',
  teamRole: (role: TeamRole, minimum: number) => count(minimum, ...ROLES[role]),
  teamAnyOf: (roles: readonly TeamRole[]) =>
    `one of: ${list(
      roles.map((role) => ROLES[role][0]),
      'or',
    )}`,
  atLeast: (members: readonly string[]) => `At least ${list(members)}`,
  anyTeam: 'No condition',
  phases: 'Phases',
  from: 'From',
  to: 'To',
  date,
};
