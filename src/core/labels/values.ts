import type { CellPlace } from './failures.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Column } from '../definition/definition.ts';
import type { Separator } from './csv.ts';
import { fold } from './fold.ts';
import type { RepairCount } from './repairs.ts';

/** A label as typed by its column. Null is a blank. */
export type LabelValue = boolean | string | number | null;
export type LabelValues = Readonly<Record<string, LabelValue>>;

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['1', '1.0', 'true', 'oui', 'vrai'].map((word) => [word, true] as const),
  ...['0', '0.0', 'false', 'non', 'faux'].map((word) => [word, false] as const),
]);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const COMMA_NUMBER = /^[+-]?(\d+,\d*|,\d+)(e[+-]?\d+)?$/i;
const INFINITE = /^[+-]?inf(inity)?$/i;
const NAN = /^[+-]?nan$/i;

/** The result of reading one cell: a value, or the failure with its position. */
export type Cell<T> = { readonly value: T } | { readonly failure: Failure };

/**
 * True/False, 1/0, Oui/Non, Vrai/Faux in any case. Everything except `1` and `0` counts as a
 * repair. The text must not be blank.
 */
export function readBoolean(
  text: string,
  place: CellPlace,
  repairs: RepairCount,
  file?: string,
): Cell<boolean> {
  const word = text.trim();
  const value = BOOLEANS.get(word.toLowerCase());
  if (value === undefined) {
    return { failure: failure('labels/unknown-boolean', { ...place, value: text }, file) };
  }
  if (text !== '1' && text !== '0') repairs.add('boolean-spelling', `${text} → ${value ? 1 : 0}`);
  return { value };
}

/**
 * A finite decimal number. With `;` or tab as separator a decimal comma is accepted and counted as a
 * repair. The text must not be blank.
 */
export function readNumber(
  text: string,
  separator: Separator,
  place: CellPlace,
  repairs: RepairCount,
  file?: string,
): Cell<number> {
  const word = text.trim();
  const decimalComma = COMMA_NUMBER.test(word);
  const commaLegal = decimalComma && separator !== ',';
  const digits = commaLegal ? word.replace(',', '.') : word;
  if (NUMBER.test(digits)) {
    const value = Number(digits);
    if (Number.isFinite(value)) {
      if (word !== text) repairs.add('trimmed-value', `"${text}" → ${word}`);
      if (commaLegal) repairs.add('decimal-comma', `${word} → ${digits}`);
      return { value };
    }
    return { failure: failure('labels/infinite-value', { ...place, value: text }, file) };
  }
  if (INFINITE.test(word))
    return { failure: failure('labels/infinite-value', { ...place, value: text }, file) };
  if (NAN.test(word)) return { failure: failure('labels/nan-value', { ...place, value: text }, file) };
  return { failure: failure('labels/not-a-number', { ...place, value: text, decimalComma }, file) };
}

/**
 * One of the column's values. Compared without case and accents, returned in the definition's
 * spelling.
 */
export function readCategory(
  text: string,
  column: Column,
  place: CellPlace,
  repairs: RepairCount,
  file?: string,
): Cell<string> {
  const legal = column.values;
  const word = text.trim();
  const value = legal
    ? (legal.find((one) => one === word) ?? legal.find((one) => fold(one) === fold(word)))
    : word;
  if (value === undefined) {
    return {
      failure: failure('labels/unknown-category', { ...place, value: text, legal: legal ?? [] }, file),
    };
  }
  if (value !== text) repairs.add('category-spelling', `${text} → ${value}`);
  return { value };
}
