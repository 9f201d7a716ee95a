/**
 * Options of PS3.15 section E.3 in addition to those that every challenge uses (Basic Profile,
 * Clean Descriptors, Clean Pixel Data). `retain-age` and `retain-sex` are the Retain Patient
 * Characteristics Option limited to PatientAge (over 89: 090Y) or to PatientSex.
 */
export const PROFILE_OPTIONS = [
  'retain-age',
  'retain-sex',
  'retain-patient-characteristics',
  'retain-safe-private',
  'retain-uids',
  'retain-device-identity',
  'retain-institution-identity',
  'retain-full-dates',
  'retain-modified-dates',
  'clean-structured-content',
  'clean-graphics',
] as const;

export type ProfileOption = (typeof PROFILE_OPTIONS)[number];

/**
 * Pairs that can't be combined: the first option keeps what the second changes, or the first
 * includes all of the second.
 */
export const CONTRADICTIONS: readonly (readonly [ProfileOption, ProfileOption])[] = [
  ['retain-full-dates', 'retain-modified-dates'],
  ['retain-patient-characteristics', 'retain-age'],
  ['retain-patient-characteristics', 'retain-sex'],
];
