import type { ChallengeDefinition, Column, Prediction } from '../definition/definition.ts';
import { fault, type Fault, type Path } from './fault.ts';
import { conditionFaults, columnOf, unknownColumn, wrongColumnType } from './column-faults.ts';
import { duplicates } from './duplicates.ts';

/** Errors of a score: names, columns that its terms read, and a mask without Dice or the reverse. */
export function scoreFaults({ labels, score }: ChallengeDefinition): Fault[] {
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
