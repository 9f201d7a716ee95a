import type { AucTerm } from '../definition/definition.ts';
import { holds } from '../labels/condition.ts';
import type { Reference } from '../labels/reference.ts';
import type { Predictions } from './prediction.ts';

export type Member = Omit<AucTerm, 'weight'>;

/** The rows used by one AUC: their positions in the reference, their truth and their score. */
export interface MemberRows {
  readonly rows: Uint32Array;
  /** 1 for a positive. */
  readonly truth: Uint8Array;
  /** Not finite when a sum of columns overflows. */
  readonly scores: Float64Array<ArrayBuffer>;
}

/**
 * Filters the rows of a term and evaluates its truth and prediction expressions on them. Sums are
 * computed from left to right.
 */
export function memberRows(
  { truth, prediction, rows }: Member,
  reference: Reference,
  predictions: Predictions,
): MemberRows {
  const columns = 'sum' in prediction ? prediction.sum : [prediction.column];
  const values = columns.map((column) => predictions.columns.get(column) ?? new Float64Array());
  const used = reference.rows.flatMap(({ labels }, index) => (!rows || holds(rows, labels) ? [index] : []));
  return {
    rows: Uint32Array.from(used),
    truth: Uint8Array.from(used, (index) => (holds(truth, reference.rows[index]?.labels ?? {}) ? 1 : 0)),
    scores: Float64Array.from(used, (index) => {
      let sum = 0;
      for (const column of values) sum += column[index] ?? NaN;
      return sum;
    }),
  };
}
