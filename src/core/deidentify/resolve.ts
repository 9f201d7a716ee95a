import type { Tag } from '../dicom/dataset.ts';
import { columnFor, type ProfileOption } from './options.ts';
import type { ProfileRow } from './table.ts';

/** What is done with one attribute. `shift`: moved by the patient's secret number of days. */
export type Action = 'keep' | 'clean' | 'shift' | 'remove' | 'empty' | 'dummy' | 'uid';

const REFERENCED_STUDY_SEQUENCE = '00081110';

/**
 * SOP classes whose modules make Type 1 of dates, device serial number and the like that are Type 2 or 3 elsewhere: the enhanced
 * multi-frame family (PS3.3 section C.7.5.2 and C.7.6.16). Stands in for the IOD tables.
 */
const ENHANCED = new RegExp(
  '^1\\.2\\.840\\.10008\\.5\\.1\\.4\\.1\\.1\\.' +
    '(2\\.[12]|4\\.[1-4]|6\\.2|7\\.[1-4]|12\\.1\\.1|12\\.2\\.1|13\\.1\\.[1-5]|14\\.[12]|30|66\\.[45]|77\\.1\\.5\\.4|77\\.1\\.6|128\\.1|130)$',
);

/**
 * The action of a row under the options. A compound code leaves a choice to the attribute's type in the IOD. Where the IOD may ask for
 * a value (see ENHANCED), Z/D, X/D and X/Z/D give a dummy; elsewhere Z/D gives an empty value, and X/D and X/Z/D removal, since what
 * they name is Type 3 there. X/Z gives an empty value (legal for Types 2 and 3), X/Z/U* new UIDs inside the kept items (legal for
 * Types 1 to 3). The one sequence under X/Z that is Type 3 and may not be empty, ReferencedStudySequence, goes.
 */
export function actionOf(
  row: ProfileRow,
  tag: Tag,
  sopClass: string,
  options: readonly ProfileOption[],
): Action {
  const codes = options.flatMap((option) => {
    const column = columnFor(option, tag);
    return column === null ? [] : [{ column, code: row.options[column] }];
  });
  if (codes.some(({ code }) => code === 'K')) return 'keep';
  if (codes.some(({ column, code }) => code === 'C' && column === 'retain-modified-dates')) return 'shift';
  const isCleaned = row.options['clean-descriptors'] === 'C' || codes.some(({ code }) => code === 'C');
  return isCleaned ? 'clean' : basicActionOf(row, sopClass);
}

/** True for the SOP classes whose modules ask for more values than the classic ones. */
export function isEnhanced(sopClass: string): boolean {
  return ENHANCED.test(sopClass);
}

/** The action of the Basic Profile alone. */
export function basicActionOf(row: ProfileRow, sopClass: string): Action {
  const codes = row.basic.split('/');
  if (codes.includes('U') || codes.includes('U*')) return 'uid';
  if (codes.includes('D') && (codes.length === 1 || isEnhanced(sopClass))) return 'dummy';
  const isRemoved = codes.includes('X') && (codes.includes('D') || row.pattern === REFERENCED_STUDY_SEQUENCE);
  return codes.includes('Z') && !isRemoved ? 'empty' : 'remove';
}
