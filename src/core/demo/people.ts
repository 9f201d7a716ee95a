import type { Random } from '../random.ts';

/**
 * An invented person and place, so that there is something to de-identify. Nobody has such names.
 */
export interface Person {
  readonly family: string;
  readonly given: string;
  /** DICOM date. */
  readonly birthDate: string;
  readonly sex: 'F' | 'M';
  readonly id: string;
  readonly physician: string;
  readonly institution: string;
  readonly accession: string;
  readonly studyDate: string;
}

const FAMILIES = [
  'Fictif',
  'Pixel',
  'Exemplé',
  'Imaginaire',
  'Bidon',
  'Inventée',
  'Voxel',
  'Hologramme',
  'Personnage',
  'Mirage',
];
const GIVEN = [
  ['Éléonore', 'F'],
  ['Gaëtan', 'M'],
  ['Zoé', 'F'],
  ['Joël', 'M'],
  ['Hélène', 'F'],
  ['François', 'M'],
  ['Anaïs', 'F'],
  ['Cédric', 'M'],
] as const;
const PHYSICIANS = ['Démo^Ursule', 'Essai^Théophile', 'Maquette^Noëlle'];
const INSTITUTIONS = [
  'Clinique Imaginaire des Tilleuls',
  'Hôpital Fictif de la Côte',
  'Centre de Démonstration',
];

export function inventPerson(random: Random): Person {
  const pick = <T>(items: readonly [T, ...T[]] | readonly T[], fallback: T) =>
    items[Math.floor(random() * items.length)] ?? fallback;
  const [given, sex] = pick(GIVEN, GIVEN[0]);
  return {
    family: pick(FAMILIES, 'Fictif'),
    given,
    sex,
    birthDate: date(random, 1938, 50),
    id: `DEMO${digits(random, 7)}`,
    physician: pick(PHYSICIANS, 'Démo^Ursule'),
    institution: pick(INSTITUTIONS, 'Centre de Démonstration'),
    accession: `ACC${digits(random, 8)}`,
    studyDate: date(random, 2017, 2),
  };
}

/** A UID under 2.25 from random digits (PS3.5 section B.2). */
export const inventUid = (random: Random): string =>
  `2.25.${1 + Math.floor(random() * 9)}${digits(random, 36)}`;

const digits = (random: Random, count: number) =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

function date(random: Random, from: number, years: number): string {
  const part = (value: number) => String(value).padStart(2, '0');
  const year = from + Math.floor(random() * years);
  return `${year}${part(1 + Math.floor(random() * 12))}${part(1 + Math.floor(random() * 28))}`;
}
