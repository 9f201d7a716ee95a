import type { Tag } from '../dicom/dataset.ts';
import { columnFor } from './options.ts';
import { type ProfileOption } from '../definition/profile-options.ts';
import type { ProfileRow } from './table.ts';
import { typeOf, type Place } from './types.ts';

/**
 * What is done with one attribute. `shift`: the date moves by the patient's secret number of days.
 * `technical`: defined terms and words of machines stay, other words go.
 */
export type Action = 'keep' | 'clean' | 'technical' | 'shift' | 'remove' | 'empty' | 'dummy' | 'uid';

/** The enhanced multi-frame family (PS3.3 section C.7.5.2 and C.7.6.16). */
const ENHANCED = new RegExp(
  '^1\\.2\\.840\\.10008\\.5\\.1\\.4\\.1\\.1\\.' +
    '(2\\.[12]|4\\.[1-4]|6\\.2|7\\.[1-4]|12\\.1\\.1|12\\.2\\.1|13\\.1\\.[1-5]|14\\.[12]|30|66\\.[45]|77\\.1\\.5\\.4|77\\.1\\.6|128\\.1|130)$',
);

/**
 * The action of a row under the options. A compound code depends on the type of the attribute in
 * the object ({@link typeOf}): Type 1 or 1C gets a dummy, Type 2 or 2C an empty value, all others
 * are removed, each as far as the code allows (PS3.15 section E.3). Under X/Z/U* the items stay
 * with new UIDs for every type, so that references between images stay valid. In an object that
 * PS3.3 does not name, Type 2 is assumed.
 */
export function actionOf(row: ProfileRow, tag: Tag, place: Place, options: readonly ProfileOption[]): Action {
  let isShifted = false;
  let isCleaned = row.options['clean-descriptors'] === 'C';
  for (const option of options) {
    const column = columnFor(option, tag);
    const code = column === null ? undefined : row.options[column];
    if (code === 'K') return 'keep';
    if (code === 'C' && column === 'retain-modified-dates') isShifted = true;
    if (code === 'C') isCleaned = true;
  }
  if (isShifted) return 'shift';
  return isCleaned ? 'clean' : basicActionOf(row, tag, place);
}

/** True for SOP classes whose modules require more values than the classic ones. */
export function isEnhanced(sopClass: string): boolean {
  return ENHANCED.test(sopClass);
}

/** The action of the Basic Profile without options. */
export function basicActionOf(row: ProfileRow, tag: Tag, place: Place): Action {
  const { codes } = row;
  if (codes.includes('U') || codes.includes('U*')) return 'uid';
  if (codes.length === 1) return codes[0] === 'D' ? 'dummy' : codes[0] === 'Z' ? 'empty' : 'remove';
  const type = typeOf(tag, place) ?? '2';
  const isRequired = type === '1' || type === '1C';
  if (isRequired && codes.includes('D')) return 'dummy';
  if (codes.includes('Z') && (type !== '3' || !codes.includes('X'))) return 'empty';
  return codes.includes('X') ? 'remove' : 'dummy';
}
