import { CONTRADICTIONS, type ProfileOption } from '../definition/profile-options.ts';
import { fold } from '../labels/fold.ts';
import type {
  ChallengeDefinition,
  Column,
  Condition,
  LabelField,
  Prediction,
} from '../definition/definition.ts';
import type { InvalidReason } from './failures.ts';
import type { Fault, Path } from './fault.ts';

type Part = keyof ChallengeDefinition;

/**
 * Rules between parts of a definition, which a schema of single values can't express.
 *
 * @param isSound returns true when a part has the right shape. A rule runs only when every part it
 * reads is sound, so that errors of shape and of meaning are reported together.
 */
export function inconsistencies(definition: ChallengeDefinition, isSound: (part: Part) => boolean): Fault[] {
  return RULES.flatMap(({ reads, faults }) => (reads.every(isSound) ? faults(definition) : []));
}

interface Rule {
  readonly reads: readonly Part[];
  readonly faults: (definition: ChallengeDefinition) => readonly Fault[];
}

const RULES: readonly Rule[] = [
  { reads: ['criteria'], faults: ({ criteria }) => criteriaFaults(criteria) },
  {
    reads: ['deidentification'],
    faults: ({ deidentification }) => deidentificationFaults(deidentification?.options ?? []),
  },
  { reads: ['preprocessing'], faults: ({ preprocessing }) => preprocessingFaults(preprocessing) },
  { reads: ['labels'], faults: ({ labels }) => labelsFaults(labels) },
  {
    reads: ['labels', 'preprocessing'],
    faults: ({ labels, preprocessing }) =>
      preprocessing.crop === 'centroid' && !labels.fields.some((field) => field.kind === 'mask')
        ? [fault(['labels', 'fields'], { code: 'required-by', path: 'preprocessing.crop' })]
        : [],
  },
  { reads: ['labels', 'score'], faults: scoreFaults },
  {
    reads: ['labels', 'split'],
    faults: ({ labels, split }) => [
      ...duplicates(split.stratifyBy, (index) => ['split', 'stratifyBy', index]),
      ...split.stratifyBy.flatMap((name, index) =>
        columnOf(labels.reference, name)
          ? []
          : [fault(['split', 'stratifyBy', index], unknownColumn(name, 'reference'))],
      ),
    ],
  },
  {
    reads: ['split'],
    faults: ({ split }) => {
      const sum = split.ratios.reduce((total, ratio) => total + ratio, 0);
      return Math.abs(sum - 100) < 1e-9
        ? []
        : [fault(['split', 'ratios'], { code: 'not-a-sum-of-100', sum })];
    },
  },
  {
    reads: ['phases'],
    faults: ({ phases }) => [
      ...duplicates(
        phases.map((phase) => phase.id),
        (index) => ['phases', index, 'id'],
      ),
      ...phases.flatMap(({ from, to }, index) =>
        to < from ? [fault(['phases', index, 'to'], { code: 'ends-before-start' })] : [],
      ),
    ],
  },
];

function criteriaFaults({ automatic, declared }: ChallengeDefinition['criteria']): Fault[] {
  const pathOf = (index: number): Path =>
    index < automatic.length
      ? ['criteria', 'automatic', index, 'id']
      : ['criteria', 'declared', index - automatic.length, 'id'];
  const ids = [...automatic, ...declared].map((criterion) => criterion.id);
  const limits = automatic.flatMap((criterion, index) => {
    if (
      criterion.kind !== 'slice-thickness' &&
      criterion.kind !== 'echo-time' &&
      criterion.kind !== 'repetition-time'
    )
      return [];
    const key = criterion.kind === 'repetition-time' ? 'above' : 'minimum';
    const least = criterion.kind === 'repetition-time' ? criterion.above : criterion.minimum;
    const { maximum } = criterion;
    const path = ['criteria', 'automatic', index];
    if (least === undefined && maximum === undefined) return [fault([...path, key], { code: 'missing' })];
    return least !== undefined && maximum !== undefined && maximum < least
      ? [fault([...path, 'maximum'], { code: 'out-of-range', minimum: least })]
      : [];
  });
  return [...duplicates(ids, pathOf), ...limits];
}

/**
 * Cropping needs a size in pixels, and a size in mm to give the same result on every machine.
 * Without crop the source is unchanged.
 */
function preprocessingFaults({ crop, imageSize, pixelSize }: ChallengeDefinition['preprocessing']): Fault[] {
  const reason: InvalidReason = {
    code: crop === 'none' ? 'excluded-by' : 'required-by',
    path: 'preprocessing.crop',
  };
  const isWrong = (size: unknown) => (size === null) !== (crop === 'none');
  return (['pixelSize', 'imageSize'] as const)
    .filter((key) => isWrong(key === 'pixelSize' ? pixelSize : imageSize))
    .map((key) => fault(['preprocessing', key], reason));
}

