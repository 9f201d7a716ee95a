import type { Tag } from '../dicom/dataset.ts';
import { isPrivate } from '../dicom/dictionary.ts';
import { PROFILE_ROWS } from './profile.generated.ts';

/** Option columns of Table E.1-1, in the order of the generated rows, with their CID 7050 codes. */
export const OPTIONS = [
  ['safe-private', '113111', 'Retain Safe Private Option'],
  ['uids', '113110', 'Retain UIDs Option'],
  ['device', '113109', 'Retain Device Identity Option'],
  ['institution', '113112', 'Retain Institution Identity Option'],
  ['patient-characteristics', '113108', 'Retain Patient Characteristics Option'],
  ['full-dates', '113106', 'Retain Longitudinal Temporal Information Full Dates Option'],
  ['modified-dates', '113107', 'Retain Longitudinal Temporal Information Modified Dates Option'],
  ['descriptors', '113105', 'Clean Descriptors Option'],
  ['structured-content', '113104', 'Clean Structured Content Option'],
  ['graphics', '113103', 'Clean Graphics Option'],
] as const;

export type ProfileOption = (typeof OPTIONS)[number][0];

export interface ProfileRow {
  /** Letter a column of {@link OPTIONS}: K keep, C clean, `.` not named. */
  readonly options: string;
  /** Action of the Basic Profile, as in the table: `X/Z/D`. */
  readonly basic: string;
}

const exact = new Map<Tag, ProfileRow>();
const patterns: { readonly pattern: RegExp; readonly row: ProfileRow }[] = [];
for (const line of PROFILE_ROWS.trim().split('\n')) {
  const tag = line.slice(0, 8).trim();
  const row = { options: line.slice(9, 19), basic: line.slice(20) };
  if (/X/.test(tag)) patterns.push({ pattern: new RegExp(`^${tag.replaceAll('X', '[0-9A-F]')}$`), row });
  else exact.set(tag, row);
}

/** The table's row of an attribute; undefined when it names none. */
export function profileRow(tag: Tag): ProfileRow | undefined {
  if (isPrivate(tag)) return exact.get('PRIVATE');
  return exact.get(tag) ?? patterns.find(({ pattern }) => pattern.test(tag))?.row;
}
