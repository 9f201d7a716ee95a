import type { Tag } from '../dicom/dataset.ts';
import type { ProfileOption } from '../definition/profile-options.ts';
import type { OptionColumn } from './table.ts';

const LIMITED_TO: Readonly<Partial<Record<ProfileOption, Tag>>> = {
  'retain-age': '00101010',
  'retain-sex': '00100040',
};

/**
 * The column of Table E.1-1 that an option uses for an attribute. Null when the option does not
 * affect the attribute. A safe private attribute is recognised by its creator, because the table
 * has only one row for all private attributes.
 */
export function columnFor(option: ProfileOption, tag: Tag): OptionColumn | null {
  if (option === 'retain-safe-private') return null;
  if (option !== 'retain-age' && option !== 'retain-sex') return option;
  return LIMITED_TO[option] === tag ? 'retain-patient-characteristics' : null;
}

/** One item of (0012,0064) De-identification Method Code Sequence, from CID 7050. */
export interface Method {
  readonly code: string;
  readonly meaning: string;
}

export const CLEAN_PIXEL_DATA: Method = { code: '113101', meaning: 'Clean Pixel Data Option' };

export const RETAIN_UIDS: Method = { code: '113110', meaning: 'Retain UIDs Option' };

const PATIENT_CHARACTERISTICS: Method = { code: '113108', meaning: 'Retain Patient Characteristics Option' };

const METHODS: Readonly<Record<ProfileOption, Method>> = {
  'retain-age': PATIENT_CHARACTERISTICS,
  'retain-sex': PATIENT_CHARACTERISTICS,
  'retain-patient-characteristics': PATIENT_CHARACTERISTICS,
  'retain-safe-private': { code: '113111', meaning: 'Retain Safe Private Option' },
  'retain-uids': RETAIN_UIDS,
  'retain-device-identity': { code: '113109', meaning: 'Retain Device Identity Option' },
  'retain-institution-identity': { code: '113112', meaning: 'Retain Institution Identity Option' },
  'retain-full-dates': {
    code: '113106',
    meaning: 'Retain Longitudinal Temporal Information Full Dates Option',
  },
  'retain-modified-dates': {
    code: '113107',
    meaning: 'Retain Longitudinal Temporal Information Modified Dates Option',
  },
  'clean-structured-content': { code: '113104', meaning: 'Clean Structured Content Option' },
  'clean-graphics': { code: '113103', meaning: 'Clean Graphics Option' },
};

/**
 * The CID 7050 codes of what is done to the header. Clean Pixel Data (113101) is not claimed before
 * a person has cleared the pixels.
 */
export function methodsOf(options: readonly ProfileOption[]): readonly Method[] {
  const asked = new Set(options.map((option) => METHODS[option]));
  return [
    { code: '113100', meaning: 'Basic Application Confidentiality Profile' },
    { code: '113105', meaning: 'Clean Descriptors Option' },
    ...[...asked].sort((a, b) => (a.code < b.code ? -1 : 1)),
  ];
}

/** Value of (0028,0303) Longitudinal Temporal Information Modified. */
export function temporalMarkOf(options: readonly ProfileOption[]): 'UNMODIFIED' | 'MODIFIED' | 'REMOVED' {
  if (options.includes('retain-full-dates')) return 'UNMODIFIED';
  return options.includes('retain-modified-dates') ? 'MODIFIED' : 'REMOVED';
}