function labelsFaults({ fields, rules, reference, prediction }: ChallengeDefinition['labels']): Fault[] {
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

function scoreFaults({ labels, score }: ChallengeDefinition): Fault[] {
  const members = score.terms.flatMap((term, index) =>
    term.kind === 'mean'
      ? term.of.map((auc, at) => ({ auc, path: ['score', 'terms', index, 'of', at] }))
      : [],
  );
  const named = [
    ...score.terms.map(({ name }, index) => ({ name, path: ['score', 'terms', index] })),
    ...members.map(({ auc, path }) => ({ name: auc.name, path })),
  ];
  const aucs = [
    ...score.terms.flatMap((term, index) =>
      term.kind === 'auc' ? [{ auc: term, path: ['score', 'terms', index] }] : [],
    ),
    ...members,
  ];
  const hasMask = labels.fields.some((field) => field.kind === 'mask');
  const dice = score.terms.findIndex((term) => term.kind === 'dice');
  return [
    ...duplicates(
      named.map(({ name }) => name),
      (index) => [...(named[index]?.path ?? []), 'name'],
    ),
    ...aucs.flatMap(({ auc, path }) => [
      ...conditionFaults(auc.truth, labels.reference, [...path, 'truth']),
      ...predictionFaults(auc.prediction, labels.prediction, [...path, 'prediction']),
      ...(auc.rows ? conditionFaults(auc.rows, labels.reference, [...path, 'rows']) : []),
    ]),
    ...(dice >= 0 && !hasMask
      ? [fault(['labels', 'fields'], { code: 'required-by', path: `score.terms[${dice}]` })]
      : []),
    ...(hasMask && dice < 0
      ? [fault(['score', 'terms'], { code: 'required-by', path: 'labels.fields' })]
      : []),
  ];
}

function conditionFaults(condition: Condition, columns: readonly Column[], path: Path): Fault[] {
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

function predictionFaults(prediction: Prediction, columns: readonly Column[], path: Path): Fault[] {
  const faultsOf = (name: string, at: Path) => {
    const column = columnOf(columns, name);
    if (!column) return [fault(at, unknownColumn(name, 'prediction'))];
    return column.type === 'number' ? [] : [fault(at, wrongColumnType(column, 'number'))];
  };
  if ('column' in prediction) return faultsOf(prediction.column, [...path, 'column']);
  return [
    ...duplicates(prediction.sum, (index) => [...path, 'sum', index]),
    ...prediction.sum.flatMap((name, index) => faultsOf(name, [...path, 'sum', index])),
  ];
}

function valueFaults(value: string, column: Column, path: Path): Fault[] {
  const legal = column.values?.some((other) => fold(other) === fold(value)) ?? true;
  return legal ? [] : [fault(path, { code: 'unknown-value', column: column.name, value })];
}

function deidentificationFaults(options: readonly ProfileOption[]): Fault[] {
  const contradictions = CONTRADICTIONS.flatMap(([one, other]) => {
    const index = options.indexOf(other);
    return index >= 0 && options.includes(one)
      ? [
          fault(['deidentification', 'options', index], {
            code: 'excluded-by',
            path: `deidentification.options[${options.indexOf(one)}]`,
          }),
        ]
      : [];
  });
  return [...duplicates(options, (index) => ['deidentification', 'options', index]), ...contradictions];
}

/**
 * One fault for each entry that repeats an earlier one. Case and accents are ignored, as when files
 * are read.
 */
function duplicates(names: readonly string[], pathOf: (index: number) => Path): Fault[] {
  const keys = names.map(fold);
  return names.flatMap((value, index) =>
    keys.indexOf(keys[index] ?? '') < index ? [fault(pathOf(index), { code: 'duplicate', value })] : [],
  );
}

const fault = (path: Path, reason: InvalidReason): Fault => ({ path, reason });

const columnOf = (columns: readonly Column[], name: string) => columns.find((column) => column.name === name);

const pathOfColumn = (reference: readonly Column[], column: Column) =>
  `labels.reference[${reference.indexOf(column)}]`;

const unknownColumn = (column: string, table: 'reference' | 'prediction'): InvalidReason => ({
  code: 'unknown-column',
  column,
  table,
});

const wrongColumnType = ({ name, type }: Column, expected: Column['type']): InvalidReason => ({
  code: 'wrong-column-type',
  column: name,
  expected,
  got: type,
});
