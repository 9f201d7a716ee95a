import { fold } from '../labels/fold.ts';
import type { ChallengeDefinition, Column, LabelField } from '../definition/definition.ts';
import { fault, type Fault, type Path } from './fault.ts';
import { conditionFaults, valueFaults, columnOf, unknownColumn, wrongColumnType } from './column-faults.ts';
import { duplicates } from './duplicates.ts';

/** Errors inside the labels: fields, columns of both tables, and rules. */
export function labelsFaults({
  fields,
  rules,
  reference,
  prediction,
}: ChallengeDefinition['labels']): Fault[] {
  return [
    ...duplicates(
      fields.map((field) => field.id),
      (index) => ['labels', 'fields', index, 'id'],
    ),
    ...fields.flatMap((field, index) => fieldFaults(field, fields, reference, ['labels', 'fields', index])),
    ...fields.flatMap((field, index) =>
      field.kind === 'mask' && fields.slice(0, index).some((other) => other.kind === 'mask')
        ? [fault(['labels', 'fields', index, 'kind'], { code: 'duplicate', value: 'mask' })]
        : [],
    ),
    ...columnsFaults(reference, ['labels', 'reference']),
    ...columnsFaults(prediction, ['labels', 'prediction']),
    ...reference.flatMap((column, index) =>
      column.optional || fields.some((field) => field.kind !== 'mask' && field.column === column.name)
        ? []
        : [fault(['labels', 'reference', index], { code: 'column-without-field', column: column.name })],
    ),
    ...rules.flatMap(({ when, then }, index) => [
      ...conditionFaults(when, reference, ['labels', 'rules', index, 'when']),
      ...conditionFaults(then, reference, ['labels', 'rules', index, 'then']),
    ]),
  ];
}

function fieldFaults(
  field: LabelField,
  fields: readonly LabelField[],
  reference: readonly Column[],
  path: Path,
): Fault[] {
  if (field.kind === 'mask') return [];
  const faults: Fault[] = [];
  const before = fields.slice(0, fields.indexOf(field));
  if (before.some((other) => other.kind !== 'mask' && other.column === field.column)) {
    faults.push(fault([...path, 'column'], { code: 'duplicate', value: field.column }));
  }
  const column = columnOf(reference, field.column);
  if (!column) return [...faults, fault([...path, 'column'], unknownColumn(field.column, 'reference'))];
  if (column.type !== field.kind) {
    return [...faults, fault([...path, 'column'], wrongColumnType(column, field.kind))];
  }
  if (field.kind === 'boolean') return faults;
  if (field.optional && !column.optional) {
    faults.push(fault([...path, 'optional'], { code: 'excluded-by', path: pathOfColumn(reference, column) }));
  }
  const values = field.options.map((option) => option.value);
  return [
    ...faults,
    ...duplicates(values, (index) => [...path, 'options', index, 'value']),
    ...values.flatMap((value, index) => valueFaults(value, column, [...path, 'options', index, 'value'])),
  ];
}

function columnsFaults(columns: readonly Column[], path: Path): Fault[] {
  return [
    ...duplicates(
      columns.map((column) => column.name),
      (index) => [...path, index, 'name'],
    ),
    ...columns.flatMap((column, index) => {
      const at = [...path, index];
      // The id column exists in every file and is not listed.
      if (fold(column.name) === 'id')
        return [fault([...at, 'name'], { code: 'duplicate', value: column.name })];
      if (column.type !== 'category') {
        return column.values ? [fault([...at, 'values'], { code: 'unknown-key' })] : [];
      }
      if (!column.values) return [fault([...at, 'values'], { code: 'missing' })];
      return duplicates(column.values, (value) => [...at, 'values', value]);
    }),
  ];
}

const pathOfColumn = (reference: readonly Column[], column: Column) =>
  `labels.reference[${reference.indexOf(column)}]`;
