import { fold } from '../labels/fold.ts';
import type { Column, Condition } from '../definition/definition.ts';
import type { InvalidReason } from './failures.ts';
import { fault, type Fault, type Path } from './fault.ts';

/** Errors of a condition: columns that do not exist, and values that a column can't have. */
export function conditionFaults(condition: Condition, columns: readonly Column[], path: Path): Fault[] {
  if ('not' in condition) return conditionFaults(condition.not, columns, [...path, 'not']);
  if ('anyOf' in condition) {
    return condition.anyOf.flatMap((part, index) =>
      conditionFaults(part, columns, [...path, 'anyOf', index]),
    );
  }
  if ('allOf' in condition) {
    return condition.allOf.flatMap((part, index) =>
      conditionFaults(part, columns, [...path, 'allOf', index]),
    );
  }
  const column = columnOf(columns, condition.column);
  if (!column) return [fault([...path, 'column'], unknownColumn(condition.column, 'reference'))];
  if ('blank' in condition) return [];
  const expected = 'equals' in condition && typeof condition.equals === 'boolean' ? 'boolean' : 'category';
  if (column.type !== expected) return [fault([...path, 'column'], wrongColumnType(column, expected))];
  if ('in' in condition) {
    return condition.in.flatMap((value, index) => valueFaults(value, column, [...path, 'in', index]));
  }
  return typeof condition.equals === 'string'
    ? valueFaults(condition.equals, column, [...path, 'equals'])
    : [];
}

export function valueFaults(value: string, column: Column, path: Path): Fault[] {
  const legal = column.values?.some((other) => fold(other) === fold(value)) ?? true;
  return legal ? [] : [fault(path, { code: 'unknown-value', column: column.name, value })];
}

export const columnOf = (columns: readonly Column[], name: string) =>
  columns.find((column) => column.name === name);

export const unknownColumn = (column: string, table: 'reference' | 'prediction'): InvalidReason => ({
  code: 'unknown-column',
  column,
  table,
});

export const wrongColumnType = ({ name, type }: Column, expected: Column['type']): InvalidReason => ({
  code: 'wrong-column-type',
  column: name,
  expected,
  got: type,
});
