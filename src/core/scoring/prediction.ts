import type { ChallengeDefinition, Column, RuleSet } from '../definition/definition.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { matchColumns } from '../labels/columns.ts';
import type { Separator, Table } from '../labels/table.ts';
import { parseTable } from '../labels/csv.ts';
import { readIds } from '../labels/ids.ts';
import type { Reference } from '../labels/reference.ts';
import type { Repair } from '../labels/repairs.ts';
import { RepairCount } from '../labels/repairs.ts';
import { readBoolean, readNumber } from '../labels/values.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import type { Touched } from './touched.ts';

/** Value of a missing probability under jfr-2018. */
const HALF = 0.5;

/** A prediction file after reading under a rule set: a finite number for each case and column. */
export interface Predictions {
  readonly ruleSet: RuleSet;
  /**
   * By the definition's column names. Each column has one value per row of the reference, in its
   * order.
   */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /** 1-based line of the file for each row of the reference. 0 when the file has none. */
  readonly lines: Uint32Array;
  readonly touched: readonly Touched[];
  readonly warnings: readonly Failure[];
  readonly repairs: readonly Repair[];
}

/**
 * Reads a prediction CSV for a reference under a rule set. Rows are matched by id.
 *
 * Both rule sets report all faults together and refuse: a fault of the file's form, a missing,
 * unknown or duplicate column, a blank or duplicate id, text that is not a number, an infinite
 * value. `strict` also refuses a missing case, an extra id, a blank and a NaN. `jfr-2018` counts a
 * blank, a NaN and each column of a missing case as 0.5 and ignores extra ids; it lists each of
 * these in `touched`. It refuses a number of rows other than the reference's and a number of
 * columns other than the definition's. In 2018 columns were selected by name, so a name without a
 * match is refused there too.
 */
export function readPredictions(
  bytes: Uint8Array,
  definition: ChallengeDefinition,
  reference: Reference,
  ruleSet: RuleSet,
  file?: string,
): Result<Predictions, readonly Failure[]> {
  const { table, failures: form } = parseTable(bytes, file);
  if (!table) return failed(form);
  const repairs = new RepairCount();
  const columns = definition.labels.prediction;
  const names = columns.map(({ name }) => name);
  const match = matchColumns(table.header, names, repairs, file);
  const failures = [...form, ...match.failures];
  if (ruleSet === 'jfr-2018')
    failures.push(...countFailures(table, match.others, names.length, reference, file));
  else if (table.rows.length === 0) failures.push(failure('labels/no-rows', {}, file));

  const { ids, failures: idFailures } =
    match.id === null ? { ids: [], failures: [] } : readIds(table.rows, match.id, repairs, file);
  failures.push(...idFailures);
  const indexOf = new Map(reference.rows.map(({ id }, index) => [id, index]));
  const values = new Map(names.map((name) => [name, new Float64Array(reference.rows.length).fill(HALF)]));
  const lines = new Uint32Array(reference.rows.length);
  const touched: Touched[] = [];

  const positions = columns.map(({ name }) => match.positions.get(name) ?? -1);
  table.rows.forEach(({ line, cells }, row) => {
    const id = ids[row] ?? null;
    const index = id === null ? undefined : indexOf.get(id);
    if (index !== undefined) lines[index] = line;
    else if (id !== null) {
      if (ruleSet === 'strict') failures.push(failure('scoring/extra-id', { id, line }, file));
      else touched.push({ rule: 'extra-id-ignored', id, line });
    }
    if (cells.length !== table.header.length) return;
    for (let position = 0; position < columns.length; position++) {
      const column = columns[position] as Column;
      const text = cells[positions[position] as number];
      if (text === undefined) continue;
      const place = { line, id, column: column.name };
      const value = readValue(text, column, table.separator, place, repairs, file);
      if (typeof value === 'number') {
        if (index !== undefined) (values.get(column.name) as Float64Array)[index] = value;
      } else if (ruleSet === 'strict' || !isMissing(value)) failures.push(value);
      else if (index !== undefined) {
        touched.push({ rule: 'missing-probability-half', id: id ?? '', line, column: column.name });
      }
    }
  });

  if (match.id !== null) {
    reference.rows.forEach(({ id }, index) => {
      if (lines[index] !== 0) return;
      if (ruleSet === 'strict') failures.push(failure('scoring/missing-case', { id }, file));
      else touched.push({ rule: 'missing-case-half', id, line: null });
    });
  }
  if (failures.length > 0) return failed(failures);
  const warnings = touched
    .filter(({ rule }) => rule === 'extra-id-ignored')
    .map(({ id, line }) => failure('scoring/extra-id', { id, line: line ?? 0 }, file));
  const all = [...table.repairs, ...repairs.list()];
  return success({ ruleSet, columns: values, lines, touched, warnings, repairs: all });
}

function countFailures(
  { header, rows }: Table,
  others: readonly number[],
  expected: number,
  reference: Reference,
  file?: string,
): Failure[] {
  const failures: Failure[] = [];
  if (others.length !== expected) {
    const columns = others.map((position) => header[position] ?? '');
    failures.push(failure('scoring/column-count', { expected, got: others.length, columns }, file));
  }
  if (rows.length !== reference.rows.length) {
    const details = { expected: reference.rows.length, got: rows.length };
    failures.push(failure('scoring/row-count', details, file));
  }
  return failures;
}

/** A finite number, or the reason why the cell has none. */
function readValue(
  text: string,
  column: Column,
  separator: Separator,
  place: { readonly line: number; readonly id: string | null; readonly column: string },
  repairs: RepairCount,
  file?: string,
): number | Failure {
  if (text.trim() === '') return failure('labels/blank-value', place, file);
  const number = readNumber(text, separator, place, repairs, file);
  if ('value' in number) return number.value;
  if (column.type !== 'boolean' || number.failure.code !== 'labels/not-a-number') return number.failure;
  const boolean = readBoolean(text, place, repairs, file);
  return 'value' in boolean ? Number(boolean.value) : boolean.failure;
}

const isMissing = ({ code }: Failure): boolean =>
  code === 'labels/blank-value' || code === 'labels/nan-value';
