import type { Tag } from '../dicom/dataset.ts';
import { isPrivate } from '../dicom/dictionary.ts';
import { columnFor } from './options.ts';
import { type ProfileOption } from '../definition/profile-options.ts';
import { rowOf, type OptionColumn, type ProfileRow } from './table.ts';

/**
 * The rule that decided about an attribute. `E.1-1`, `E.3.4-1` (content items) and `E.3.10-1` (safe
 * private attributes) are tables of PS3.15. `unlisted`: no table names the attribute, see
 * `unlisted.ts`. `own`: this application wrote it, as section E.1.1 requires.
 */
export interface Rule {
  readonly source: 'E.1-1' | 'E.3.4-1' | 'E.3.10-1' | 'unlisted' | 'own';
  /**
   * For E.1-1: the tag as printed in the table, X for any digit; `PRIVATE` for the row of all
   * private attributes.
   */
  readonly row?: string;
  /** For E.1-1: the action code of the Basic Profile as printed, such as `X/Z/D`. */
  readonly code?: string;
  /** The option column that took precedence over the Basic Profile, with its code. */
  readonly option?: { readonly column: OptionColumn; readonly code: 'K' | 'C' };
}

/**
 * The rule for an attribute under the options. Order, the same as in `actionOf`: an option that
 * keeps, shifted dates, an option that cleans (Clean Descriptors always applies), the Basic
 * Profile.
 */
export function ruleOf(tag: Tag, options: readonly ProfileOption[], isSafePrivate = false): Rule {
  if (isPrivate(tag) && isSafePrivate) return { source: 'E.3.10-1' };
  const row = rowOf(tag);
  if (row === null) return { source: 'unlisted' };
  const option = decidingOption(row, tag, options);
  const rule = { source: 'E.1-1', row: row.pattern, code: row.basic } as const;
  return option === null ? rule : { ...rule, option };
}

function decidingOption(row: ProfileRow, tag: Tag, options: readonly ProfileOption[]): Rule['option'] | null {
  let shifts: Rule['option'] | null = null;
  let cleans: Rule['option'] | null =
    row.options['clean-descriptors'] === 'C' ? { column: 'clean-descriptors', code: 'C' } : null;
  for (const option of options) {
    const column = columnFor(option, tag);
    const code = column === null ? undefined : row.options[column];
    if (column === null || code === undefined) continue;
    if (code === 'K') return { column, code };
    if (column === 'retain-modified-dates') shifts ??= { column, code };
    cleans ??= { column, code };
  }
  return shifts ?? cleans;
}
