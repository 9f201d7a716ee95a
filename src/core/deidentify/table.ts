import type { Tag } from '../dicom/dataset.ts';
import { isPrivate } from '../dicom/dictionary.ts';
import { PROFILE_ROWS } from './profile.generated.ts';

/** The option columns of PS3.15 Table E.1-1, in the order of the generated rows. */
export const OPTION_COLUMNS = [
  'retain-safe-private',
  'retain-uids',
  'retain-device-identity',
  'retain-institution-identity',
  'retain-patient-characteristics',
  'retain-full-dates',
  'retain-modified-dates',
  'clean-descriptors',
  'clean-structured-content',
  'clean-graphics',
] as const;

export type OptionColumn = (typeof OPTION_COLUMNS)[number];

/** One row of Table E.1-1. */
export interface ProfileRow {
  /** Eight hexadecimal digits, X for any; `PRIVATE` for the row of all private attributes. */
  readonly pattern: string;
  /** Action code of the Basic Profile as printed: `"X/Z/D"`. */
  readonly basic: string;
  /** The parts of the code: `["X", "Z", "D"]`. */
  readonly codes: readonly string[];
  /** `K` keep or `C` clean. Absent when the option does not name the attribute. */
  readonly options: Readonly<Partial<Record<OptionColumn, 'K' | 'C'>>>;
}

/** All rows of the table. */
export const ROWS: readonly ProfileRow[] = PROFILE_ROWS.trim()
  .split('\n')
  .map((line) => {
    const options: Partial<Record<OptionColumn, 'K' | 'C'>> = {};
    OPTION_COLUMNS.forEach((column, index) => {
      const code = line[9 + index];
      if (code === 'K' || code === 'C') options[column] = code;
    });
    const basic = line.slice(20);
    return { pattern: line.slice(0, 8).trim(), basic, codes: basic.split('/'), options };
  });

const byTag = new Map(ROWS.map((row) => [row.pattern, row]));
const repeating = ROWS.filter(({ pattern }) => /^[0-9A-F]*X/.test(pattern)).map((row) => ({
  row,
  shape: new RegExp('^' + row.pattern.replaceAll('X', '[0-9A-F]') + '$'),
}));

const PRIVATE = byTag.get('PRIVATE') ?? null;
const found = new Map<Tag, ProfileRow | null>();

/** The row for an attribute. Null when the table does not name it. */
export function rowOf(tag: Tag): ProfileRow | null {
  const named = byTag.get(tag);
  if (named) return named;
  if (isPrivate(tag)) return PRIVATE;
  const known = found.get(tag);
  if (known !== undefined) return known;
  const row = repeating.find(({ shape }) => shape.test(tag))?.row ?? null;
  if (found.size < MOST_TAGS) found.set(tag, row);
  return row;
}

/**
 * Cache limit, larger than the number of tags in PS3.6. A file with invented tags can't fill the
 * memory.
 */
const MOST_TAGS = 10_000;
