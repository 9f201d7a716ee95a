import type { ChallengeDefinition } from '../definition/definition.ts';
import { fold } from '../labels/fold.ts';
import type { Reference } from '../labels/reference.ts';
import type { Predictions } from './prediction.ts';

/** Confusion matrix of true and predicted categories. */
export interface Confusion {
  /** The category column of the reference. */
  readonly column: string;
  /** In the order of the prediction's columns. */
  readonly categories: readonly string[];
  /** `counts[truth][predicted]`. */
  readonly counts: readonly (readonly number[])[];
  /** Share of cases whose predicted category is correct. Null without a case. */
  readonly accuracy: number | null;
}

/**
 * One table for each category column whose values have their own prediction columns. The predicted
 * category of a case is that of its highest column; among equals the first. Rows without a value,
 * or with a value that no column predicts, are not counted.
 */
export function confusions(
  { labels }: ChallengeDefinition,
  reference: Reference,
  { columns }: Predictions,
): readonly Confusion[] {
  return labels.reference.flatMap(({ name, type, values = [] }) => {
    if (type !== 'category') return [];
    const predicted = labels.prediction.flatMap((column) => {
      const value = values.find((one) => fold(one) === fold(column.name));
      return value === undefined ? [] : [{ value, scores: columns.get(column.name) ?? new Float64Array() }];
    });
    if (predicted.length < 2) return [];
    const counts = predicted.map(() => new Array<number>(predicted.length).fill(0));
    let cases = 0;
    let right = 0;
    reference.rows.forEach((row, index) => {
      const truth = predicted.findIndex(({ value }) => value === row.labels[name]);
      const line = counts[truth];
      if (!line) return;
      const chosen = argmax(predicted.map(({ scores }) => scores[index] ?? NaN));
      line[chosen] = (line[chosen] ?? 0) + 1;
      cases++;
      if (chosen === truth) right++;
    });
    return [
      {
        column: name,
        categories: predicted.map(({ value }) => value),
        counts,
        accuracy: cases === 0 ? null : right / cases,
      },
    ];
  });
}

/** Position of the highest value; among equals the first. */
export function argmax(values: readonly number[]): number {
  let best = 0;
  values.forEach((value, index) => {
    if (value > (values[best] ?? -Infinity)) best = index;
  });
  return best;
}
