import type { Random } from '../random.ts';

/**
 * Names that nobody has, with accents and in another script. None is a word of imaging or of this
 * application.
 */
const FAMILIES = ['Quézelbrand', 'Thévenouxel', 'Brindoizeau', 'Škvorcovnik', 'Малёвкина', 'Kerbriantec'];
const GIVEN = ['Héloïse', 'Gaspardin', 'Anaëlline', 'Loïcka', 'Ondřejka', 'Théodulfe'];
const SECOND_NAMES = ['Vandermolenko', 'Pétrusquin', 'Ospédalier'];

/** A patient whom nobody is. */
export interface Invented {
  readonly family: string;
  readonly given: string;
  readonly id: string;
  readonly birthDate: string;
  readonly sex: string;
}

/** One exam of an invented patient. */
export interface Visit {
  readonly studyDate: string;
  readonly accession: string;
  /** UID of a referenced image. */
  readonly other: string;
  readonly frameOfReference: string;
}

export const STATION = 'STNQX994';
export const INSTITUTION = 'Clinique des Glycines Bleues';
export const STREET = '12 rue Malevoyette';
export const PHONE = '0611223344';
const SECOND_INDEX = 2;

/** @param which 0 or 1: the two patients of a self-test share no name. */
export function inventedPatient(random: Random, which: number): Invented {
  const pick = (list: readonly string[]): string =>
    // The two patients use different halves, so neither has the other's name.
    list[which * Math.floor(list.length / 2) + Math.floor(random() * Math.floor(list.length / 2))] ?? '';
  return {
    family: pick(FAMILIES),
    given: pick(GIVEN),
    id: `PID${inventedDigits(random, 7)}K`,
    birthDate: inventedDate(random, 1941, 40),
    sex: random() < 0.5 ? 'F' : 'M',
  };
}

export const nameOf = ({ family, given }: Invented) => `${family}^${given}`;
export const physicianOf = ({ id }: Invented) =>
  `${SECOND_NAMES[Number(id[SECOND_INDEX + 1]) % SECOND_NAMES.length] ?? ''}^Piet`;

export const inventedDigits = (random: Random, count: number) =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

export function inventedDate(random: Random, from: number, years: number): string {
  const part = (value: number) => String(value).padStart(2, '0');
  return `${from + Math.floor(random() * years)}${part(1 + Math.floor(random() * 12))}${part(1 + Math.floor(random() * 28))}`;
}
