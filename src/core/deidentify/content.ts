import type { DataSet } from '../dicom/dataset.ts';
import { itemsOf, textOf } from '../dicom/element.ts';
import { CONTENT_ITEM_ROWS } from './content-items.generated.ts';
import type { ProfileOption } from '../definition/profile-options.ts';

/** Columns of the generated rows that follow the value type. */
const COLUMNS: readonly ProfileOption[] = [
  'retain-uids',
  'retain-device-identity',
  'retain-institution-identity',
  'retain-patient-characteristics',
  'retain-full-dates',
  'retain-modified-dates',
];

const ROWS = new Map(
  CONTENT_ITEM_ROWS.trim()
    .split('\n')
    .map((line) => {
      const [code = '', scheme = '', options = '', basic = ''] = line.split('\t');
      return [`${code} ${scheme}`, { options, basic }] as const;
    }),
);

/**
 * False for a content item (PS3.3 section C.17.3) that PS3.15 Table E.3.4-1 removes under the
 * options. True for all other items: those that are not content items and those that the table does
 * not name. Attributes of an item that stays are treated like all other attributes.
 */
export function isKeptContent(item: DataSet, options: readonly ProfileOption[]): boolean {
  const [concept] = itemsOf(item, '0040A043');
  if (concept === undefined) return true;
  const row = ROWS.get(`${textOf(concept, '00080100') ?? ''} ${textOf(concept, '00080102') ?? ''}`);
  if (row === undefined || !row.basic.startsWith('X')) return true;
  return COLUMNS.some((option, index) => row.options[index] !== '.' && options.includes(option));
}
