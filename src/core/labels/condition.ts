import type { Condition } from '../definition/definition.ts';
import { fold } from './fold.ts';
import type { LabelValue, LabelValues } from './values.ts';

/**
 * True when a row's labels satisfy a condition of a definition. Category values are compared
 * without case and accents. A blank (or a column missing in the row) equals nothing and is in no
 * set.
 */
export function holds(condition: Condition, row: LabelValues): boolean {
  if ('anyOf' in condition) return condition.anyOf.some((one) => holds(one, row));
  if ('allOf' in condition) return condition.allOf.every((one) => holds(one, row));
  if ('not' in condition) return !holds(condition.not, row);
  const value = row[condition.column] ?? null;
  if ('blank' in condition) return isBlankValue(value) === condition.blank;
  if (isBlankValue(value)) return false;
  if ('in' in condition) return condition.in.some((one) => isText(value, one));
  return typeof condition.equals === 'boolean' ? value === condition.equals : isText(value, condition.equals);
}

export const isBlankValue = (value: LabelValue): boolean =>
  value === null || (typeof value === 'string' && value.trim() === '');

const isText = (value: LabelValue, text: string): boolean =>
  typeof value !== 'boolean' && value !== null && fold(String(value)) === fold(text);

/** The columns that a condition reads. */
export function columnsOf(condition: Condition): readonly string[] {
  if ('anyOf' in condition) return condition.anyOf.flatMap(columnsOf);
  if ('allOf' in condition) return condition.allOf.flatMap(columnsOf);
  if ('not' in condition) return columnsOf(condition.not);
  return [condition.column];
}
